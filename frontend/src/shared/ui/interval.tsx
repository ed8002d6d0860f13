import type { CSSProperties } from "react";
import { interval, rate, rateNumber } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import { axisPlace, axisTicks, intervalGeometry, type Axis, type Measured } from "@/shared/ui/interval-geometry";
import css from "@/shared/ui/interval.module.css";
import { words } from "@/shared/ui/messages";
import type { VerdictName } from "@/shared/ui/verdict";

export interface IntervalProps {
  hitRate: number;
  ciLow: number;
  ciHigh: number;
  csLow?: number | null | undefined;
  baseline: number;
  /** Without one it is drawn in ink: no claim is made. */
  verdict?: VerdictName | undefined;
  axis: Axis;
  /** Chance and a few per cents written underneath. */
  isLabelled?: boolean | undefined;
  size?: "row" | "large" | undefined;
  /** Null where the numbers stand beside it in words; by default they are read out. */
  label?: string | null | undefined;
}

const tones: Readonly<Record<VerdictName, string>> = {
  better_than_chance: "won",
  worse_than_chance: "lost",
  not_enough_data: "grey",
  not_distinguishable: "ink",
};

function span(from: number, to: number): CSSProperties {
  return { left: `${from}%`, width: `${to - from}%` };
}

function useName(measured: Measured): string {
  const t = useMessages(words);
  const { hit_rate, ci_low, ci_high, cs_low, baseline } = measured;
  const said = [t.intervalName(rate(hit_rate), interval(ci_low, ci_high))];
  if (cs_low != null) said.push(t.cautiousName(rateNumber(cs_low)));
  return [...said, t.chanceName(rate(baseline))].join(", ");
}

function AxisLabels({ axis, baseline }: { axis: Axis; baseline: number }) {
  const t = useMessages(words);
  const chance = axisPlace(axis, baseline);
  const room = ([low, high]: Axis) => (tick: number) => Math.abs(tick - baseline) / (high - low) > 0.2;
  return (
    <span className={css.labels} aria-hidden="true">
      <span className={css.chanceLabel} style={{ "--at": `${chance}%` } as CSSProperties}>
        {rateNumber(baseline)} {t.chance}
      </span>
      {axisTicks(axis)
        .filter(room(axis))
        .map((tick) => (
          <span key={tick} className={css.tickLabel} style={{ "--at": `${axisPlace(axis, tick)}%` } as CSSProperties}>
            {Math.round(tick * 100)}
          </span>
        ))}
    </span>
  );
}

/** A rate that is never a bare number: dot, 95 % interval, cautious bound as a thin tail, chance as a dashed line. */
export function Interval(props: IntervalProps) {
  const { verdict = "not_distinguishable", axis, isLabelled = false, size = "row", label } = props;
  const { hitRate: hit_rate, ciLow: ci_low, ciHigh: ci_high, csLow: cs_low, baseline } = props;
  const measured = { hit_rate, ci_low, ci_high, cs_low, baseline };
  const name = useName(measured);
  const at = intervalGeometry(measured, axis);
  const said = label === null ? { "aria-hidden": true } : { role: "img", "aria-label": label ?? name };
  return (
    <span className={cx(css.interval, css[size], css[tones[verdict]])} {...said}>
      <span className={css.drawing}>
        <span className={css.line} />
        <span className={css.chance} style={{ left: `${at.chance}%` }} data-part="chance" />
        {at.tail !== null && <span className={css.tail} style={span(at.tail, at.low)} data-part="tail" />}
        <span className={css.whisker} style={span(at.low, at.high)} data-part="whisker" />
        <span className={css.dot} style={{ left: `${at.rate}%` }} data-part="rate" />
      </span>
      {isLabelled && <AxisLabels axis={axis} baseline={baseline} />}
    </span>
  );
}

/** The per cents of an axis once, under the last row of a list. */
export function IntervalAxis({ axis }: { axis: Axis }) {
  return (
    <span className={cx(css.interval, css.axis)} aria-hidden="true">
      <span className={css.labels}>
        {axisTicks(axis).map((tick) => (
          <span key={tick} className={css.tickLabel} style={{ "--at": `${axisPlace(axis, tick)}%` } as CSSProperties}>
            {Math.round(tick * 100)}
          </span>
        ))}
      </span>
    </span>
  );
}
