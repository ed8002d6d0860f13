import type { ReactNode } from "react";
import type { Accuracy } from "@/shared/api/types";
import { interval, rate, rateNumber, sampleSize } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Interval } from "@/shared/ui/interval";
import { sharedAxis, type Axis } from "@/shared/ui/interval-geometry";
import { words } from "@/shared/ui/messages";
import css from "@/shared/ui/rate-figure.module.css";
import { useVerdictWords, VerdictGlyph, verdictOf } from "@/shared/ui/verdict";

export type MeasuredRate = Pick<Accuracy, "hit_rate" | "ci_low" | "ci_high" | "baseline" | "n" | "verdict"> & {
  cs_low?: number | null | undefined;
};

export interface RateFigureProps {
  /** "Hit rate, live": what is measured, on which signals. */
  label: string;
  accuracy: MeasuredRate;
  /** What the verdict rests on, said after its words. */
  sentence?: ReactNode;
  axis?: Axis | undefined;
}

/** "50.9" large and its sign small: "50.9%", "50,9 %", read as one text. */
function BigRate({ share }: { share: number }) {
  const whole = rate(share);
  const number = rateNumber(share);
  return (
    <strong className={css.rate}>
      {number}
      <span className={css.sign}>{whole.slice(number.length)}</span>
    </strong>
  );
}

/** The head of a model's page: rate, interval, n, the drawing, the verdict and its sentence. */
export function RateFigure({ label, accuracy, sentence, axis = sharedAxis([accuracy]) }: RateFigureProps) {
  const t = useMessages(words);
  const verdict = verdictOf(accuracy.verdict);
  const said = useVerdictWords(verdict);
  const { hit_rate, ci_low, ci_high, cs_low, baseline, n } = accuracy;
  return (
    <div>
      <div className={css.label}>{label}</div>
      <div className={css.top}>
        <BigRate share={hit_rate} />
        <div className={css.facts}>
          <div>{t.interval95}</div>
          <div className={css.range}>{interval(ci_low, ci_high)}</div>
          <div>{sampleSize(n)}</div>
        </div>
      </div>
      <Interval
        hitRate={hit_rate}
        ciLow={ci_low}
        ciHigh={ci_high}
        csLow={cs_low}
        baseline={baseline}
        verdict={verdict}
        axis={axis}
        size="large"
        isLabelled
      />
      <div className={css.verdict}>
        <VerdictGlyph verdict={verdict} size={20} />
        <p>
          <strong className={css.said}>{said}.</strong> {sentence}
        </p>
      </div>
    </div>
  );
}
