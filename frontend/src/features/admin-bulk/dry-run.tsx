import { Failure, isRefused } from "@/features/admin-bulk/failure";
import { Figures, FiguresSkeleton } from "@/features/admin-bulk/figures";
import { OutcomeCard, OutcomeCardSkeleton } from "@/features/admin-bulk/outcome-card";
import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import { effectsOn } from "@/features/admin-bulk/people";
import css from "@/features/admin-bulk/bulk.module.css";
import type { Bulk, Prediction } from "@/features/admin-bulk/use-bulk";
import { isOutdated } from "@/features/admin-bulk/use-bulk";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { Button } from "@/shared/ui/button";
import { InfoIcon, RefreshIcon, WarnIcon } from "@/shared/ui/icons";

export interface DryRunProps {
  calls: Pick<Bulk, "dry" | "run">;
  modelNames: ReadonlyMap<string, string>;
}

/** What would happen to whom; nothing has. */
export function DryRun({ calls: { dry, run }, modelNames }: DryRunProps) {
  const t = useMessages(texts);
  const hasStopped = run.isError && !isOutdated(run.error);
  return (
    <div className={css.results}>
      {hasStopped && (
        <Banner tone="lost" icon={WarnIcon}>
          <Failure title={isRefused(run.error) ? t.runFailed : t.runLost} error={run.error} />
        </Banner>
      )}
      {dry.isError && (
        <Banner tone="lost" icon={WarnIcon} action={<Retry onClick={() => dry.mutate(dry.variables)} />}>
          <Failure title={t.dryFailed} error={dry.error} />
        </Banner>
      )}
      {dry.isSuccess && <Predicted prediction={dry.data} modelNames={modelNames} />}
      {dry.isPending && (
        <>
          <span role="status" className="visually-hidden">
            {t.dryRunning}
          </span>
          <FiguresSkeleton />
          <OutcomeCardSkeleton />
        </>
      )}
    </div>
  );
}

function Retry({ onClick }: { onClick: () => void }) {
  const t = useMessages(texts);
  return (
    <Button size="small" icon={RefreshIcon} onClick={onClick}>
      {t.tryAgain}
    </Button>
  );
}

function Predicted({ prediction, modelNames }: { prediction: Prediction } & Pick<DryRunProps, "modelNames">) {
  const { outcome, instead, at } = prediction;
  const people = outcome.people ?? [];
  return (
    <>
      {instead !== null && <Outdated now={outcome.changed} before={instead.changed} />}
      <Warnings prediction={prediction} />
      <Figures outcome={outcome} people={people} kind="predicted" />
      <OutcomeCard key={at} people={people} kind="predicted" at={at} modelNames={modelNames} />
    </>
  );
}

function Outdated({ now, before }: { now: number; before: number }) {
  const t = useMessages(texts);
  return (
    <Banner tone="warn" icon={WarnIcon}>
      <span role="alert">
        <strong>{t.outdated}</strong> {now === before ? t.outdatedSame : t.outdatedFigures(count(before), count(now))}
      </span>
    </Banner>
  );
}

/** Effects that the figures do not show: models granted anew by an order for many, ends that move nearer. */
function Warnings({ prediction: { outcome, order } }: { prediction: Prediction }) {
  const t = useMessages(texts);
  const { granted, shortened } = effectsOn(outcome.people ?? []);
  const isMixed = granted > 0 && granted < outcome.changed && !order.extend_only;
  return (
    <>
      {isMixed && (
        <Banner tone="neutral" icon={InfoIcon}>
          {t.warnGranted(granted)}
        </Banner>
      )}
      {shortened > 0 && (
        <Banner tone="warn" icon={WarnIcon}>
          {t.warnShortened(shortened)}
        </Banner>
      )}
    </>
  );
}
