/** Breakdowns as they are shown: only what the person has answered about, in an order that helps. */

import { ownRate, type OwnRate } from "@/features/results/wilson";
import type { OwnStats } from "@/shared/api/types";
import { type Axis, type Measured, sharedAxis } from "@/shared/ui/interval-geometry";

type Compared = OwnStats["by_model"][number];

export type By = "model" | "pair" | "month";

export interface Line {
  name: string;
  taken: Compared["taken"];
  published: Compared["published"];
  /** Null where every signal was skipped. */
  rate: OwnRate | null;
}

const answered = ({ taken }: Compared): number => taken.won + taken.lost + taken.skipped;

/** Months newest first; models and pairs by how much was answered. */
export function linesOf(stats: OwnStats, by: By): Line[] {
  const compared = { model: stats.by_model, pair: stats.by_pair, month: stats.by_month }[by];
  const order = (one: Compared, other: Compared) =>
    by === "month" ? other.name.localeCompare(one.name) : answered(other) - answered(one) || one.name.localeCompare(other.name);
  return compared
    .filter((line) => answered(line) > 0)
    .sort(order)
    .map(({ name, taken, published }) => ({ name, taken, published, rate: ownRate(taken) }));
}

/** One's own interval with the published rate in the place of chance: the line that it is held against. */
export function measured(rate: OwnRate, published: number | null): Measured {
  return { hit_rate: rate.hit_rate, ci_low: rate.ci_low, ci_high: rate.ci_high, baseline: published ?? rate.hit_rate };
}

/** One axis for a whole list, so that its rows can be compared by eye. */
export function axisOf(lines: readonly Line[]): Axis {
  return sharedAxis(
    lines.flatMap(({ rate, published }) => (rate === null ? [] : [measured(rate, published.hit_rate)])),
  );
}
