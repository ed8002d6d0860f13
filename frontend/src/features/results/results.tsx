import { useQuery } from "@tanstack/react-query";
import { Breakdown } from "@/features/results/breakdown";
import { results } from "@/features/results/messages";
import { OwnRate } from "@/features/results/own-rate";
import { Shares } from "@/features/results/shares";
import { Streaks } from "@/features/results/streaks";
import { ownRate } from "@/features/results/wilson";
import { modelsQuery, ownStatsQuery } from "@/shared/api/queries";
import type { OwnStats } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { RootPage } from "@/shared/page/root-page";
import { ApiError } from "@/shared/session/errors";
import { ButtonLink } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { ResultsIcon } from "@/shared/ui/icons";
import { Section } from "@/shared/ui/section";
import { Loading, SkeletonCard, SkeletonRows } from "@/shared/ui/skeleton";

function NoAnswers() {
  const t = useMessages(results);
  return (
    <EmptyState
      icon={ResultsIcon}
      title={t.empty}
      why={t.emptyWhy}
      action={
        <ButtonLink kind="primary" isWide href="/">
          {t.toSignals}
        </ButtonLink>
      }
    />
  );
}

function Answers({ stats }: { stats: OwnStats }) {
  const t = useMessages(results);
  const { data: models = [] } = useQuery(modelsQuery);
  const names = new Map(models.map(({ id, name }) => [id, name]));
  const rate = ownRate(stats.taken);
  return (
    <>
      {rate !== null && <OwnRate rate={rate} published={stats.published.hit_rate} />}
      <Shares taken={stats.taken} published={stats.published} />
      <Streaks streaks={stats.streaks} />
      <Breakdown stats={stats} nameOf={(id) => names.get(id) ?? id} />
      <Section title={t.how}>
        <Card>{t.howText}</Card>
      </Section>
    </>
  );
}

function Stats() {
  const t = useMessages(results);
  const stats = useQuery({ ...ownStatsQuery, refetchOnMount: "always" });
  if (stats.data !== undefined) {
    const { won, lost, skipped } = stats.data.taken;
    return won + lost + skipped === 0 ? <NoAnswers /> : <Answers stats={stats.data} />;
  }
  if (stats.isError) {
    return (
      <ErrorState
        title={t.failed}
        why={t.failedWhy}
        isRetrying={stats.isFetching}
        onRetry={() => void stats.refetch()}
        requestId={stats.error instanceof ApiError ? stats.error.requestId : null}
      />
    );
  }
  return (
    <Loading>
      <SkeletonCard height={232} />
      <SkeletonCard height={170} />
      <SkeletonRows count={3} />
    </Loading>
  );
}

/** What a person made of the signals that they took, beside what was published. */
export function Results() {
  const t = useMessages(results);
  return (
    <RootPage title={t.title} subtitle={t.subtitle}>
      <Stats />
    </RootPage>
  );
}
