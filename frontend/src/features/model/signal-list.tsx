import { useInfiniteQuery } from "@tanstack/react-query";
import { model as texts } from "@/features/model/messages";
import css from "@/features/model/model.module.css";
import { SignalsMore } from "@/features/model/signals-more";
import { modelSignalsQuery } from "@/shared/api/queries";
import type { SignalRead } from "@/shared/api/types";
import { serialNumber } from "@/shared/format/ids";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { ClosedRow } from "@/shared/signal/closed-row";
import { madeDayTime } from "@/shared/signal/moments";
import { SignalCard, signalPath } from "@/shared/signal/signal-card";
import { useAsOf } from "@/shared/signal/use-as-of";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { SignalsIcon } from "@/shared/ui/icons";
import { List } from "@/shared/ui/list";
import { Section } from "@/shared/ui/section";
import { Loading, SkeletonRows, SkeletonSignal } from "@/shared/ui/skeleton";

interface OpenProps {
  signals: readonly SignalRead[];
  modelName: string;
}

function Open({ signals, modelName }: OpenProps) {
  const t = useMessages(texts);
  const asOf = useAsOf();
  if (signals.length === 0) return <p className={css.none}>{t.noOpen}</p>;
  return (
    <div className={css.cards}>
      {signals.map((signal) => (
        <SignalCard key={signal.id} signal={signal} modelName={modelName} asOf={asOf} />
      ))}
    </div>
  );
}

function Closed({ signals }: { signals: readonly SignalRead[] }) {
  return (
    <List>
      {signals.map((signal) => (
        <ClosedRow
          key={signal.id}
          signal={signal}
          detail={`${serialNumber(signal.seq)} · ${madeDayTime(signal)}`}
          href={signalPath(signal)}
        />
      ))}
    </List>
  );
}

export interface SignalListProps {
  modelId: string;
  modelName: string;
}

function useSignals(modelId: string, filter: { status?: "open" }) {
  const query = useInfiniteQuery(modelSignalsQuery(modelId, filter));
  return { query, items: query.data?.pages.flatMap(({ items }) => items) };
}

/** The signals of a model that is open to the person: plans first, then what came of the others, newest first. */
export function SignalList({ modelId, modelName }: SignalListProps) {
  const t = useMessages(texts);
  const open = useSignals(modelId, { status: "open" });
  const every = useSignals(modelId, {});
  const error = open.query.error ?? every.query.error;
  if (open.items === undefined || every.items === undefined) {
    if (error === null) {
      return (
        <Loading>
          <SkeletonSignal />
          <SkeletonRows count={6} />
        </Loading>
      );
    }
    const retry = () => void Promise.all([open.query.refetch(), every.query.refetch()]);
    const requestId = error instanceof ApiError ? error.requestId : null;
    const isRetrying = open.query.isFetching || every.query.isFetching;
    return <ErrorState title={t.signalsFailed} why={t.failedWhy} onRetry={retry} isRetrying={isRetrying} requestId={requestId} />;
  }
  if (every.items.length === 0) return <EmptyState icon={SignalsIcon} title={t.noSignals} why={t.noSignalsWhy} />;
  const closed = every.items.filter(({ status }) => status !== "open");
  return (
    <>
      <Section title={t.openSignals}>
        <Open signals={open.items.filter(({ status }) => status === "open")} modelName={modelName} />
        <SignalsMore query={open.query} label={t.loadMoreOpen} />
      </Section>
      {(closed.length > 0 || every.query.hasNextPage) && (
        <Section title={t.closedSignals}>
          {closed.length > 0 && <Closed signals={closed} />}
          <SignalsMore query={every.query} label={t.loadMore} isByItself />
        </Section>
      )}
    </>
  );
}
