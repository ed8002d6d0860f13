/** Where a rate stands among others: percent of an axis that a whole list shares. */

/** Lowest and highest share, 0..1. */
export type Axis = readonly [low: number, high: number];

export interface Measured {
  hit_rate: number;
  ci_low: number;
  ci_high: number;
  cs_low?: number | null | undefined;
  baseline: number;
}

export interface IntervalGeometry {
  rate: number;
  low: number;
  high: number;
  /** Left end of the tail; null where there is no cautious bound, or none below the interval. */
  tail: number | null;
  chance: number;
}

const STEP = 0.02;
const ROOM = 0.02;
/** One rate alone still needs a stretch around it to be seen in. */
const LEAST = 0.16;

export function axisPlace([low, high]: Axis, share: number): number {
  const placed = (share - low) / (high - low);
  return Math.round(Math.min(1, Math.max(0, placed)) * 10000) / 100;
}

export function intervalGeometry(measured: Measured, axis: Axis): IntervalGeometry {
  const { cs_low: bound } = measured;
  return {
    rate: axisPlace(axis, measured.hit_rate),
    low: axisPlace(axis, measured.ci_low),
    high: axisPlace(axis, measured.ci_high),
    tail: bound != null && bound < measured.ci_low ? axisPlace(axis, bound) : null,
    chance: axisPlace(axis, measured.baseline),
  };
}

/** An axis that every record of a list fits on, in whole steps of two per cent. */
export function sharedAxis(records: readonly Measured[]): Axis {
  if (records.length === 0) return [0.4, 0.6];
  const lows = records.flatMap((one) => [one.ci_low, one.cs_low ?? one.ci_low, one.baseline]);
  const highs = records.flatMap((one) => [one.ci_high, one.baseline]);
  let low = Math.min(...lows) - ROOM;
  let high = Math.max(...highs) + ROOM;
  const missing = LEAST - (high - low);
  if (missing > 0) [low, high] = [low - missing / 2, high + missing / 2];
  return [Math.max(0, stepped(low, Math.floor)), Math.min(1, stepped(high, Math.ceil))];
}

/** Whole per cents to write under an axis, three to six of them. */
export function axisTicks([low, high]: Axis): number[] {
  const step = [0.02, 0.04, 0.05, 0.1, 0.2, 0.25].find((tried) => (high - low) / tried < 5.5) ?? 0.5;
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => Math.round((first + at) * step * 100) / 100);
}

function stepped(share: number, round: (value: number) => number): number {
  return Math.round(round(Number((share / STEP).toFixed(6))) * STEP * 100) / 100;
}
