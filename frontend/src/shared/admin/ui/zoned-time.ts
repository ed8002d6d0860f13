/** What date fields give ("2026-11-27", "2026-11-27T18:00"), as moments in the zone that times are told in, and back. */

const MINUTE = 60_000;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

function wallClock(at: number, zone: string): number {
  const options = { year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" } as const;
  const format = new Intl.DateTimeFormat("en-US", { ...options, hourCycle: "h23", timeZone: zone });
  const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return Date.UTC(part("year"), part("month") - 1, part("day"), part("hour"), part("minute"));
}

const offset = (zone: string, at: number): number => wallClock(at, zone) - Math.floor(at / MINUTE) * MINUTE;

/** A whole day that exists; a field that is being typed in gives less. */
export function isDay(written: string): boolean {
  return DAY.test(written) && !Number.isNaN(Date.parse(`${written}T00:00Z`));
}

/**
 * The moment when clocks of the zone show this; null where it is no time. An hour that summer time skips is taken as the one
 * after it.
 */
export function zonedMoment(written: string, zone: string): string | null {
  const wall = Date.parse(`${DAY.test(written) ? `${written}T00:00` : written.slice(0, 16)}Z`);
  if (Number.isNaN(wall)) return null;
  const near = wall - offset(zone, wall);
  return new Date(wall - offset(zone, near)).toISOString();
}

/** "2026-11-27T18:00" for a field of date and time. */
export function zonedInput(at: string | number, zone: string): string {
  return new Date(wallClock(typeof at === "number" ? at : Date.parse(at), zone)).toISOString().slice(0, 16);
}

/** "2026-11-28" after "2026-11-27". */
export function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00Z`) + 24 * 60 * MINUTE).toISOString().slice(0, 10);
}
