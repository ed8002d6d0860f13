/** What a change means to the person, as one short message. */

import type { QueryClient } from "@tanstack/react-query";
import { navigate } from "wouter/use-browser-location";
import { app } from "@/entries/app/messages";
import { modelsQuery } from "@/shared/api/queries";
import type { AccessRight } from "@/shared/api/types";
import { formatDate } from "@/shared/format/time";
import { messagesNow } from "@/shared/i18n/language";
import type { RightsChange } from "@/shared/live/rights";
import type { RequestUpdate } from "@/shared/live/use-web-socket";
import { haptic } from "@/shared/telegram/chrome";
import { LockIcon, UnlockIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

export interface Tell {
  rights: (change: RightsChange) => void;
  request: (update: RequestUpdate) => void;
}

const lines = (...parts: (string | null)[]): string => parts.filter((part) => part !== null && part !== "").join(" · ");

const openModel = (modelId: string) => () => navigate(`/models/${modelId}`);

function until({ expires_at: end }: AccessRight): string {
  const t = messagesNow(app);
  return end === null ? t.forEver : t.until(formatDate(end));
}

function tellRights({ granted, revoked, extended, action, reason }: RightsChange): void {
  const t = messagesNow(app);
  const because = reason === null || reason === "" ? null : t.reason(reason);
  const [opened] = granted;
  if (opened !== undefined) {
    const title =
      granted.length === 1 ? t.opened(opened.model_name) : t.openedMore(opened.model_name, granted.length - 1);
    const press = { label: t.open, onPress: openModel(opened.model_id) };
    toast({ tone: "won", icon: UnlockIcon, title, detail: lines(until(opened), because), action: press });
    haptic("success");
  }
  for (const right of extended) {
    toast({
      tone: "won",
      icon: UnlockIcon,
      title: t.extended(right.model_name),
      detail: lines(until(right), because),
    });
  }
  for (const { model_id: modelId, model_name: name } of revoked) {
    const title = action === "expire" ? t.ended(name) : t.revoked(name);
    const press = { label: t.ask, onPress: openModel(modelId) };
    toast({ tone: "lost", icon: LockIcon, title, detail: lines(because), action: press });
    haptic("warning");
  }
}

/** Messages for one app; names of models come from what its screens have loaded. */
export function createTell(client: QueryClient): Tell {
  return {
    rights: tellRights,
    request: ({ model_id: modelId, status, reason }) => {
      if (status !== "rejected") return; // an approval shows as the grant that it is
      const t = messagesNow(app);
      const name = client.getQueryData(modelsQuery.queryKey)?.find((model) => model.id === modelId)?.name ?? modelId;
      toast({
        tone: "neutral",
        icon: LockIcon,
        title: t.requestRejected(name),
        detail: reason === null ? "" : t.reason(reason),
      });
    },
  };
}
