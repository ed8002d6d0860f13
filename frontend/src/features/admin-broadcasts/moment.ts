/** When a broadcast is to leave, as it is chosen. */

import { zonedMoment } from "@/shared/admin/ui/zoned-time";

export interface When {
  kind: "now" | "at";
  /** What the field of date and time holds; counts for "at" alone. */
  written: string;
}

export const NOW: When = { kind: "now", written: "" };

/** The moment that was chosen; null is at once. */
export function momentOf({ kind, written }: When, zone: string): string | null {
  return kind === "now" ? null : zonedMoment(written, zone);
}

/** What is wrong with the moment: nothing, none given, or past. */
export function momentLack(when: When, zone: string, now: number): "missing" | "past" | null {
  if (when.kind === "now") return null;
  const at = momentOf(when, zone);
  if (at === null) return "missing";
  return Date.parse(at) <= now ? "past" : null;
}
