import { afterEach, expect, test } from "vitest";
import { authorName, changesOf, historyTitle, isUndoable } from "@/shared/admin/ui/history-words";
import type { HistoryEntry } from "@/shared/api/types";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";
import { entry } from "../admin-person/fixtures";

const names: Record<string, string> = { a: "Shadow Stack", b: "Gray Cardinal", c: "Sniper 80x" };
const nameOf = (id: string) => names[id] ?? id;
const at = "2026-11-01T12:00:00+00:00";
const end = (day: string) => `2026-${day}T12:00:00+00:00`;
const rights = (ends: Record<string, string | null>) => Object.entries(ends).map(([model_id, expires_at]) => ({ model_id, expires_at }));

function change(action: string, before: Record<string, string | null> | null, after: Record<string, string | null>): HistoryEntry {
  return entry(2, { action, created_at: at, old_subscriptions: before === null ? null : rights(before), new_subscriptions: rights(after) });
}

setTimeZone("UTC");
afterEach(() => setLanguage("en"));

test("a row says what it did", () => {
  const said = (one: HistoryEntry) => historyTitle(one, nameOf).replaceAll("\u00a0", " ");
  expect(said(change("register", null, { a: null }))).toBe("Registered; Shadow Stack granted for ever");
  expect(said(change("grant", {}, { a: end("12-01") }))).toBe("Shadow Stack granted, 30 days");
  expect(said(change("grant", {}, { a: end("11-08"), b: end("11-08") }))).toBe("Shadow Stack and Gray Cardinal granted, 7 days");
  expect(said(change("grant", {}, { a: end("11-08"), b: end("11-08"), c: end("11-08") }))).toBe("3 models granted, 7 days");
  expect(said(change("extend", { a: end("11-05") }, { a: end("12-05") }))).toBe("Shadow Stack +30 days");
  expect(said(change("extend", { a: end("12-05") }, { a: end("12-04") }))).toBe("Shadow Stack −1 day");
  expect(said(change("extend", { a: end("11-05") }, { a: null }))).toBe("Shadow Stack for ever now");
  expect(said(change("extend", { a: null }, { a: end("11-05") }))).toBe("Shadow Stack ends 5 Nov 2026");
  expect(said(change("revoke", { a: null, b: null }, { b: null }))).toBe("Shadow Stack revoked");
  expect(said(change("expire", { a: end("11-01") }, {}))).toBe("Shadow Stack ended");
  expect(said(change("undo", { a: end("12-01") }, {}))).toBe("Undone: Shadow Stack closed");
  expect(said(change("role", { a: null }, { a: null }))).toBe("Role changed");
  expect(said(change("new-kind", {}, {}))).toBe("new-kind");
});

test("the same in Russian", () => {
  setLanguage("ru");
  const said = (one: HistoryEntry) => historyTitle(one, nameOf).replaceAll("\u00a0", " ");
  expect(said(change("extend", { a: end("11-05") }, { a: end("11-07") }))).toBe("Shadow Stack: +2 дня");
  expect(said(change("grant", {}, { a: end("11-22") }))).toBe("Shadow Stack: открыт на 21 день");
  expect(said(change("expire", { b: end("11-01") }, {}))).toBe("Gray Cardinal: срок закончился");
});

test("only what changed is told, and only what can be put back is offered", () => {
  expect(changesOf(change("grant", { a: null }, { a: null, b: end("11-08") }))).toEqual([{ modelId: "b", before: undefined, after: end("11-08") }]);
  expect(isUndoable(change("grant", {}, { a: null }))).toBe(true);
  expect(isUndoable(change("expire", { a: at }, {}))).toBe(false);
  expect(isUndoable(change("undo", { a: null }, { a: null }))).toBe(false);
  expect(isUndoable(change("role", {}, {}))).toBe(true);
  expect(authorName({ admin_id: 0, admin_name: null })).toBe("System");
});
