/** What an order will do, said before it is given. */

import { person as texts } from "@/features/admin-person/messages";
import { daysMoved, type TermEffect } from "@/shared/admin/ui/term";
import { formatDateTime, timeLeft } from "@/shared/format/time";
import { messagesNow } from "@/shared/i18n/language";

/** "Shadow Stack opens now and ends 19 Dec 2026, 20:48." */
export function termWords(model: string, effect: TermEffect): string {
  const t = messagesNow(texts);
  switch (effect.kind) {
    case "opens":
      return effect.end === null ? t.opensForEver(model) : t.opensUntil(model, formatDateTime(effect.end));
    case "nothing":
      return effect.end === null ? t.alreadyForEver(model) : t.alreadySame(model, formatDateTime(effect.end));
    case "moves":
      return movedWords(model, effect.from, effect.to);
  }
}

function movedWords(model: string, from: string | null, to: string | null): string {
  const t = messagesNow(texts);
  if (to === null) return t.runsForEver(model, from === null ? "" : formatDateTime(from));
  if (from === null) return t.endsInstead(model, formatDateTime(to));
  const days = daysMoved(from, to) ?? 0;
  const said = t.runsUntil(model, formatDateTime(to), formatDateTime(from));
  return days < 0 ? `${said} ${t.shortened(-days)}` : said;
}

/** The same for a sheet that is about the end alone. */
export function endWords(effect: TermEffect, forEver: string): string | null {
  if (effect.kind !== "moves") return null;
  const t = messagesNow(texts);
  const [from, to] = [effect.from, effect.to].map((end) => (end === null ? forEver : formatDateTime(end))) as [string, string];
  const days = daysMoved(effect.from, effect.to);
  if (days === null || days === 0) return t.endMoved(from, to);
  return days > 0 ? t.endLater(from, to, days) : t.endEarlier(from, to, -days);
}

/** What closes with a right. */
export function lossWords(end: string | null, now: number): string {
  const t = messagesNow(texts);
  return end === null ? t.closesForEver : t.closesLosing(timeLeft(end, now));
}
