/** What a broadcast shows of itself in one row. */

import { doneOf } from "@/features/admin-broadcasts/done";
import { readIn } from "@/features/admin-broadcasts/draft";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import type { BroadcastRead } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { ago, formatDayTime } from "@/shared/format/time";
import { language, messagesNow } from "@/shared/i18n/language";
import { plainText } from "@/shared/ui/telegram-text";

/** The first line that says something, without markup, in the admin's language where there is one. */
export function firstLine({ texts }: Pick<BroadcastRead, "texts">): string {
  const lines = plainText(readIn(texts, language())).split("\n");
  return lines.find((line) => line.trim() !== "") ?? "";
}

/** When it is to start, when it began, or when the draft was touched last. */
export function whenWords({ state, updated_at: touched, scheduled_at: planned, started_at: started }: BroadcastRead): string {
  if (state === "draft") return messagesNow(broadcasts).edited(ago(touched));
  return formatDayTime(started ?? planned ?? touched);
}

export const authorWords = ({ author, created_by: id }: BroadcastRead): string => author ?? `ID ${id}`;

/** "412 of 812", while it is being sent. */
export function progressWords({ progress }: BroadcastRead): string {
  const t = messagesNow(broadcasts);
  return progress.is_complete ? t.progressOf(count(doneOf(progress)), count(progress.total)) : t.counting;
}
