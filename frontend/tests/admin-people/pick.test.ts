import { expect, test } from "vitest";
import { MOST_PEOPLE, selectionHere, toggled, withRange } from "@/features/admin-people/pick";
import { bulkVerb, peopleSelection, selectionSize } from "@/shared/admin/selection";

const order = [10, 11, 12, 13, 14];

test("a range takes everybody between two rows, whichever comes first, and keeps who was chosen before", () => {
  const one = toggled(null, 14);
  expect(withRange(one, order, 3, 1)).toEqual({ kind: "ids", ids: [14, 11, 12, 13] });
  expect(toggled(one, 14)).toBeNull();
});

test("everybody that matches is a filter: a row can't be taken out of it, and another filter ends it", () => {
  const all = { kind: "filter", filter: { role: "user", model_id: "a" }, total: 1204 } as const;
  expect(toggled(all, 10)).toBe(all);
  expect(selectionHere(all, { model_id: "a", role: "user" })).toBe(all);
  expect(selectionHere(all, { model_id: "b" })).toBeNull();
  expect(selectionHere({ kind: "ids", ids: [10] }, { model_id: "b" })).toEqual({ kind: "ids", ids: [10] });
});

test("no more are chosen than one order takes", () => {
  const many = Array.from({ length: MOST_PEOPLE + 5 }, (_, at) => at + 1);
  const chosen = withRange(null, many, 0, many.length - 1);
  expect(chosen === null ? 0 : selectionSize(chosen)).toBe(MOST_PEOPLE);
});

test("the selection outlives the page and names what is to be done", () => {
  peopleSelection.set({ kind: "ids", ids: [1, 2] });
  expect(JSON.parse(sessionStorage.getItem("forexsignals.selection") ?? "null")).toEqual({ kind: "ids", ids: [1, 2] });
  peopleSelection.set(null);
  expect(sessionStorage.getItem("forexsignals.selection")).toBeNull();
  expect([bulkVerb("extend"), bulkVerb("erase"), bulkVerb(null)]).toEqual(["extend", null, null]);
});
