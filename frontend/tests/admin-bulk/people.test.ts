import { expect, test } from "vitest";
import { csvOf } from "@/features/admin-bulk/csv";
import { parseIds } from "@/features/admin-bulk/ids";
import { lacks, NOTHING, orderOf, runOf, type What } from "@/features/admin-bulk/order";
import { effectsOn, endsOf, partOf, stayReason } from "@/features/admin-bulk/people";
import { undoneOf } from "@/features/admin-bulk/undone";
import { firstDraft, whoOf } from "@/features/admin-bulk/use-draft";
import { outcomeOf, personOf, templateOf } from "./kit";

test("ids are taken as people paste them", () => {
  const pasted = parseIds('7000012345, 7\u00a0000\u00a0040\u00a0402\n"1000001";abc\t1000001 -5 0 99999999999999999');
  expect(pasted.ids).toEqual([7000012345, 7000040402, 1000001]);
  expect(pasted.repeated).toBe(1);
  expect(pasted.wrong).toEqual(["abc", "-5", "0", "99999999999999999"]);
});

const what = (part: Partial<What>): What => ({ ...NOTHING, models: ["shadow-stack"], reason: "Outage", ...part });

test("an order says no more than what was put together", () => {
  const who = { kind: "filter", filter: { query: "", model_id: "shadow-stack", role: null } } as const;
  const extend = orderOf(who, what({ verb: "extend" }), [], "UTC");
  expect(extend).toMatchObject({ filter: { model_id: "shadow-stack" }, grant: ["shadow-stack"], extend_only: true, expiry_days: 30, dry_run: true });
  expect(extend.filter).toEqual({ model_id: "shadow-stack" });

  const until = orderOf({ kind: "ids", ids: [1] }, what({ term: { kind: "date", day: "2026-11-27" } }), [], "Europe/Moscow");
  expect(until.expiry_date).toBe("2026-11-27T20:59:00.000Z");
  expect(until).not.toHaveProperty("expiry_days");

  const templates = [templateOf("VIP", ["logistic-spy", "shadow-stack"])];
  const byTemplate = { templateId: "id-of-VIP", models: [] };
  expect(orderOf(who, what({ ...byTemplate }), templates, "UTC")).toMatchObject({ template_id: "id-of-VIP", grant: [], revoke: [] });
  const taken = orderOf(who, what({ ...byTemplate, verb: "revoke" }), templates, "UTC");
  expect(taken).toMatchObject({ template_id: null, revoke: ["logistic-spy", "shadow-stack"], grant: [] });
  expect(taken).not.toHaveProperty("expiry_days");
});

test("the run carries what the dry run predicted, and nothing else has changed in it", () => {
  const order = orderOf({ kind: "ids", ids: [1, 2] }, what({}), [], "UTC");
  const outcome = outcomeOf([personOf(1), personOf(2)]);
  const expect_ = { matched: 2, changed: 2, fingerprint: outcome.fingerprint };
  expect(runOf(order, outcome)).toEqual({ ...order, dry_run: false, expect: expect_ });
});

test("what is missing is named by field", () => {
  expect(lacks(NOTHING, "2026-11-24")).toEqual(["models", "reason"]);
  expect(lacks(what({ templateId: "" }), "2026-11-24")).toEqual(["template"]);
  expect(lacks(what({ term: { kind: "days", days: Number.NaN } }), "2026-11-24")).toEqual(["days"]);
  expect(lacks(what({ term: { kind: "date", day: "2026-11-23" } }), "2026-11-24")).toEqual(["past"]);
  expect(lacks(what({ verb: "revoke", term: { kind: "days", days: 0 } }), "2026-11-24")).toEqual([]);
});

test("a selection among people opens the form of the button that was pressed", () => {
  const draft = firstDraft({ kind: "ids", ids: [5, 6] }, "extend");
  expect([draft.step, draft.what.verb, whoOf(draft.who)]).toEqual(["what", "extend", { kind: "ids", ids: [5, 6] }]);
  const filtered = firstDraft({ kind: "filter", filter: { status: "active" }, total: 9 }, "template");
  expect([filtered.what.templateId, whoOf(filtered.who)]).toEqual(["", { kind: "filter", filter: { status: "active" } }]);
  expect(firstDraft(null, "revoke").step).toBe("who");
});

const ever = [{ model_id: "shadow-stack", expires_at: null }];

test("people are told apart: soonest end first, why they stay, what a figure hides", () => {
  const late = personOf(1, { before: [{ model_id: "shadow-stack", expires_at: "2027-01-01T00:00:00+00:00" }] });
  const fresh = personOf(4, { before: [] });
  const stays = personOf(3, { outcome: "unchanged", new_version: null, before: ever, after: ever });
  const people = [late, personOf(2), stays, fresh];
  expect(partOf(people, "changed").map((person) => person.telegram_id)).toEqual([2, 1, 4]);
  expect(stayReason(people)).toBe("forever");
  expect(effectsOn(people)).toEqual({ granted: 1, shortened: 1 });
  expect(endsOf(fresh)[0]).toMatchObject({ before: undefined, after: "2026-12-23T12:00:00+00:00" });
});

test("after an undo everybody has what they had, but for those changed since and what has ended", () => {
  const at = Date.parse("2026-12-01T00:00:00Z");
  const people = [personOf(1, { before: ever }), personOf(2), personOf(3), personOf(4, { outcome: "unchanged" })];
  const back = undoneOf(people, { failed: [{ telegram_id: 3, code: "changed_since" }] }, at);
  expect(back.map(({ outcome, version, new_version, after }) => [outcome, version, new_version, after.length])).toEqual([
    ["changed", 6, 7, 1],
    ["changed", 6, 7, 0],
    ["failed", 6, null, 1],
  ]);
});

test("the file has a row for each right, and starts no formula", () => {
  const lines = csvOf([personOf(1, { name: "=cmd|' /C calc'!A0" }), personOf(2, { name: 'An, "O"', before: [], after: ever })]).split("\r\n");
  expect(lines[1]).toBe("1,'=cmd|' /C calc'!A0,changed,,5,6,shadow-stack,2026-11-23T12:00:00+00:00,2026-12-23T12:00:00+00:00");
  expect(lines[2]).toBe('2,"An, ""O""",changed,,5,6,shadow-stack,,never');
});
