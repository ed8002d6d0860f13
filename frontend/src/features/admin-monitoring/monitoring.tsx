import { useQuery } from "@tanstack/react-query";
import { BotCard } from "@/features/admin-monitoring/bot-card";
import { Delivery } from "@/features/admin-monitoring/delivery";
import { FigureCard } from "@/features/admin-monitoring/figure-card";
import { Gate } from "@/features/admin-monitoring/gate";
import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import { Processes } from "@/features/admin-monitoring/processes";
import { SignalsToday } from "@/features/admin-monitoring/signals-today";
import { VerificationSummary } from "@/features/admin-monitoring/verification-summary";
import { Worst } from "@/features/admin-monitoring/worst";
import { AdminPage } from "@/shared/admin/admin-page";
import { monitoringQuery } from "@/shared/admin/queries";
import type { Monitoring as State } from "@/shared/api/types";
import { formatDayTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { ErrorState } from "@/shared/ui/empty-state";
import { Loading, SkeletonCard } from "@/shared/ui/skeleton";

/** How the service does, all of its processes together. */
export function Monitoring() {
  const t = useMessages(monitoring);
  const { data, error, refetch, isFetching } = useQuery(monitoringQuery);
  const subtitle = data === undefined ? undefined : whose(data, t);
  return (
    <AdminPage title={t.title} subtitle={subtitle}>
      {data !== undefined && (
        <>
          <Worst state={data} />
          <div className={css.figures}>
            {data.figures.map((figure) => (
              <FigureCard key={figure.name} figure={figure} />
            ))}
          </div>
          <div className={css.details}>
            <Delivery state={data} />
            <BotCard bot={data.bot} />
            <Gate gate={data.gate} />
            <SignalsToday models={data.signals_by_model} />
            <Processes processes={data.processes} />
          </div>
          <VerificationSummary state={data} />
        </>
      )}
      {data === undefined && error !== null && (
        <ErrorState
          title={t.couldNot}
          why={t.couldNotWhy}
          onRetry={() => void refetch()}
          isRetrying={isFetching}
          requestId={error instanceof ApiError ? error.requestId : null}
        />
      )}
      {data === undefined && error === null && (
        <Loading>
          <div className={css.figures}>
            {[1, 2, 3, 4].map((place) => (
              <SkeletonCard key={place} height={200} />
            ))}
          </div>
        </Loading>
      )}
    </AdminPage>
  );
}

/** Whose figures these are: one process by its number, or how many of them. */
function whose({ process, started_at: since, processes }: State, t: (typeof monitoring)["en"]): string {
  const eldest = processes[0];
  if (processes.length < 2 || eldest === undefined) return t.process(process, formatDayTime(since));
  return t.together(processes.length, formatDayTime(eldest.started_at));
}
