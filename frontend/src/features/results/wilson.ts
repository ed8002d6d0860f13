/** How far a share of few answers can be trusted. */

import type { OwnStats } from "@/shared/api/types";

const Z = 1.959964;

export interface OwnRate {
  hit_rate: number;
  ci_low: number;
  ci_high: number;
  n: number;
}

/** Share won with Wilson's 95 % interval; null where nothing was won or lost. */
export function ownRate({ won, lost }: Pick<OwnStats["taken"], "won" | "lost">): OwnRate | null {
  const n = won + lost;
  if (n === 0) return null;
  const share = won / n;
  const whole = 1 + Z ** 2 / n;
  const middle = (share + Z ** 2 / (2 * n)) / whole;
  const half = (Z * Math.sqrt((share * (1 - share)) / n + Z ** 2 / (4 * n ** 2))) / whole;
  return { hit_rate: share, ci_low: Math.max(0, middle - half), ci_high: Math.min(1, middle + half), n };
}

/** So many answers are needed before a comparison is worth a word, as with the models themselves. */
export const ENOUGH = 100;

export type Comparison = "few" | "above" | "below" | "same" | "alone";

/** Where one's own rate stands beside what was published. */
export function comparison(own: OwnRate, published: number | null): Comparison {
  if (own.n < ENOUGH) return "few";
  if (published === null) return "alone";
  if (own.ci_low > published) return "above";
  return own.ci_high < published ? "below" : "same";
}
