import { adminWords } from "@/shared/admin/ui/messages";
import type { Reachability } from "@/shared/admin/ui/filter-fields";
import { useMessages } from "@/shared/i18n/language";
import { BellOffIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

/** Why the bot cannot write to somebody; nothing where it can. */
export function ReachTag({ state }: { state: Reachability }) {
  const t = useMessages(adminWords);
  if (state === "ok") return null;
  const words = { needs_start: t.notStarted, blocked: t.blockedBot, gone: t.accountGone };
  return (
    <Tag tone="warn" icon={BellOffIcon}>
      {words[state]}
    </Tag>
  );
}
