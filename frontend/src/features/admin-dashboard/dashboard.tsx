import { useQuery } from "@tanstack/react-query";
import { ByModel } from "@/features/admin-dashboard/by-model";
import { Counts } from "@/features/admin-dashboard/counts";
import css from "@/features/admin-dashboard/dashboard.module.css";
import { EndsNext } from "@/features/admin-dashboard/ends-next";
import { FigureStrip } from "@/features/admin-dashboard/figure-strip";
import { LatestChanges } from "@/features/admin-dashboard/latest-changes";
import { dashboard } from "@/features/admin-dashboard/messages";
import { Waiting } from "@/features/admin-dashboard/waiting";
import { AdminPage } from "@/shared/admin/admin-page";
import { FindButton } from "@/shared/admin/find-button";
import { statsQuery } from "@/shared/admin/queries";
import { formatDayTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { useNow } from "@/shared/ui/clock";
import { ErrorState } from "@/shared/ui/empty-state";
import { Loading, SkeletonCard } from "@/shared/ui/skeleton";

/** What an operator wants to know first. Every count leads to its list. */
export function Dashboard() {
  const t = useMessages(dashboard);
  const now = useNow("minute");
  const { data: stats, error, refetch, isFetching } = useQuery(statsQuery);
  return (
    <AdminPage title={t.title} subtitle={formatDayTime(now)} tools={<FindButton label={t.find} />}>
      {stats !== undefined && (
        <div className={css.stack}>
          <Counts stats={stats} />
          <FigureStrip />
          <div className={css.wide}>
            <ByModel stats={stats} />
            <Waiting />
          </div>
          <div className={css.halves}>
            <EndsNext days={stats.ending_by_day} />
            <LatestChanges />
          </div>
        </div>
      )}
      {stats === undefined && error !== null && (
        <ErrorState
          title={t.couldNot}
          why={t.couldNotWhy}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
          requestId={error instanceof ApiError ? error.requestId : null}
        />
      )}
      {stats === undefined && error === null && (
        <Loading>
          <div className={css.stack}>
            <SkeletonCard height={96} />
            <SkeletonCard height={72} />
            <SkeletonCard height={300} />
          </div>
        </Loading>
      )}
    </AdminPage>
  );
}
