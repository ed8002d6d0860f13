/** Whom a draft would reach, in a sentence. */

import { editor } from "@/features/admin-broadcasts/editor-messages";
import type { BroadcastPreview } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { messagesNow } from "@/shared/i18n/language";

/** "Reaches 812 of 1,024 people: the bot cannot write to 150, 62 have switched news off or are blocked". */
export function reachWords({ matched, reachable, unreachable, muted }: BroadcastPreview): string {
  const t = messagesNow(editor);
  const out = [unreachable > 0 ? t.cannot(count(unreachable)) : "", muted > 0 ? t.muted(count(muted)) : ""].filter(Boolean);
  const said = t.reaches(count(reachable), matched);
  return out.length === 0 ? said : `${said}: ${out.join(", ")}`;
}
