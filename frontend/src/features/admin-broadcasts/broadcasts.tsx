import { useInfiniteQuery } from "@tanstack/react-query";
import { useLocation } from "wouter";
import { BroadcastCards } from "@/features/admin-broadcasts/broadcast-cards";
import { BroadcastTable } from "@/features/admin-broadcasts/broadcast-table";
import { BotOffBanner } from "@/features/admin-broadcasts/bot-off";
import { broadcastsQuery } from "@/features/admin-broadcasts/calls";
import css from "@/features/admin-broadcasts/broadcasts.module.css";
import { broadcastHref } from "@/features/admin-broadcasts/href";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import { AdminPage } from "@/shared/admin/admin-page";
import { useIsWide } from "@/shared/admin/ui/use-media";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { Button, ButtonLink } from "@/shared/ui/button";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { MegaphoneIcon, PlusIcon } from "@/shared/ui/icons";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

/** Every message to many people: drafts, what is being sent, and what became of the others. */
export function Broadcasts() {
  const t = useMessages(broadcasts);
  const isWide = useIsWide();
  const [, navigate] = useLocation();
  const query = useInfiniteQuery(broadcastsQuery);
  const { data, error, hasNextPage, isFetchingNextPage } = query;
  const found = data?.pages.flatMap((page) => page.items) ?? [];
  const open = (id: string) => navigate(broadcastHref(id));
  const fresh = (
    <ButtonLink kind="primary" icon={PlusIcon} href={broadcastHref("new")}>
      {t.newOne}
    </ButtonLink>
  );
  return (
    <AdminPage title={t.title} tools={fresh}>
      <BotOffBanner />
      {data === undefined && error === null && (
        <Loading>
          <SkeletonRows count={4} />
        </Loading>
      )}
      {data === undefined && error !== null && (
        <ErrorState
          title={t.couldNot}
          why={t.couldNotWhy}
          onRetry={() => void query.refetch()}
          isRetrying={query.isFetching}
          requestId={error instanceof ApiError ? error.requestId : null}
        />
      )}
      {data !== undefined && found.length === 0 && <EmptyState icon={MegaphoneIcon} title={t.none} why={t.noneWhy} />}
      {found.length > 0 && (isWide ? <BroadcastTable found={found} onOpen={open} /> : <BroadcastCards found={found} />)}
      {hasNextPage && (
        <div className={css.more}>
          <Button isBusy={isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t.more}
          </Button>
        </div>
      )}
    </AdminPage>
  );
}
