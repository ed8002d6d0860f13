/** How many of a hundred signals did not reach their target: what a rate means to somebody who risks money on it. */

import type { ModelRead } from "@/shared/api/types";

export interface Missed {
  id: string;
  name: string;
  /** Of 100. */
  missed: number;
  n: number;
  isLive: boolean;
}

/** Models that have been measured, the worst first. */
export function missedOf(models: readonly ModelRead[]): Missed[] {
  return models
    .flatMap(({ id, name, accuracy }) => {
      if (accuracy === null || accuracy.n === 0) return [];
      const { hit_rate: rate, n, source } = accuracy;
      return [{ id, name, missed: Math.round((1 - rate) * 100), n, isLive: source === "live" }];
    })
    .sort((one, other) => other.missed - one.missed || one.name.localeCompare(other.name));
}
