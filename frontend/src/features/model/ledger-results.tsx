import { useQuery } from "@tanstack/react-query";
import { locked } from "@/features/model/messages";
import { type LedgerResult, SHOWN } from "@/features/model/latest-results";
import { PartFailed } from "@/features/model/part-failed";
import { latestResultsQuery } from "@/features/model/queries";
import css from "@/features/model/request.module.css";
import { serialNumber } from "@/shared/format/ids";
import { formatDate, formatDayTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { ClosedRow } from "@/shared/signal/closed-row";
import { Card } from "@/shared/ui/card";
import { EmptyState } from "@/shared/ui/empty-state";
import { LinkIcon, PlayIcon } from "@/shared/ui/icons";
import { List } from "@/shared/ui/list";
import { Section } from "@/shared/ui/section";
import { Loading, SkeletonRows } from "@/shared/ui/skeleton";

function Detail({ result }: { result: LedgerResult }) {
  const t = useMessages(locked);
  const { seq, isReplay, resolvedAt } = result;
  return (
    <span className={css.detailRow}>
      {isReplay && (
        <>
          <PlayIcon size={12} />
          <span className="visually-hidden">{t.replay}</span>
        </>
      )}
      <span className="num">{`${serialNumber(seq)} · ${isReplay ? formatDate(resolvedAt) : formatDayTime(resolvedAt)}`}</span>
    </span>
  );
}

function Body({ modelId }: { modelId: string }) {
  const t = useMessages(locked);
  const { data, error, isFetching, refetch } = useQuery(latestResultsQuery(modelId));
  if (data === undefined && error !== null) {
    return <PartFailed title={t.resultsFailed} error={error} isRetrying={isFetching} onRetry={() => void refetch()} />;
  }
  if (data === undefined) {
    return (
      <Loading>
        <SkeletonRows count={SHOWN} />
      </Loading>
    );
  }
  if (data.results.length === 0) {
    return (
      <Card>
        <EmptyState isInCard icon={LinkIcon} title={t.noResults} why={t.noResultsWhy} />
      </Card>
    );
  }
  return (
    <List>
      {data.results.map((result) => (
        <ClosedRow key={result.seq} signal={result.drawn} detail={<Detail result={result} />} />
      ))}
    </List>
  );
}

/** The newest results as the public ledger has them: losses as large as wins. */
export function LedgerResults({ modelId }: { modelId: string }) {
  const t = useMessages(locked);
  return (
    <Section title={t.latest} footnote={t.latestNote}>
      <Body modelId={modelId} />
    </Section>
  );
}
