import { afterAll, beforeEach, describe, expect, it } from "vitest";
import * as time from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const now = "2026-11-19T17:48:05Z";
/** No-break spaces as plain ones: where lines may break is not what is told here. */
const plain = (text: string) => text.replaceAll("\u00a0", " ");

beforeEach(() => {
  setLanguage("en");
  time.setTimeZone("Europe/Moscow");
});
afterAll(() => time.setTimeZone(null));

describe("dates in English", () => {
  it("are told in the zone, by day, month and year", () => {
    expect(time.formatTime(now)).toBe("20:48");
    expect(time.formatTimeExact(now)).toBe("20:48:05");
    expect(plain(time.formatDay(now))).toBe("19 Nov");
    expect(plain(time.formatDate(now))).toBe("19 Nov 2026");
    expect(plain(time.formatDayTime(now))).toBe("19 Nov, 20:48");
    expect(plain(time.formatDateTime("2026-09-30T06:00:00Z"))).toBe("30 Sep 2026, 09:00");
    expect(plain(time.formatWeekday(now))).toBe("Thu 19 Nov 2026");
    expect(plain(time.formatWeekdayShort(now))).toBe("Thu 19");
    expect(plain(time.formatMonth(now))).toBe("November 2026");
    expect(plain(time.formatMonthShort("2025-03-03T00:00:00Z"))).toBe("Mar 25");
  });

  it("have midnight as 00, and follow the zone over it", () => {
    expect(time.formatTime("2026-11-19T21:00:00Z")).toBe("00:00");
    expect(time.dayKey("2026-11-19T21:00:00Z")).toBe("2026-11-20");
    time.setTimeZone("America/New_York");
    expect(time.formatTime(now)).toBe("12:48");
    expect(time.dayKey("2026-11-20T04:00:00Z")).toBe("2026-11-19");
  });

  it("fall back to the device's zone for one that it does not know", () => {
    time.setTimeZone(null);
    const device = time.timeZone();
    time.setTimeZone("Mars/Olympus");
    expect(time.timeZone()).toBe(device);
    expect(time.isTimeZone("Mars/Olympus")).toBe(false);
  });
});

describe("dates in Russian", () => {
  beforeEach(() => setLanguage("ru"));

  it("decline the month and leave out the year's letter", () => {
    expect(plain(time.formatDate(now))).toBe("19 нояб. 2026");
    expect(plain(time.formatDateTime(now))).toBe("19 нояб. 2026, 20:48");
    expect(plain(time.formatMonth(now))).toBe("Ноябрь 2026");
  });

  it("head days by long names", () => {
    expect(plain(time.dayHeading(now, now))).toBe("Сегодня, 19 ноября");
    expect(plain(time.dayHeading("2026-11-18T12:00:00Z", now))).toBe("Вчера, 18 ноября");
    expect(plain(time.dayHeading("2026-11-17T12:00:00Z", now))).toBe("Вторник, 17 ноября");
  });
});

describe("dayHeading", () => {
  it("names the days next to now and adds the year of others", () => {
    expect(plain(time.dayHeading(now, now))).toBe("Today, 19 Nov");
    expect(plain(time.dayHeading("2026-11-18T12:00:00Z", now))).toBe("Yesterday, 18 Nov");
    expect(plain(time.dayHeading("2026-11-20T12:00:00Z", now))).toBe("Tomorrow, 20 Nov");
    expect(plain(time.dayHeading("2026-11-17T12:00:00Z", now))).toBe("Tue, 17 Nov");
    expect(plain(time.dayHeading("2025-11-17T12:00:00Z", now))).toBe("Mon, 17 Nov 2025");
  });

  it("goes by the zone's midnight, not by 24 hours", () => {
    expect(plain(time.dayHeading("2026-11-18T21:30:00Z", now))).toBe("Today, 19 Nov");
  });
});

describe("duration", () => {
  it.each([
    [-5, "0 s"],
    [45_000, "45 s"],
    [42 * MINUTE + 59_000, "42 min"],
    [5 * HOUR + 12 * MINUTE, "5 h 12 min"],
    [5 * HOUR, "5 h"],
    [DAY + 7 * HOUR, "1 day 7 h"],
    [DAY, "1 day"],
    [2 * DAY, "2 days"],
    [56 * DAY + 5 * HOUR, "56 days"],
  ])("%i ms", (span, text) => {
    expect(plain(time.duration(span))).toBe(text);
  });

  it.each([
    [5 * HOUR + 12 * MINUTE, "5 ч 12 мин"],
    [DAY + 7 * HOUR, "1 день 7 ч"],
    [2 * DAY, "2 дня"],
    [5 * DAY, "5 дней"],
    [21 * DAY, "21 день"],
  ])("%i ms in Russian", (span, text) => {
    setLanguage("ru");
    expect(plain(time.duration(span))).toBe(text);
  });
});

describe("timeLeft", () => {
  it("counts calendar days from two on", () => {
    expect(plain(time.timeLeft("2026-11-21T15:00:00Z", now))).toBe("2 days");
    expect(plain(time.timeLeft("2027-01-14T09:00:00Z", now))).toBe("56 days");
    expect(plain(time.timeLeft("2026-11-20T19:00:00Z", now))).toBe("1 day 1 h");
    expect(plain(time.timeLeft("2026-11-19T18:30:05Z", now))).toBe("42 min");
    expect(plain(time.timeLeft("2026-11-18T00:00:00Z", now))).toBe("0 s");
  });

  it("counts no two days out of 23 hours, which two midnights may lie in", () => {
    expect(time.daysUntil("2026-11-21T21:00:00Z", "2026-11-20T20:59:00Z")).toBe(2);
    expect(plain(time.timeLeft("2026-11-21T20:30:00Z", "2026-11-20T20:59:00Z"))).toBe("23 h 31 min");
  });

  it("survives the day on which the clocks are changed", () => {
    time.setTimeZone("Europe/Berlin");
    expect(time.daysUntil("2026-10-26T12:00:00Z", "2026-10-24T12:00:00Z")).toBe(2);
    expect(time.daysUntil("2026-03-30T12:00:00Z", "2026-03-28T12:00:00Z")).toBe(2);
  });
});

describe("ago", () => {
  const before = (span: number) => new Date(new Date(now).getTime() - span);

  it.each([
    [-5000, "just now"],
    [59_000, "just now"],
    [18 * MINUTE, "18 min ago"],
    [5 * HOUR, "5 h ago"],
    [DAY, "yesterday"],
    [2 * DAY, "2 days ago"],
    [40 * DAY, "10 Oct 2026"],
  ])("%i ms", (span, text) => {
    expect(plain(time.ago(before(span), now))).toBe(text);
  });

  it("speaks Russian", () => {
    setLanguage("ru");
    expect(plain(time.ago(before(18 * MINUTE), now))).toBe("18 мин назад");
    expect(plain(time.ago(before(DAY), now))).toBe("вчера");
    expect(plain(time.ago(before(3 * DAY), now))).toBe("3 дня назад");
    expect(time.ago(before(0), now)).toBe("только что");
  });

  it("may be exact below a minute", () => {
    expect(plain(time.agoExact(before(2000), now))).toBe("2 s ago");
    expect(plain(time.agoExact(before(2 * MINUTE), now))).toBe("2 min ago");
  });
});

describe("zones", () => {
  it("are labelled by city and distance from UTC at that time", () => {
    expect(time.zoneLabel("Europe/Moscow", new Date(now))).toBe("Moscow, UTC+3");
    expect(time.zoneLabel("America/New_York", new Date(now))).toBe("New York, UTC−5");
    expect(time.zoneLabel("America/New_York", new Date("2026-07-01"))).toBe("New York, UTC−4");
    expect(time.zoneLabel("Asia/Kolkata", new Date(now))).toBe("Kolkata, UTC+5:30");
    expect(time.zoneLabel("UTC", new Date(now))).toBe("UTC");
  });
});
