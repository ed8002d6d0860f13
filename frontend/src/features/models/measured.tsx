import { models } from "@/features/models/messages";
import css from "@/features/models/models.module.css";
import type { ModelRead } from "@/shared/api/types";
import { interval, rate, sampleSize } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { HourglassIcon } from "@/shared/ui/icons";
import { Interval } from "@/shared/ui/interval";
import type { Axis } from "@/shared/ui/interval-geometry";
import { Verdict, verdictOf } from "@/shared/ui/verdict";

export interface MeasuredProps {
  accuracy: ModelRead["accuracy"];
  /** The one that all rows share. */
  axis: Axis;
  /** Rows of both sources stand in this list, so that each has to say. */
  isMixed: boolean;
}

/** Rate, interval, verdict, n and chance of one model. */
export function Measured({ accuracy, axis, isMixed }: MeasuredProps) {
  const t = useMessages(models);
  if (accuracy === null) {
    return (
      <div className={css.none}>
        <p className={css.unmeasured}>
          <HourglassIcon size={16} />
          {t.notMeasured}
        </p>
        <p>{t.notMeasuredWhy}</p>
      </div>
    );
  }
  const { hit_rate, ci_low, ci_high, cs_low, baseline, n } = accuracy;
  const verdict = verdictOf(accuracy.verdict);
  const isBacktest = isMixed && accuracy.source !== "live";
  return (
    <div className={css.measured}>
      <div className={css.rate}>
        <span className={css.number} aria-hidden="true">
          {rate(hit_rate)}
        </span>
        <Interval hitRate={hit_rate} ciLow={ci_low} ciHigh={ci_high} csLow={cs_low} baseline={baseline} verdict={verdict} axis={axis} />
      </div>
      <Verdict verdict={verdict} />
      <div className={css.caption}>
        <span>{t.measured(interval(ci_low, ci_high), sampleSize(n))}</span>
        <span>{t.chance(rate(baseline))}</span>
        {isBacktest && <span>{t.backtest}</span>}
      </div>
    </div>
  );
}
