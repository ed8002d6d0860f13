/** What is left of a right, as its row and its bar show it. Moments in ms by the server's clock. */

import type { AccessRight } from "@/shared/api/types";
import { endOf } from "@/shared/session/store";

/** From here on an end is soon enough to be told in amber. */
export const SOON = 72 * 3_600_000;

export function endsSoon(right: AccessRight, now: number): boolean {
  return endOf(right) - now <= SOON;
}

/** 1 on the day it was given, 0 at its end; null for what has no end. */
export function shareLeft(right: AccessRight, now: number): number | null {
  const end = endOf(right);
  if (!Number.isFinite(end)) return null;
  const whole = end - Date.parse(right.granted_at);
  return whole <= 0 ? 0 : Math.min(1, Math.max(0, (end - now) / whole));
}

/** The soonest end first; what has no end follows, by name. */
export function soonestFirst(held: ReadonlyMap<string, AccessRight>): AccessRight[] {
  return [...held.values()].sort((one, other) => {
    const [end, otherEnd] = [endOf(one), endOf(other)];
    return end === otherEnd ? one.model_name.localeCompare(other.model_name) : end < otherEnd ? -1 : 1;
  });
}
