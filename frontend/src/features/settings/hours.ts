/** Times of day, "HH:MM". */

const DAY = 24 * 60;

function minutes(time: string): number {
  const [hour = "0", minute = "0"] = time.split(":");
  return Number(hour) * 60 + Number(minute);
}

export function isTime(text: string): boolean {
  return /^([01]\d|2[0-3]):[0-5]\d$/.test(text);
}

/** Milliseconds from one time of day to another, past midnight where it ends before it starts. */
export function span(from: string, to: string): number {
  return ((minutes(to) - minutes(from) + DAY) % DAY) * 60_000;
}
