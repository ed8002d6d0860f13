/** The people of an outcome, as the table shows them. */

import type { BulkPerson } from "@/shared/api/types";

export type Part = BulkPerson["outcome"];

export interface Ends {
  modelId: string;
  /** Undefined: not held. Null: for ever. */
  before: string | null | undefined;
  after: string | null | undefined;
}

/** A line for each model that the person holds before or after; those that change first. */
export function endsOf({ before, after }: Pick<BulkPerson, "before" | "after">): Ends[] {
  const was = new Map(before.map((right) => [right.model_id, right.expires_at]));
  const willBe = new Map(after.map((right) => [right.model_id, right.expires_at]));
  const models = [...new Set([...was.keys(), ...willBe.keys()])];
  const lines = models.map((modelId) => ({ modelId, before: was.get(modelId), after: willBe.get(modelId) }));
  return lines.sort((one, other) => Number(isSame(one)) - Number(isSame(other)));
}

export const isSame = ({ before, after }: Ends): boolean => before === after;

function value(end: string | null | undefined): number {
  if (end === undefined) return Number.NEGATIVE_INFINITY;
  return end === null ? Number.POSITIVE_INFINITY : Date.parse(end);
}

/** A date set as given may lie before the end that there was. */
export const isShortened = (ends: Ends): boolean => ends.after !== undefined && value(ends.after) < value(ends.before);

function soonest(person: BulkPerson): number {
  return Math.min(...person.before.map((right) => value(right.expires_at)), Number.POSITIVE_INFINITY);
}

/** One part of the people, soonest present end first, then by id. */
export function partOf(people: readonly BulkPerson[], part: Part): BulkPerson[] {
  const chosen = people.filter((person) => person.outcome === part);
  const keys = new Map(chosen.map((person) => [person.telegram_id, soonest(person)]));
  const key = (person: BulkPerson) => keys.get(person.telegram_id) ?? 0;
  return chosen.sort((one, other) => (key(one) === key(other) ? one.telegram_id - other.telegram_id : key(one) < key(other) ? -1 : 1));
}

export type StayReason = "forever" | "notHeld" | "same";

/** Why those who stay as they are do: all for one reason, or null for several. */
export function stayReason(people: readonly BulkPerson[]): StayReason | null {
  const reasons = new Set(people.filter(({ outcome }) => outcome === "unchanged").map(reasonToStay));
  return reasons.size === 1 ? ([...reasons][0] ?? null) : null;
}

export function reasonToStay({ before }: BulkPerson): StayReason {
  if (before.length === 0) return "notHeld";
  return before.every((right) => right.expires_at === null) ? "forever" : "same";
}

/** How many failed by each code, most first. */
export function failureCodes(failed: readonly { code: string | null }[]): [code: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { code } of failed) counts.set(code ?? "", (counts.get(code ?? "") ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

export interface Effects {
  granted: number;
  shortened: number;
}

/** Effects that figures alone do not show. */
export function effectsOn(people: readonly BulkPerson[]): Effects {
  let [granted, shortened] = [0, 0];
  for (const person of people) {
    if (person.outcome !== "changed") continue;
    const lines = endsOf(person);
    if (lines.some((ends) => ends.before === undefined)) granted += 1;
    if (lines.some(isShortened)) shortened += 1;
  }
  return { granted, shortened };
}
