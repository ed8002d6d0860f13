import { useQuery } from "@tanstack/react-query";
import { groupModels, pendingModels, type Source, sourceOf } from "@/features/models/grouping";
import { models as texts } from "@/features/models/messages";
import { LockedRow, OpenRow } from "@/features/models/model-rows";
import { ModelsSkeleton } from "@/features/models/models-skeleton";
import { modelsQuery, requestsQuery } from "@/shared/api/queries";
import type { ModelRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { RootPage } from "@/shared/page/root-page";
import { ApiError } from "@/shared/session/errors";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { ModelsIcon } from "@/shared/ui/icons";
import { sharedAxis } from "@/shared/ui/interval-geometry";
import { List } from "@/shared/ui/list";
import { Footnote, Section } from "@/shared/ui/section";

/** Training takes minutes, and nobody tells when it is done. */
const UNTIL_MEASURED = 15_000;

/** Every model; asked for again while one of them has no figures. */
function useModels() {
  return useQuery({
    ...modelsQuery,
    refetchInterval: ({ state }) => (state.data?.some(({ accuracy }) => accuracy === null) === true ? UNTIL_MEASURED : false),
  });
}

const NOTES = { live: "liveNote", backtest: "backtestNote", mixed: "mixedNote" } as const;

function Note({ source }: { source: Source }) {
  const t = useMessages(texts);
  if (source === "none") return null;
  return (
    <Footnote>
      {t[NOTES[source]]} {t.tailNote}
    </Footnote>
  );
}

function Groups({ models }: { models: readonly ModelRead[] }) {
  const t = useMessages(texts);
  const { held } = useSubscriptions();
  const { data: requests } = useQuery(requestsQuery);
  const { open, locked } = groupModels(models, held);
  const pending = pendingModels(requests?.items ?? []);
  const source = sourceOf(models);
  const axis = sharedAxis(models.flatMap(({ accuracy }) => accuracy ?? []));
  const drawing = { axis, isMixed: source === "mixed" };
  return (
    <>
      {open.length > 0 && (
        <Section title={t.open}>
          <List>
            {open.map(({ model, right }) => (
              <OpenRow key={model.id} model={model} right={right} isRequested={pending.has(model.id)} {...drawing} />
            ))}
          </List>
        </Section>
      )}
      {locked.length > 0 && (
        <Section title={t.locked}>
          <List>
            {locked.map((model) => (
              <LockedRow key={model.id} model={model} isRequested={pending.has(model.id)} {...drawing} />
            ))}
          </List>
        </Section>
      )}
      <Note source={source} />
    </>
  );
}

function Body() {
  const t = useMessages(texts);
  const { data, error, isFetching, refetch } = useModels();
  const { access } = useSubscriptions();
  if (data === undefined && error !== null) {
    return (
      <ErrorState
        title={t.failed}
        why={t.failedWhy}
        onRetry={() => void refetch()}
        isRetrying={isFetching}
        requestId={error instanceof ApiError ? error.requestId : null}
      />
    );
  }
  if (data === undefined || access === null) return <ModelsSkeleton />;
  if (data.length === 0) return <EmptyState icon={ModelsIcon} title={t.empty} why={t.emptyWhy} />;
  return <Groups models={data} />;
}

/** All models: what is open, then what is locked, each with all that it measured. */
export function Models() {
  const t = useMessages(texts);
  const { data = [] } = useModels();
  const { access, held } = useSubscriptions();
  const isKnown = data.length > 0 && access !== null;
  // A space keeps the line's height until the count is known.
  const subtitle = isKnown ? t.openOf(groupModels(data, held).open.length, data.length) : "\u00a0";
  return (
    <RootPage title={t.title} subtitle={subtitle}>
      <Body />
    </RootPage>
  );
}
