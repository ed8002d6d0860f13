import { Figures } from "@/features/admin-bulk/figures";
import css from "@/features/admin-bulk/bulk.module.css";
import { OutcomeCard } from "@/features/admin-bulk/outcome-card";
import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import { undoneOf } from "@/features/admin-bulk/undone";
import type { Done, Prediction, Undone } from "@/features/admin-bulk/use-bulk";
import { formatTimeExact } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { CheckIcon, HistoryIcon, WarnIcon } from "@/shared/ui/icons";
import { Card } from "@/shared/ui/card";

export interface RunningProps {
  prediction: Prediction;
  modelNames: ReadonlyMap<string, string>;
}

/** While the one transaction runs nobody knows how far it is, and nothing here pretends to. */
export function Running({ prediction: { outcome, at }, modelNames }: RunningProps) {
  const t = useMessages(texts);
  const people = outcome.people ?? [];
  return (
    <div className={css.results}>
      <Card as="section">
        <div role="status">
          <strong>{t.running(outcome.changed)}</strong>
          <p className="quiet">{t.runningWhy}</p>
        </div>
        <div className={css.progress} role="progressbar" aria-label={t.running(outcome.changed)}>
          <span />
        </div>
      </Card>
      <Figures outcome={outcome} people={people} kind="predicted" />
      <OutcomeCard people={people} kind="predicted" at={at} modelNames={modelNames} />
    </div>
  );
}

export interface AppliedProps {
  done: Done;
  undone: Undone | null;
  modelNames: ReadonlyMap<string, string>;
}

/** What has happened to whom, in the layout of the prediction; then what was taken back. */
export function Applied({ done, undone, modelNames }: AppliedProps) {
  const t = useMessages(texts);
  const people = done.outcome.people ?? [];
  if (undone === null) {
    return (
      <div className={css.results}>
        <Banner tone="won" icon={CheckIcon}>
          <span role="status">
            <strong>{t.doneTitle(done.outcome.changed)}</strong> {t.doneNote(formatTimeExact(done.at))}
          </span>
        </Banner>
        <Figures outcome={done.outcome} people={people} kind="done" />
        <OutcomeCard people={people} kind="done" at={done.at} modelNames={modelNames} />
      </div>
    );
  }
  const back = undoneOf(people, undone.result, undone.at);
  return (
    <div className={css.results}>
      <UndoneBanner undone={undone} />
      <Figures outcome={undone.result} people={back} kind="undone" />
      <OutcomeCard key="undone" people={back} kind="undone" at={undone.at} modelNames={modelNames} />
    </div>
  );
}

function UndoneBanner({ undone: { result, at } }: { undone: Undone }) {
  const t = useMessages(texts);
  const conflicts = result.failed.length;
  return (
    <Banner tone={conflicts === 0 ? "neutral" : "warn"} icon={conflicts === 0 ? HistoryIcon : WarnIcon}>
      <span role="status">
        <strong>{t.undoneTitle(result.changed)}.</strong> {t.undoneNote(formatTimeExact(at))}
        {conflicts > 0 && ` ${t.undoneConflicts(conflicts)}`}
      </span>
    </Banner>
  );
}
