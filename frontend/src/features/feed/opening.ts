/** When the market opens again, as a person says it. */

import { feed } from "@/features/feed/messages";
import { daysUntil, formatDate, formatTime, timeZone } from "@/shared/format/time";
import { messagesNow } from "@/shared/i18n/language";

const DAYS = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"] as const;

function dayOfWeek(at: string): (typeof DAYS)[number] {
  const name = new Intl.DateTimeFormat("en-US", { weekday: "long", timeZone: timeZone() }).format(new Date(at));
  return DAYS.find((day) => day === name.toLowerCase()) ?? "monday";
}

/** "today at 22:00", "on Sunday at 22:00", "on 2 Jan 2027 at 09:00". */
export function openingWords(at: string, now: number): string {
  const t = messagesNow(feed);
  const days = daysUntil(at, now);
  if (days <= 1) return t.on(days <= 0 ? t.today : t.tomorrow, formatTime(at));
  return t.on(days < DAYS.length ? t[dayOfWeek(at)] : t.date(formatDate(at)), formatTime(at));
}
