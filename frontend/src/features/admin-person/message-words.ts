/** What the bot told somebody, or did not, in words. */

import { messageTexts } from "@/features/admin-person/message-messages";
import type { NotificationRead } from "@/shared/api/types";
import { serialNumber } from "@/shared/format/ids";
import { formatDateTime } from "@/shared/format/time";
import { messagesNow } from "@/shared/i18n/language";

type Texts = (typeof messageTexts)["en"];
type Plain = { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts];

const ACCESS: Readonly<Record<string, Plain>> = {
  grant: "granted",
  extend: "extended",
  revoke: "revoked",
  undo: "putBack",
  expire: "ended",
};

/** "Shadow Stack #120" of "signal:shadow-stack:120". */
function signalName(subject: string, nameOf: (modelId: string) => string): string {
  const [, model = "", seq = ""] = subject.split(":");
  return /^\d+$/.test(seq) ? `${nameOf(model)} ${serialNumber(Number(seq))}` : nameOf(model);
}

function reminder(stage: string): string {
  const t = messagesNow(messageTexts);
  const days = /^(\d+)d$/.exec(stage)?.[1];
  return days === undefined ? t.expiry : t.endsIn(Number(days));
}

/** "New signal, Shadow Stack #120", "Ends in 3 days", "Access: granted", "Broadcast". */
export function messageTitle({ kind, subject, stage }: NotificationRead, nameOf: (modelId: string) => string): string {
  const t = messagesNow(messageTexts);
  switch (kind) {
    case "signal":
      return t.signal(signalName(subject, nameOf));
    case "resolved":
      return t.resolved(signalName(subject, nameOf));
    case "access": {
      const word = ACCESS[stage];
      return t.access(word === undefined ? t.changed : t[word]);
    }
    case "expiry":
      return subject.startsWith("end:") ? reminder(stage) : t.access(t.ended);
    case "request":
      return stage === "approved" ? t.approved : stage === "rejected" ? t.rejected : t.request;
    case "broadcast":
      return stage.startsWith("test:") ? t.test : t.broadcast;
    case "admin":
      return stage === "answered" ? t.adminAnswered : t.adminAsked;
  }
}

const WHY: Readonly<Record<string, Plain>> = {
  muted: "muted",
  low_confidence: "lowConfidence",
  not_held: "notHeld",
  renewed: "renewed",
  outdated: "outdated",
  needs_start: "needsStart",
  blocked: "blocked",
  gone: "gone",
  account_blocked: "accountBlocked",
  answered: "answered",
  bot_off: "botOffWhy",
  cancelled: "calledOff",
  refused: "refused",
  digest: "inDigest",
  quiet_hours: "quietHours",
  retry: "retryWhy",
};

/** "Not sent: switched off by them"; a reason that this version does not know stands as it is. */
export function messageState({ state, why, due_at: due }: NotificationRead): string {
  const t = messagesNow(messageTexts);
  const key = why === null ? undefined : WHY[why];
  const reason = why === null ? null : key === undefined ? why : t[key];
  const words = { pending: t.pending, sent: t.sent, skipped: t.skipped, failed: t.failed, cancelled: t.cancelled };
  const said = reason === null ? words[state] : `${words[state]}: ${reason}`;
  return state === "pending" && why !== null ? `${said}, ${t.until(formatDateTime(due))}` : said;
}
