import { expect, test } from "vitest";
import { nextDay, zonedInput, zonedMoment } from "@/shared/admin/ui/zoned-time";
import { termEffect, termLack, termOrder } from "@/shared/admin/ui/term";

const now = Date.parse("2026-11-19T17:48:00Z");
const held = "2026-11-21T15:00:00+00:00";

test("days open from now, are added to what runs, and never shorten for ever", () => {
  expect(termEffect(undefined, { expiry_days: 30 }, now)).toEqual({ kind: "opens", end: "2026-12-19T17:48:00.000Z" });
  expect(termEffect(held, { expiry_days: 30 }, now)).toEqual({ kind: "moves", from: held, to: "2026-12-21T15:00:00.000Z" });
  expect(termEffect(null, { expiry_days: 30 }, now)).toEqual({ kind: "nothing", end: null });
});

test("an end is set as given, earlier too; the same minute is the same end", () => {
  expect(termEffect(held, { expiry_date: "2026-11-20T00:00:00.000Z" }, now)).toMatchObject({ kind: "moves", to: "2026-11-20T00:00:00.000Z" });
  expect(termEffect(null, { expiry_date: "2026-12-01T00:00:00.000Z" }, now)).toMatchObject({ kind: "moves", from: null });
  expect(termEffect("2026-11-21T15:00:41+00:00", { expiry_date: "2026-11-21T15:00:00.000Z" }, now).kind).toBe("nothing");
  expect(termEffect(held, {}, now)).toEqual({ kind: "moves", from: held, to: null });
});

test("a date is a wall clock of the admin's zone, over summer time as well", () => {
  expect(termOrder({ span: "until", until: "2026-12-19T20:48" }, "Europe/Moscow")).toEqual({ expiry_date: "2026-12-19T17:48:00.000Z" });
  expect(zonedMoment("2026-07-01", "Europe/Berlin")).toBe("2026-06-30T22:00:00.000Z");
  expect(zonedMoment("2026-03-29T02:30", "Europe/Berlin")).toBe("2026-03-29T01:30:00.000Z");
  expect(zonedInput("2026-12-19T17:48:00Z", "Europe/Moscow")).toBe("2026-12-19T20:48");
  expect(nextDay("2026-02-28")).toBe("2026-03-01");
  expect(termLack({ span: "until", until: "" }, "UTC", now)).toBe("missing");
  expect(termLack({ span: "until", until: "2026-11-19T17:48" }, "UTC", now)).toBe("past");
  expect(termLack({ span: "30", until: "" }, "UTC", now)).toBeNull();
});
