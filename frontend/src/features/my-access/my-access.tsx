import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Changes } from "@/features/my-access/changes";
import { recentlyClosed } from "@/features/my-access/closed";
import { myAccess } from "@/features/my-access/messages";
import { RightsList } from "@/features/my-access/rights-list";
import { modelsQuery, ownHistoryQuery } from "@/shared/api/queries";
import { formatTimeExact } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { DetailPage } from "@/shared/page/detail-page";
import { LiveState } from "@/shared/page/live-state";
import { ApiError } from "@/shared/session/errors";
import { sessionStore, useSession } from "@/shared/session/store";
import { Card } from "@/shared/ui/card";
import { ErrorState } from "@/shared/ui/empty-state";
import { PageHeader } from "@/shared/ui/page-header";
import { Footnote, Section } from "@/shared/ui/section";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

/** Names of models: a right knows its own, the catalogue those that closed, and an id is better than nothing. */
function useModels() {
  const { held } = useSubscriptions();
  const { data: models = [] } = useQuery(modelsQuery);
  const names = new Map(models.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => held.get(id)?.model_name ?? names.get(id) ?? id;
  return { nameOf, freeModels: new Set(models.filter((model) => model.is_free).map(({ id }) => id)) };
}

function History({ nameOf }: { nameOf: (modelId: string) => string }) {
  const t = useMessages(myAccess);
  const history = useInfiniteQuery(ownHistoryQuery);
  if (history.isPending) {
    return (
      <Loading>
        <SkeletonRows count={4} hasAside={false} />
      </Loading>
    );
  }
  if (history.isError && history.data === undefined) {
    return (
      <Card>
        <ErrorState
          isInCard
          title={t.historyFailed}
          why={t.historyFailedWhy}
          isRetrying={history.isFetching}
          onRetry={() => void history.refetch()}
          requestId={history.error instanceof ApiError ? history.error.requestId : null}
        />
      </Card>
    );
  }
  const entries = history.data.pages.flatMap((page) => page.items);
  if (entries.length === 0) return <Card>{t.noChanges}</Card>;
  return (
    <Changes
      entries={entries}
      nameOf={nameOf}
      hasOlder={history.hasNextPage}
      isLoadingOlder={history.isFetchingNextPage}
      onOlder={() => void history.fetchNextPage()}
    />
  );
}

function Checked() {
  const t = useMessages(myAccess);
  const access = useSession((state) => state.access);
  const heardAt = useSession((state) => state.heardAt);
  if (access === null || heardAt === null) return null;
  return (
    <Footnote>
      <span className="num">{t.checked(access.subscription_version, formatTimeExact(heardAt))}</span>
    </Footnote>
  );
}

/** What is open to me, until when, and how it came about. */
export function MyAccess() {
  const t = useMessages(myAccess);
  const { access, held } = useSubscriptions();
  const { nameOf, freeModels } = useModels();
  const history = useInfiniteQuery(ownHistoryQuery);
  const newest = history.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <DetailPage parent="/me">
      <PageHeader title={t.title} subtitle={access === null ? "\u00a0" : t.open(held.size)} aside={<LiveState />} />
      {access === null ? (
        <Loading>
          <SkeletonRows count={3} />
        </Loading>
      ) : (
        <RightsList
          held={held}
          closed={recentlyClosed(newest, held, sessionStore.now())}
          freeModels={freeModels}
          nameOf={nameOf}
        />
      )}
      <Section title={t.changes}>
        <History nameOf={nameOf} />
      </Section>
      <Checked />
    </DetailPage>
  );
}
