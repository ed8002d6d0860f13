/** How long an admin grants something for, and what that means for a right that runs already. */

import { zonedMoment } from "@/shared/admin/ui/zoned-time";

export const SPANS = ["7", "30", "90", "until", "ever"] as const;
export type Span = (typeof SPANS)[number];

export interface Term {
  span: Span;
  /** A field's date and time; counts for "until" alone. */
  until: string;
}

const DAY = 24 * 60 * 60_000;

export const spanDays = (span: Span): number | null => (span === "until" || span === "ever" ? null : Number(span));

export interface TermOrder {
  expiry_days?: number;
  expiry_date?: string;
}

/** The part of an order that says how long; null while the date is no date. */
export function termOrder({ span, until }: Term, zone: string): TermOrder | null {
  const days = spanDays(span);
  if (days !== null) return { expiry_days: days };
  if (span === "ever") return {};
  const end = zonedMoment(until, zone);
  return end === null ? null : { expiry_date: end };
}

/** What is wrong with the date of a term: nothing, none given, or past. */
export function termLack(term: Term, zone: string, now: number): "missing" | "past" | null {
  if (term.span !== "until") return null;
  const end = zonedMoment(term.until, zone);
  if (end === null) return "missing";
  return Date.parse(end) <= now ? "past" : null;
}

/** Fields of time know no seconds: an end within the same minute is the same end. */
const minute = (at: string): number => Math.floor(Date.parse(at) / 60_000);

export type TermEffect =
  | { kind: "opens"; end: string | null }
  | { kind: "moves"; from: string | null; to: string | null }
  | { kind: "nothing"; end: string | null };

/**
 * What an order does, by the server's rules: days are added to the end of a running right and never shorten "for ever"; an
 * end is set as given. `held` is undefined where nothing runs.
 */
export function termEffect(held: string | null | undefined, order: TermOrder, now: number): TermEffect {
  const { expiry_days: days, expiry_date: date } = order;
  if (held === undefined) {
    if (days !== undefined) return { kind: "opens", end: new Date(now + days * DAY).toISOString() };
    return { kind: "opens", end: date ?? null };
  }
  if (days !== undefined) {
    if (held === null) return { kind: "nothing", end: null };
    return { kind: "moves", from: held, to: new Date(Date.parse(held) + days * DAY).toISOString() };
  }
  const to = date ?? null;
  const isSame = to === held || (to !== null && held !== null && minute(to) === minute(held));
  return isSame ? { kind: "nothing", end: held } : { kind: "moves", from: held, to };
}

/** Whole days from one end to another, below zero when it comes earlier; null where "for ever" has a part in it. */
export function daysMoved(from: string | null, to: string | null): number | null {
  if (from === null || to === null) return null;
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY);
}
