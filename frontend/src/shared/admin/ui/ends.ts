/** When rights end, as the admin's lists tell it. */

import type { HeldRight } from "@/shared/api/types";

/** From here on an end is worth a second look. */
export const SOON = 72 * 60 * 60_000;

export function isSoon(end: string | null, now: number): boolean {
  return end !== null && Date.parse(end) - now <= SOON;
}

/** Rights that still run; a list that was read a moment ago may hold one that has ended since. */
export function running<Right extends Pick<HeldRight, "expires_at">>(rights: readonly Right[], now: number): Right[] {
  return rights.filter(({ expires_at: end }) => end === null || Date.parse(end) > now);
}

export type NextEnd = { kind: "at"; end: string } | { kind: "ever" } | { kind: "none" };

/** What of somebody's access ends first. */
export function nextEnd(rights: readonly Pick<HeldRight, "expires_at">[], now: number): NextEnd {
  const held = running(rights, now);
  const ends = held.flatMap(({ expires_at: end }) => (end === null ? [] : [end])).sort((a, b) => Date.parse(a) - Date.parse(b));
  if (ends[0] !== undefined) return { kind: "at", end: ends[0] };
  return { kind: held.length === 0 ? "none" : "ever" };
}
