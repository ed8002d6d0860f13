/** Dates and times by Intl, in the language and the zone chosen now. Parts are put in one order, which engines disagree about. */

import { formats } from "@/shared/format/messages";
import { timeZone } from "@/shared/format/zone";
import { language, messagesNow } from "@/shared/i18n/language";

export { isTimeZone, setTimeZone, timeZone, zoneLabel, zoneOffset } from "@/shared/format/zone";

/** What the API sends (ISO 8601), a Date, or milliseconds. */
export type Moment = string | number | Date;

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const made = new Map<string, Intl.DateTimeFormat>();

type Names = Partial<Record<Intl.DateTimeFormatPartTypes, string>>;

/** "en-US" and not another English: it alone writes "Sep" in every engine. */
function locale(): string {
  return language() === "ru" ? "ru" : "en-US";
}

function parts(at: Moment, options: Intl.DateTimeFormatOptions): Names {
  const key = `${locale()} ${timeZone()} ${Object.values(options).join(" ")}`;
  let formatter = made.get(key);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat(locale(), { ...options, timeZone: timeZone() });
    made.set(key, formatter);
  }
  return Object.fromEntries(formatter.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
}

const CLOCK = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" } as const;
const DATE = { day: "numeric", month: "short", year: "numeric", weekday: "short" } as const;
const LONG = { day: "numeric", month: "long", year: "numeric", weekday: "long" } as const;

function milliseconds(at: Moment): number {
  return new Date(at).getTime();
}

/** "18:00". */
export function formatTime(at: Moment): string {
  const { hour = "", minute = "" } = parts(at, CLOCK);
  return `${hour}:${minute}`;
}

/** "20:48:05". */
export function formatTimeExact(at: Moment): string {
  const { hour = "", minute = "", second = "" } = parts(at, CLOCK);
  return `${hour}:${minute}:${second}`;
}

/** "19 Nov", "19 нояб.". */
export function formatDay(at: Moment): string {
  const { day = "", month = "" } = parts(at, DATE);
  return `${day}\u00a0${month}`;
}

/** "19 Nov 2026". */
export function formatDate(at: Moment): string {
  return `${formatDay(at)} ${parts(at, DATE).year ?? ""}`;
}

/** "19 Nov, 14:00". */
export function formatDayTime(at: Moment): string {
  return `${formatDay(at)}, ${formatTime(at)}`;
}

/** "19 Nov 2026, 18:00". */
export function formatDateTime(at: Moment): string {
  return `${formatDate(at)}, ${formatTime(at)}`;
}

/** "Thu 19 Nov 2026", "чт 19 нояб. 2026". */
export function formatWeekday(at: Moment): string {
  return `${parts(at, DATE).weekday ?? ""} ${formatDate(at)}`;
}

/** "Thu 19": the label of a bar in a chart of days. */
export function formatWeekdayShort(at: Moment): string {
  const { weekday = "", day = "" } = parts(at, DATE);
  return `${weekday}\u00a0${day}`;
}

/** "November 2026", "Ноябрь 2026". */
export function formatMonth(at: Moment): string {
  const { month = "", year = "" } = parts(at, { month: "long", year: "numeric" });
  return `${capitalised(month)} ${year}`;
}

/** "Mar 25", "март 25": on the axis of a chart. */
export function formatMonthShort(at: Moment): string {
  const { month = "", year = "" } = parts(at, { month: "short", year: "2-digit" });
  return `${month}\u00a0${year}`;
}

/** "2026-11-19" in the zone: the same for all moments of one day. */
export function dayKey(at: Moment): string {
  const { year = "", month = "", day = "" } = parts(at, { year: "numeric", month: "2-digit", day: "2-digit" });
  return `${year}-${month}-${day}`;
}

/** Midnights between now and then: 0 today, 1 tomorrow, below zero in the past. */
export function daysUntil(at: Moment, now: Moment = Date.now()): number {
  return Math.round((Date.parse(dayKey(at)) - Date.parse(dayKey(now))) / DAY);
}

/** "Today, 19 Nov", "Yesterday, 18 Nov", "Tue, 17 Nov"; "Сегодня, 19 ноября", "Вторник, 17 ноября". */
export function dayHeading(at: Moment, now: Moment = Date.now()): string {
  const texts = messagesNow(formats);
  const named: Record<string, string> = { "-1": texts.yesterday, "0": texts.today, "1": texts.tomorrow };
  const { weekday = "", day = "", month = "", year = "" } = parts(at, language() === "ru" ? LONG : DATE);
  const isThisYear = year === parts(now, DATE).year;
  const name = named[String(daysUntil(at, now))] ?? capitalised(weekday);
  return `${name}, ${day}\u00a0${month}${isThisYear ? "" : ` ${year}`}`;
}

/** "45 s", "42 min", "5 h 12 min", "1 day 7 h", "2 days": rounded down, never below zero. */
export function duration(span: number): string {
  const texts = messagesNow(formats);
  const left = Math.max(0, span);
  if (left < MINUTE) return texts.seconds(Math.floor(left / SECOND));
  if (left < HOUR) return texts.minutes(Math.floor(left / MINUTE));
  if (left < DAY) return joined(texts.hours(Math.floor(left / HOUR)), texts.minutes, Math.floor((left % HOUR) / MINUTE));
  if (left < 2 * DAY) return joined(texts.days(1), texts.hours, Math.floor((left % DAY) / HOUR));
  return texts.days(Math.floor(left / DAY));
}

/** What is left until a moment: calendar days from two on, as a person counts them, else hours and minutes. */
export function timeLeft(until: Moment, now: Moment = Date.now()): string {
  const days = daysUntil(until, now);
  const left = milliseconds(until) - milliseconds(now);
  return days >= 2 && left >= DAY ? messagesNow(formats).days(days) : duration(left);
}

/** "just now", "18 min ago", "5 h ago", "yesterday", "3 days ago"; a date once it is over a month. */
export function ago(at: Moment, now: Moment = Date.now()): string {
  const texts = messagesNow(formats);
  const passed = milliseconds(now) - milliseconds(at);
  if (passed < MINUTE) return texts.justNow;
  if (passed < HOUR) return texts.ago(texts.minutes(Math.floor(passed / MINUTE)));
  if (passed < DAY) return texts.ago(texts.hours(Math.floor(passed / HOUR)));
  const days = -daysUntil(at, now);
  if (days > 30) return formatDate(at);
  return days === 1 ? texts.agoYesterday : texts.ago(texts.days(days));
}

/** Like `ago`, by the second below a minute: "2 s ago". */
export function agoExact(at: Moment, now: Moment = Date.now()): string {
  const texts = messagesNow(formats);
  const passed = Math.max(0, milliseconds(now) - milliseconds(at));
  return passed < MINUTE ? texts.ago(texts.seconds(Math.floor(passed / SECOND))) : ago(at, now);
}

function joined(first: string, unit: (n: number) => string, rest: number): string {
  return rest === 0 ? first : `${first} ${unit(rest)}`;
}

function capitalised(word: string): string {
  return word.charAt(0).toLocaleUpperCase(language()) + word.slice(1);
}
