import { useState } from "react";
import { locked } from "@/features/model/messages";
import { MOST_LETTERS } from "@/features/model/request-form";
import { useRequest, useRequestProblem } from "@/features/model/use-request";
import { formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useClosingConfirmation } from "@/shared/telegram/chrome";
import { ClockIcon, InboxIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";
import { toast } from "@/shared/ui/toasts";

export interface ExtendSheetProps {
  modelId: string;
  modelName: string;
  end: string;
  onClose: () => void;
}

/** Asking for more time of what is open: the same request, with what it means for the time that is left. */
export function ExtendSheet({ modelId, modelName, end, onClose }: ExtendSheetProps) {
  const t = useMessages(locked);
  const [message, setMessage] = useState("");
  const { mutate, isPending, error } = useRequest(modelId, () => {
    toast({ icon: InboxIcon, tone: "accent", title: t.sentToast(modelName), detail: t.decidesHow });
    onClose();
  });
  const problem = useRequestProblem(error);
  useClosingConfirmation(message.trim() !== "");
  return (
    <ConfirmSheet
      title={t.extendTitle(modelName)}
      effects={[
        { icon: ClockIcon, text: t.extendKept(formatDateTime(end)) },
        { icon: InboxIcon, text: `${t.decides}. ${t.decidesHow}` },
      ]}
      reason={{
        label: t.message,
        hint: t.optional,
        value: message,
        maxLength: MOST_LETTERS,
        placeholder: t.extendPlaceholder,
        onChange: setMessage,
      }}
      verb={t.extendSend}
      keepLabel={t.notNow}
      isBusy={isPending}
      error={problem ?? undefined}
      onConfirm={() => mutate(message)}
      onClose={onClose}
    />
  );
}
