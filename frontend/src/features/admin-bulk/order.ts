/** What an admin puts together on this screen, and the order that the API takes. */

import { MOST_PEOPLE } from "@/features/admin-bulk/ids";
import { asked } from "@/shared/admin/asked";
import { isDay, zonedMoment } from "@/shared/admin/ui/zoned-time";
import type { BulkChange, BulkOutcome, TemplateRead, UserFilter } from "@/shared/api/types";

export type Who = { kind: "ids"; ids: readonly number[] } | { kind: "filter"; filter: UserFilter };
export type Verb = "grant" | "extend" | "revoke";
export type Term = { kind: "days"; days: number } | { kind: "date"; day: string } | { kind: "ever" };

export interface What {
  verb: Verb;
  models: readonly string[];
  /** Its models instead of `models`. */
  templateId: string | null;
  term: Term;
  reason: string;
}

export const LONGEST_DAYS = 36_500;
export const LONGEST_REASON = 1000;

export const NOTHING: What = { verb: "grant", models: [], templateId: null, term: { kind: "days", days: 30 }, reason: "" };

export type Lack = "models" | "template" | "days" | "date" | "past" | "reason";

/** What is still missing or wrong, by field; today is a day of the admin's zone. */
export function lacks(what: What, today: string): Lack[] {
  const found: Lack[] = [];
  if (what.templateId === null && what.models.length === 0) found.push("models");
  if (what.templateId === "") found.push("template");
  if (what.verb !== "revoke") found.push(...termLacks(what.term, today));
  if (what.reason.trim() === "") found.push("reason");
  return found;
}

function termLacks(term: Term, today: string): Lack[] {
  if (term.kind === "days") return Number.isInteger(term.days) && term.days >= 1 && term.days <= LONGEST_DAYS ? [] : ["days"];
  if (term.kind === "ever") return [];
  if (!isDay(term.day)) return ["date"];
  return term.day < today ? ["past"] : [];
}

export function modelsOf(what: What, templates: readonly TemplateRead[]): readonly string[] {
  return what.templateId === null ? what.models : (templates.find(({ id }) => id === what.templateId)?.subscriptions ?? []);
}

/** The body of a dry run. Templates are granted as such; to revoke one is to revoke its models. */
export function orderOf(who: Who, what: What, templates: readonly TemplateRead[], zone: string): BulkChange {
  const models = [...modelsOf(what, templates)];
  const isRevoke = what.verb === "revoke";
  const byTemplate = !isRevoke && what.templateId !== null;
  const people = who.kind === "ids" ? { telegram_ids: [...who.ids] } : { filter: asked(who.filter) };
  return {
    ...people,
    grant: isRevoke || byTemplate ? [] : models,
    revoke: isRevoke ? models : [],
    template_id: byTemplate ? what.templateId : null,
    extend_only: what.verb === "extend",
    ...(isRevoke ? {} : termOf(what.term, zone)),
    reason: what.reason.trim(),
    dry_run: true,
    details: true,
  };
}

function termOf(term: Term, zone: string): Pick<BulkChange, "expiry_days" | "expiry_date"> {
  if (term.kind === "days") return { expiry_days: term.days };
  // A right "until 27 Nov" runs all of that day.
  return term.kind === "date" ? { expiry_date: zonedMoment(`${term.day}T23:59`, zone) } : {};
}

/** The same order, to be carried out only as predicted. */
export function runOf(order: BulkChange, { matched, changed, fingerprint }: BulkOutcome): BulkChange {
  return { ...order, dry_run: false, expect: { matched, changed, fingerprint } };
}

export const isTooMany = (people: number) => people > MOST_PEOPLE;
