import { broadcasts } from "@/features/admin-broadcasts/messages";
import type { BroadcastRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { BanIcon, CheckIcon, CircleIcon, ClockIcon, MegaphoneIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

const LOOKS = {
  draft: { icon: CircleIcon, tone: "neutral", word: "draft" },
  scheduled: { icon: ClockIcon, tone: "accent", word: "scheduled" },
  sending: { icon: MegaphoneIcon, tone: "accent", word: "sending" },
  sent: { icon: CheckIcon, tone: "won", word: "sentState" },
  cancelled: { icon: BanIcon, tone: "neutral", word: "cancelled" },
} as const;

export function BroadcastTag({ state }: { state: BroadcastRead["state"] }) {
  const t = useMessages(broadcasts);
  const { icon, tone, word } = LOOKS[state];
  return (
    <Tag icon={icon} tone={tone}>
      {t[word]}
    </Tag>
  );
}
