import { model as texts } from "@/features/model/messages";
import { useNewestRequest } from "@/features/model/use-request";
import type { AccessRight } from "@/shared/api/types";
import { timeLeft } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Banner } from "@/shared/ui/banner";
import { Button } from "@/shared/ui/button";
import { ClockIcon, InboxIcon } from "@/shared/ui/icons";

export interface ExtensionProps {
  right: AccessRight;
  end: string;
  now: number;
  onAsk: () => void;
}

/** Before an end: how long, and the way to more; once asked, what became of it. */
export function Extension({ right, end, now, onAsk }: ExtensionProps) {
  const t = useMessages(texts);
  const { request } = useNewestRequest(right.model_id);
  if (request?.status === "pending") {
    return (
      <Banner tone="accent" icon={InboxIcon}>
        {t.extensionRequested}
      </Banner>
    );
  }
  // A refusal that is older than the right is of an earlier time.
  const isDeclined = request?.status === "rejected" && request.created_at > right.granted_at;
  const reason = isDeclined ? request.decision_reason : null;
  return (
    <Banner
      tone="warn"
      icon={ClockIcon}
      action={
        <Button kind="plain" onClick={onAsk}>
          {t.askToExtend}
        </Button>
      }
    >
      {t.endsSoon(timeLeft(end, now))}{" "}
      {isDeclined && (reason === null ? t.extensionDeclinedPlain : t.extensionDeclined(reason))}
    </Banner>
  );
}
