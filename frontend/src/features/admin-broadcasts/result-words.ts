/** Where a broadcast stands, in a sentence. */

import { doneOf } from "@/features/admin-broadcasts/done";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import type { BroadcastRead } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { formatDateTime } from "@/shared/format/time";
import { messagesNow } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";

export function resultWords({ state, progress, scheduled_at: at }: BroadcastRead): string {
  const t = messagesNow(broadcasts);
  if (state === "scheduled") {
    return at === null || Date.parse(at) <= sessionStore.now() ? t.startsNow : t.startsAt(formatDateTime(at));
  }
  if (state === "sending") return progress.is_complete ? t.doneOf(count(doneOf(progress)), count(progress.total)) : t.counting;
  return state === "sent" ? t.finished(progress.sent) : t.stopped(progress.sent);
}
