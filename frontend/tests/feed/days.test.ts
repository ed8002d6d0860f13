import { afterEach, expect, test } from "vitest";
import { byDay } from "@/features/feed/days";
import { setTimeZone } from "@/shared/format/time";
import { closedOf } from "./fixtures";

afterEach(() => setTimeZone(null));

test("closed signals stand under their day in the reader's zone, with what the day came to", () => {
  setTimeZone("Europe/Moscow");
  const late = closedOf("won", { created_at: "2026-11-18T21:30:00+00:00" }); // 19 Nov there
  const lost = closedOf("lost", { created_at: "2026-11-18T20:30:00+00:00" });
  const expired = closedOf("expired", { created_at: "2026-11-18T08:00:00+00:00" });
  const days = byDay([late, lost, expired]);
  expect(days.map((day) => [day.key, day.signals.length, day.netR])).toEqual([
    ["2026-11-19", 1, 1.1],
    ["2026-11-18", 2, -1.17],
  ]);
});

test("a replay's signals stand under the close that they were made at, not under today", () => {
  setTimeZone("UTC");
  const replayed = { replay: true, timeframe: "1d", candle_at: "2025-05-04T14:00:00+00:00" };
  const [day] = byDay([closedOf("won", { ...replayed, created_at: "2026-11-24T23:51:35+00:00" })]);
  expect(day?.key).toBe("2025-05-05");
});
