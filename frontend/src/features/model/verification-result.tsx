import { Breaks } from "@/features/model/breaks";
import type { KeptHead } from "@/features/model/kept-heads";
import css from "@/features/model/ledger-card.module.css";
import { proof } from "@/features/model/proof-messages";
import type { Verification } from "@/features/model/use-verification";
import { formatDay, formatTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { InfoIcon, ShieldCheckIcon, WarnIcon } from "@/shared/ui/icons";
import { Meter } from "@/shared/ui/meter";

function Running({ progress }: { progress: { done: number; all: number } | null }) {
  const t = useMessages(proof);
  const text = progress === null ? t.starting : t.progress(Math.min(progress.done + 1, progress.all), progress.all);
  return (
    <>
      <p>{text}</p>
      <Meter share={progress === null ? 0 : progress.done / Math.max(1, progress.all)} label={null} />
    </>
  );
}

function Right({ verification }: { verification: Extract<Verification, { state: "done" }> }) {
  const t = useMessages(proof);
  const { report, at, since } = verification;
  return (
    <>
      <p>{since === null ? t.noneToMatch : t.allMatch(report.heads, formatDay(since))}</p>
      <p className={css.more}>{t.recomputed(report.signals, report.outcomes, formatTime(at))}</p>
      {report.sealed > 0 && <p className={css.more}>{t.sealed(report.sealed)}</p>}
    </>
  );
}

function Words({ verification, kept }: { verification: Verification; kept: readonly KeptHead[] }) {
  const t = useMessages(proof);
  switch (verification.state) {
    case "idle": {
      const [first] = kept;
      return <p>{first === undefined ? t.keptNone : t.kept(kept.length, formatDay(first.at))}</p>;
    }
    case "cannot":
      return <p>{t.cannot}</p>;
    case "failed":
      return <p>{t.failed}</p>;
    case "running":
      return <Running progress={verification.progress} />;
    case "done":
      if (verification.report.breaks.length === 0) return <Right verification={verification} />;
      return (
        <>
          <p className={css.brokenTitle}>{t.broken(verification.report.breaks.length)}</p>
          <Breaks breaks={verification.report.breaks} />
        </>
      );
  }
}

export interface VerificationResultProps {
  verification: Verification;
  kept: readonly KeptHead[];
}

/** What was checked and what came of it, in words; told to screen readers once it is done. */
export function VerificationResult({ verification, kept }: VerificationResultProps) {
  const { state } = verification;
  const isBroken = state === "done" && verification.report.breaks.length > 0;
  const isProven = state === "done" && !isBroken;
  const Glyph = isBroken ? WarnIcon : state === "failed" || state === "cannot" ? InfoIcon : ShieldCheckIcon;
  return (
    <>
      <Glyph size={18} className={isBroken ? css.broken : isProven ? css.proven : css.glyph} />
      <div className={css.words} aria-live={state === "running" ? "off" : "polite"} role={isBroken ? "alert" : undefined}>
        <Words verification={verification} kept={kept} />
      </div>
    </>
  );
}
