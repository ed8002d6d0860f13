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
  const said = sentences(entry, nameOf, words);
  const why = entry.action === "expire" ? t.onItsDate : entry.reason ? t.reason(entry.reason) : null;
  const because = why === null ? [] : [why];
  const own = standing(entry, t);
  if (own !== null) return { ...own, lines: [...said, ...because] };
  const [title = t.other, ...more] = said;
  return { look: lookOf(entry), title, lines: [...more, ...because] };
}
