/** Dates for lists that draw hundreds of them while one scrolls: writing one anew costs more than drawing its row. */

import type { PointerEvent } from "react";
import { formatDate, formatDateTime, timeZone } from "@/shared/format/time";
import { language } from "@/shared/i18n/language";

const MOST = 20_000;
const written = new Map<string, string>();

/** "21 Nov 2026", kept for the next time it is asked. */
export function listDate(at: string): string {
  const key = `${language()} ${timeZone()} ${at}`;
  const known = written.get(key);
  if (known !== undefined) return known;
  if (written.size >= MOST) written.clear();
  const fresh = formatDate(at);
  written.set(key, fresh);
  return fresh;
}

/** The hour as a tooltip, written once a pointer comes. */
export const tellHour =
  (at: string) =>
  ({ currentTarget }: PointerEvent<HTMLElement>): void => {
    currentTarget.title = formatDateTime(at);
  };
