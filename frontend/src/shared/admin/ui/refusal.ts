/** Why the server did not do as asked, in words for an admin. */

import { adminWords } from "@/shared/admin/ui/messages";
import { messagesNow } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";

type Texts = (typeof adminWords)["en"];
type Plain = { [Key in keyof Texts]: Texts[Key] extends string ? Key : never }[keyof Texts];

const known: Readonly<Record<string, Plain>> = {
  last_admin: "refusedLastAdmin",
  changed_since: "refusedChangedSince",
  not_undoable: "refusedNotUndoable",
  already_decided: "refusedDecided",
  model_retired: "refusedRetired",
  invalid_expiry: "refusedExpiry",
  unknown_user: "refusedUnknownUser",
  unknown_model: "refusedUnknownModel",
  unknown_template: "refusedUnknownTemplate",
  bot_off: "refusedBotOff",
  not_a_draft: "refusedNotADraft",
  broadcast_over: "refusedOver",
  unsendable_text: "refusedUnsendable",
  unknown_broadcast: "refusedUnknownBroadcast",
  admin_required: "refusedAdmin",
  waits_for_second_admin: "refusedWaits",
  no_second_admin: "refusedNoSecond",
  own_order: "refusedOwn",
  asker_no_admin: "refusedAsker",
};

/** One or two sentences, with the request's id where nobody foresaw the refusal. */
export function refusal(error: unknown): string {
  const t = messagesNow(adminWords);
  if (!(error instanceof ApiError)) {
    return error instanceof DOMException && error.name === "TimeoutError" ? t.refusedTimeout : t.refusedNetwork;
  }
  const key = Object.hasOwn(known, error.code) ? known[error.code] : undefined;
  if (key !== undefined) return t[key];
  const said = error.status === 429 || error.status >= 500 ? t.refusedBusy : t.refusedOther(error.message);
  return error.requestId === null ? said : `${said} ${t.request(error.requestId)}.`;
}
