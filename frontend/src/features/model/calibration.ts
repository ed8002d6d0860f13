/** What confidences promised against what came true: intervals, and the stretch of both axes. */

import type { Record_ } from "@/shared/api/types";

type Bin = Record_["calibration"][number];

export interface CalibrationDot extends Bin {
  low: number;
  high: number;
}

export type Range = readonly [low: number, high: number];

const Z = 1.959963984540054;

/** 95 % score interval of a rate (Wilson, 1927), as the server computes its own. */
export function wilson(rate: number, n: number): Range {
  if (n === 0) return [0, 1];
  const spread = (Z * Z) / n;
  const centre = (rate + spread / 2) / (1 + spread);
  const half = Math.sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread);
  return [Math.max(0, Math.min(rate, centre - half)), Math.min(1, Math.max(rate, centre + half))];
}

export function dotsOf(bins: readonly Bin[]): CalibrationDot[] {
  return bins.map((bin) => {
    const [low, high] = wilson(bin.hit_rate, bin.n);
    return { ...bin, low, high };
  });
}

/** Values with room around them, on no less than `least`: close together must not look far apart. */
function stretch(values: readonly number[], least: number): Range {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = Math.max(least, (high - low) * 1.15) / 2;
  const middle = (low + high) / 2;
  return [Math.max(0, middle - room), Math.min(1, middle + room)];
}

/** Said is a narrow stretch with most models, what came true a wide one: each axis has its own. */
export function axesOf(dots: readonly CalibrationDot[]): { said: Range; came: Range } {
  const said = dots.map(({ p }) => p);
  return {
    said: stretch(said, 0.04),
    came: stretch([...dots.flatMap(({ low, high }) => [low, high]), ...said], 0.1),
  };
}

/** Where what is said equals what came true: the ends of that line within both axes. */
export function diagonal({ said, came }: { said: Range; came: Range }): Range {
  return [Math.max(said[0], came[0]), Math.min(said[1], came[1])];
}

/** Pixels: its area says how many signals it stands for. */
export function dotRadius(n: number, most: number): number {
  return 2.5 + 3 * Math.sqrt(n / Math.max(1, most));
}

/** The bin to put into words: the most confident one that is not much smaller than the largest. */
export function tellingBin(bins: readonly Bin[]): Bin | null {
  const most = Math.max(0, ...bins.map(({ n }) => n));
  const large = bins.filter(({ n }) => n * 2 >= most);
  return large.reduce<Bin | null>((best, bin) => (best === null || bin.p > best.p ? bin : best), null);
}
