/** What a row of the history did, in words and as ends before and after. */

import { adminWords } from "@/shared/admin/ui/messages";
import { daysMoved } from "@/shared/admin/ui/term";
import type { HistoryEntry, RightRecord } from "@/shared/api/types";
import { signed } from "@/shared/format/numbers";
import { formatDate } from "@/shared/format/time";
import { messagesNow } from "@/shared/i18n/language";

export interface EndChange {
  modelId: string;
  /** Undefined: not open. Null: for ever. */
  before: string | null | undefined;
  after: string | null | undefined;
}

type Rights = Pick<HistoryEntry, "old_subscriptions" | "new_subscriptions">;

const byModel = (rights: readonly RightRecord[] | null) => new Map((rights ?? []).map((right) => [right.model_id, right.expires_at]));

/** The models whose right or end a row changed, in the order of the row. */
export function changesOf({ old_subscriptions: old, new_subscriptions: fresh }: Rights): EndChange[] {
  const [before, after] = [byModel(old), byModel(fresh)];
  return [...new Set([...after.keys(), ...before.keys()])]
    .map((modelId) => ({ modelId, before: before.get(modelId), after: after.get(modelId) }))
    .filter((change) => change.before !== change.after);
}

/** Whether the newest change of a person can be put back; of a role or a block only its own row says so. */
export function isUndoable(entry: HistoryEntry): boolean {
  if (["role", "block", "unblock"].includes(entry.action)) return true;
  return ["grant", "extend", "revoke", "undo"].includes(entry.action) && changesOf(entry).length > 0;
}

type NameOf = (modelId: string) => string;

function listed(changes: readonly EndChange[], nameOf: NameOf): string {
  const t = messagesNow(adminWords);
  const [first, second] = changes.map(({ modelId }) => nameOf(modelId));
  if (changes.length > 2) return t.models(changes.length);
  return second === undefined ? (first ?? "") : t.and(first ?? "", second);
}

function openedWords(changes: readonly EndChange[], at: string, nameOf: NameOf): string {
  const t = messagesNow(adminWords);
  const ends = new Set(changes.map(({ after }) => after));
  const what = listed(changes, nameOf);
  if (ends.size > 1) return t.granted(what);
  const end = changes[0]?.after ?? null;
  if (end === null) return t.grantedForEver(what);
  const days = daysMoved(at, end) ?? 0;
  return days >= 1 ? t.grantedFor(what, days) : t.granted(what);
}

function movedWords(changes: readonly EndChange[], nameOf: NameOf): string {
  const t = messagesNow(adminWords);
  const what = listed(changes, nameOf);
  const { before = null, after = null } = changes[0] ?? {};
  const moves = changes.map((change) => daysMoved(change.before ?? null, change.after ?? null));
  if (changes.some((change) => change.after !== after) && new Set(moves).size > 1) return t.movedMany(what);
  if (after === null) return t.nowForEver(what);
  const days = daysMoved(before, after);
  if (days === null || days === 0 || new Set(moves).size > 1) return t.newEnd(what, formatDate(after));
  const unit = t.days(Math.abs(days)).split("\u00a0").at(-1) ?? "";
  return t.moved(what, `${signed(days, 0)}\u00a0${unit}`);
}

function closedWords(changes: readonly EndChange[], action: string, nameOf: NameOf): string {
  const t = messagesNow(adminWords);
  const what = listed(changes, nameOf);
  if (action === "expire") return t.ended(what);
  return action === "revoke" || action === "grant" || action === "extend" ? t.revoked(what) : t.closed(what);
}

function rightsWords(entry: HistoryEntry, nameOf: NameOf): string {
  const changes = changesOf(entry);
  const opened = changes.filter(({ before }) => before === undefined);
  const closed = changes.filter(({ after }) => after === undefined);
  const moved = changes.filter(({ before, after }) => before !== undefined && after !== undefined);
  const parts = [
    opened.length > 0 ? openedWords(opened, entry.created_at, nameOf) : "",
    moved.length > 0 ? movedWords(moved, nameOf) : "",
    closed.length > 0 ? closedWords(closed, entry.action, nameOf) : "",
  ];
  return parts.filter(Boolean).join("; ");
}

/** "Forest Necromancer +30 days", "Shadow Stack granted, 30 days", "Undone: Gray Cardinal revoked". */
export function historyTitle(entry: HistoryEntry, nameOf: NameOf): string {
  const t = messagesNow(adminWords);
  const said = rightsWords(entry, nameOf);
  switch (entry.action) {
    case "register":
      return said === "" ? t.registered : `${t.registered}; ${said}`;
    case "undo":
      return said === "" ? t.undone : t.undoneWith(said);
    case "role":
      return t.roleChanged;
    case "block":
      return t.blockedAction;
    case "unblock":
      return t.unblocked;
    case "delete":
      return t.deletedAction;
    default:
      return said === "" ? actionWord(entry.action) : said;
  }
}

export const ACTIONS = ["register", "grant", "extend", "revoke", "expire", "role", "block", "unblock", "undo", "delete"] as const;
export type HistoryAction = (typeof ACTIONS)[number];

const isAction = (word: string): word is HistoryAction => ACTIONS.some((action) => action === word);

/** One word for the action; one that this version does not know stands as it is. */
export function actionWord(action: string): string {
  return isAction(action) ? messagesNow(adminWords)[action] : action;
}

const SYSTEM = 0;

/** Who made a change: a name, the system, or the id of somebody who is gone. */
export function authorName({ admin_id: id, admin_name: name }: Pick<HistoryEntry, "admin_id" | "admin_name">): string {
  if (name !== null) return name;
  return id === SYSTEM ? messagesNow(adminWords).system : `ID ${id}`;
}
