/** A row of one's own history as a person would tell it. */

import { history } from "@/features/my-access/history-messages";
import type { OwnHistoryEntry } from "@/shared/api/types";
import { language, messagesNow } from "@/shared/i18n/language";

export type Look = "opened" | "extended" | "closed" | "ended" | "person" | "undone";

export interface Told {
  look: Look;
  title: string;
  /** What else happened, and why. */
  lines: string[];
}

type NameOf = (modelId: string) => string;
type Texts = ReturnType<typeof texts>;
type Change = "granted" | "extended" | "revoked";

const texts = () => messagesNow(history);

function listed(ids: readonly string[], nameOf: NameOf): string {
  return new Intl.ListFormat(language(), { type: "conjunction" }).format(ids.map(nameOf));
}

function sentences(entry: OwnHistoryEntry, nameOf: NameOf, words: Record<Change, (models: string) => string>): string[] {
  return (["revoked", "granted", "extended"] as const)
    .filter((change) => entry[change].length > 0)
    .map((change) => words[change](listed(entry[change], nameOf)));
}

const DAY = 86_400_000;

/** Whole days between two moments, if it is near enough to some: clocks and hands are never exact to the minute. */
function wholeDays(from: string, to: string): number | null {
  const days = (Date.parse(to) - Date.parse(from)) / DAY;
  const whole = Math.round(days);
  return whole >= 1 && Math.abs(days - whole) < 0.02 ? whole : null;
}

/** How long one model was opened or extended for, in words; null where there are several, or no whole number of days. */
function forHowLong(entry: OwnHistoryEntry, nameOf: NameOf, t: Texts): string | null {
  const [end, ...others] = entry.ends;
  if (end === undefined || others.length > 0 || entry.revoked.length > 0 || entry.action === "undo") return null;
  const name = nameOf(end.model_id);
  if (entry.granted.length > 0 && end.expires_at === null) return entry.action === "register" ? null : t.grantedForEver(name);
  if (end.expires_at === null) return null;
  const days = wholeDays(entry.granted.length > 0 ? entry.created_at : (end.previous_expires_at ?? ""), end.expires_at);
  if (days === null) return null;
  return entry.granted.length > 0 ? t.grantedFor(name, days) : t.extendedBy(name, days);
}

/** What took something away is seen first. */
function lookOf(entry: OwnHistoryEntry): Look {
  if (entry.revoked.length > 0) return entry.action === "expire" ? "ended" : "closed";
  return entry.granted.length > 0 ? "opened" : "extended";
}

function standing(entry: OwnHistoryEntry, t: Texts): { look: Look; title: string } | null {
  switch (entry.action) {
    case "register":
      return { look: "person", title: t.register };
    case "role":
      return { look: "person", title: t.role };
    case "block":
      return { look: "closed", title: t.block };
    case "unblock":
      return { look: "opened", title: t.unblock };
    case "undo":
      return { look: "undone", title: t.undo };
    case "delete":
      return { look: "closed", title: t.delete };
    default:
      return null;
  }
}

/** A title, then what else it did, then why. `nameOf` gives the name of a model by its id. */
export function inPlainWords(entry: OwnHistoryEntry, nameOf: NameOf): Told {
  const t = texts();
  const words =
    entry.action === "undo"
      ? { granted: t.openedAgain, extended: t.endMoved, revoked: t.closedAgain }
      : { granted: t.granted, extended: t.extended, revoked: entry.action === "expire" ? t.expired : t.revoked };
  const long = forHowLong(entry, nameOf, t);
  const said = long === null ? sentences(entry, nameOf, words) : [long];
  const why = entry.action === "expire" ? t.onItsDate : entry.reason ? t.reason(entry.reason) : null;
  const because = why === null ? [] : [why];
  const own = standing(entry, t);
  if (own !== null) return { ...own, lines: [...said, ...because] };
  const [title = t.other, ...more] = said;
  return { look: lookOf(entry), title, lines: [...more, ...because] };
}
