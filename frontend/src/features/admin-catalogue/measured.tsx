import css from "@/features/admin-catalogue/list.module.css";
import { catalogue } from "@/features/admin-catalogue/messages";
import type { Accuracy } from "@/shared/api/types";
import { interval, rate, sampleSize } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Interval } from "@/shared/ui/interval";
import type { Axis } from "@/shared/ui/interval-geometry";
import { Verdict, verdictOf } from "@/shared/ui/verdict";

export interface MeasuredProps {
  accuracy: Accuracy | null;
  axis: Axis;
}

/** A measured rate is never without its interval, n and verdict. */
export function Measured({ accuracy, axis }: MeasuredProps) {
  const t = useMessages(catalogue);
  if (accuracy === null) return <span className={css.caption}>{t.notMeasured}</span>;
  const { hit_rate, ci_low, ci_high, cs_low, baseline, n, source } = accuracy;
  const verdict = verdictOf(accuracy.verdict);
  return (
    <>
      <div className={css.top}>
        <span>
          <strong className={css.rate}>{rate(hit_rate)}</strong> <span className={css.caption}>{source === "backtest" ? t.backtest : t.live}</span>
        </span>
        <Verdict verdict={verdict} className={css.verdict} />
      </div>
      <Interval hitRate={hit_rate} ciLow={ci_low} ciHigh={ci_high} csLow={cs_low} baseline={baseline} verdict={verdict} axis={axis} label={null} />
      <div className={css.facts}>
        <span>{t.measured(interval(ci_low, ci_high), sampleSize(n))}</span>
        <span>{t.chance(rate(baseline))}</span>
      </div>
    </>
  );
}
