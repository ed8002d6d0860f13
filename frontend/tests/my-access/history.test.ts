import { beforeEach, describe, expect, it } from "vitest";
import { recentlyClosed } from "@/features/my-access/closed";
import { inPlainWords } from "@/features/my-access/plain-words";
import { endsSoon, shareLeft, soonestFirst } from "@/features/my-access/time-left";
import { setLanguage } from "@/shared/i18n/language";
import { entryOf, rightTo } from "../me/server";

const names: Record<string, string> = { a: "Shadow Stack", b: "Gray Cardinal", c: "Logistic Spy" };
const nameOf = (id: string) => names[id] ?? id;

const endOf = (before: string | null, after: string | null) => ({
  model_id: "a",
  previous_expires_at: before,
  expires_at: after,
});

describe("history in plain words", () => {
  beforeEach(() => setLanguage("en"));

  it("tells a grant with its reason", () => {
    const told = inPlainWords(entryOf({ granted: ["a", "b"], reason: "Paid" }), nameOf);
    expect(told).toEqual({ look: "opened", title: "Shadow Stack and Gray Cardinal opened", lines: ["“Paid”"] });
  });

  it("names what was taken before what was given in the same change", () => {
    const told = inPlainWords(entryOf({ action: "revoke", granted: ["b"], revoked: ["a"] }), nameOf);
    expect(told).toEqual({ look: "closed", title: "Shadow Stack revoked", lines: ["Gray Cardinal opened"] });
  });

  it("tells an end on its date from a revocation", () => {
    const told = inPlainWords(entryOf({ action: "expire", revoked: ["a"] }), nameOf);
    expect(told).toEqual({ look: "ended", title: "Shadow Stack ended", lines: ["On its date, by the system"] });
  });

  it("says of an undo what it brought back", () => {
    const told = inPlainWords(entryOf({ action: "undo", granted: ["a"], extended: ["b"], reason: "Mistake" }), nameOf);
    expect(told.title).toBe("A change was taken back");
    expect(told.lines).toEqual(["Shadow Stack opened again", "Gray Cardinal: back to the earlier end date", "“Mistake”"]);
  });

  it.each(["register", "role", "block", "unblock", "delete", "something-new"])("has words for %s", (action) => {
    expect(inPlainWords(entryOf({ action }), nameOf).title).not.toBe("");
  });

  it("says for how long, where that is a number of days", () => {
    const at = "2026-03-02T12:00:00Z";
    const [before, after] = ["2026-03-10T12:00:00Z", "2026-04-09T12:00:00Z"];
    const granted = entryOf({ granted: ["a"], created_at: at, ends: [endOf(null, "2026-04-01T12:00:10Z")] });
    expect(inPlainWords(granted, nameOf).title).toBe("Shadow Stack opened for 30\u00a0days");
    const extended = entryOf({ action: "extend", extended: ["a"], ends: [endOf(before, after)] });
    expect(inPlainWords(extended, nameOf).title).toBe("Shadow Stack extended by 30\u00a0days");
    const odd = entryOf({ action: "extend", extended: ["a"], ends: [endOf(before, "2026-03-11T00:00:00Z")] });
    expect(inPlainWords(odd, nameOf).title).toBe("Shadow Stack extended");
    const forEver = entryOf({ granted: ["a"], ends: [endOf(null, null)] });
    expect(inPlainWords(forEver, nameOf).title).toBe("Shadow Stack opened for ever");
  });

  it("speaks Russian", () => {
    setLanguage("ru");
    const told = inPlainWords(entryOf({ action: "extend", extended: ["a"], reason: "Оплата" }), nameOf);
    expect(told).toEqual({ look: "extended", title: "Shadow Stack: доступ продлён", lines: ["«Оплата»"] });
  });
});

describe("what has just closed", () => {
  const now = Date.parse("2026-03-02T13:00:00Z");

  it("is listed once, unless it is open again or a day has passed", () => {
    const history = [
      entryOf({ action: "revoke", revoked: ["a", "b"] }),
      entryOf({ action: "expire", revoked: ["a"], created_at: "2026-03-02T10:00:00Z" }),
      entryOf({ action: "expire", revoked: ["c"], created_at: "2026-03-01T10:00:00Z" }),
    ];
    expect(recentlyClosed(history, new Set(["b"]), now)).toEqual([
      { modelId: "a", at: "2026-03-02T12:00:00Z", hasExpired: false },
    ]);
  });
});

describe("time that is left", () => {
  const now = Date.parse("2026-01-16T00:00:00Z");

  it("puts the soonest end first and what has none last, by name", () => {
    const rights = [rightTo("c"), rightTo("b"), rightTo("d", "2026-03-01T00:00:00Z"), rightTo("a", "2026-02-01T00:00:00Z")];
    const held = new Map(rights.map((right) => [right.model_id, right]));
    expect(soonestFirst(held).map(({ model_id: id }) => id)).toEqual(["a", "d", "b", "c"]);
  });

  it("is a share of the whole term, within its ends", () => {
    expect(shareLeft(rightTo("a", "2026-01-31T00:00:00Z"), now)).toBe(0.5);
    expect(shareLeft(rightTo("a", "2026-01-10T00:00:00Z"), now)).toBe(0);
    expect(shareLeft(rightTo("a"), now)).toBeNull();
  });

  it("is short from 72 hours on", () => {
    expect(endsSoon(rightTo("a", "2026-01-19T00:00:00Z"), now)).toBe(true);
    expect(endsSoon(rightTo("a", "2026-01-19T00:00:01Z"), now)).toBe(false);
    expect(endsSoon(rightTo("a"), now)).toBe(false);
  });
});
