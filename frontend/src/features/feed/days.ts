/** Closed signals by the day that they were made on, newest day first. */

import type { SignalRead } from "@/shared/api/types";
import { dayKey } from "@/shared/format/time";
import { madeAt } from "@/shared/signal/moments";
import { netR } from "@/shared/signal/plan";

export interface Day {
  key: string;
  /** A moment of the day. */
  at: number;
  signals: SignalRead[];
  netR: number;
}

/** Keeps the order within a day; a day that comes back further down is the same day. */
export function byDay(signals: readonly SignalRead[]): Day[] {
  const days = new Map<string, Day>();
  for (const signal of signals) {
    const at = madeAt(signal);
    const key = dayKey(at);
    const day = days.get(key) ?? { key, at, signals: [], netR: 0 };
    day.signals.push(signal);
    days.set(key, day);
  }
  return [...days.values()]
    .map((day) => ({ ...day, netR: netR(day.signals) }))
    .sort((one, other) => other.at - one.at);
}
