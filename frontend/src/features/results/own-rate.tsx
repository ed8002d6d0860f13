import type { CSSProperties } from "react";
import { measured } from "@/features/results/lines";
import { results } from "@/features/results/messages";
import css from "@/features/results/results.module.css";
import { comparison, type OwnRate as Rate } from "@/features/results/wilson";
import { interval, rate as written, rateNumber, sampleSize } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Card } from "@/shared/ui/card";
import { ApproxIcon, BetterIcon, DotsIcon, type Icon, WorseIcon } from "@/shared/ui/icons";
import { Interval } from "@/shared/ui/interval";
import { axisPlace, sharedAxis } from "@/shared/ui/interval-geometry";

const glyphs: Readonly<Record<ReturnType<typeof comparison>, Icon>> = {
  few: DotsIcon,
  alone: DotsIcon,
  same: ApproxIcon,
  above: BetterIcon,
  below: WorseIcon,
};

function useSentence(rate: Rate, published: number | null): { icon: Icon; what: string; why: string } {
  const t = useMessages(results);
  const found = comparison(rate, published);
  const why = {
    few: t.fewWhy(rate.n),
    alone: t.aloneWhy,
    same: t.sameWhy,
    above: t.aboveWhy,
    below: t.belowWhy,
  };
  return { icon: glyphs[found], what: t[found], why: why[found] };
}

function Drawing({ rate, published }: { rate: Rate; published: number | null }) {
  const t = useMessages(results);
  const shown = measured(rate, published);
  const axis = sharedAxis([shown]);
  const [own, range] = [written(rate.hit_rate), interval(rate.ci_low, rate.ci_high)];
  const label = published === null ? t.rateNameAlone(own, range) : t.rateName(own, range, written(published));
  return (
    <div className={css.drawing}>
      <Interval
        hitRate={shown.hit_rate}
        ciLow={shown.ci_low}
        ciHigh={shown.ci_high}
        baseline={shown.baseline}
        verdict={comparison(rate, published) === "few" ? "not_enough_data" : "not_distinguishable"}
        axis={axis}
        size="large"
        label={label}
      />
      {published !== null && (
        <span className={css.caption} style={{ "--at": `${axisPlace(axis, published)}%` } as CSSProperties} aria-hidden="true">
          {t.published(rateNumber(published))}
        </span>
      )}
    </div>
  );
}

/** One's own rate, never alone: its interval, how many answers it is made of, and what was published meanwhile. */
export function OwnRate({ rate, published }: { rate: Rate; published: number | null }) {
  const t = useMessages(results);
  const { icon: Glyph, what, why } = useSentence(rate, published);
  const whole = written(rate.hit_rate);
  const number = rateNumber(rate.hit_rate);
  return (
    <Card>
      <div className={css.label}>{t.yourRate}</div>
      <div className={css.top}>
        <strong className="t-44">
          {number}
          <span className={css.sign}>{whole.slice(number.length)}</span>
        </strong>
        <div className={css.facts}>
          <div>{t.interval95}</div>
          <div className={css.range}>{interval(rate.ci_low, rate.ci_high)}</div>
          <div>{sampleSize(rate.n)}</div>
        </div>
      </div>
      <Drawing rate={rate} published={published} />
      <div className={css.sentence}>
        <Glyph size={20} />
        <p>
          <strong>{what}</strong> {why}
        </p>
      </div>
    </Card>
  );
}
