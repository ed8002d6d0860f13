import { useState } from "react";
import { useRejection } from "@/shared/admin/requests/decide";
import { requests } from "@/shared/admin/requests/messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { personName } from "@/shared/admin/ui/person-name";
import type { AdminRequestRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { InboxIcon, PhoneIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";

export function RejectSheet({ request, onClose }: { request: AdminRequestRead; onClose: () => void }) {
  const t = useMessages(requests);
  const { nameOf } = useKnownModels();
  const rejection = useRejection();
  const [reason, setReason] = useState("");
  const isMissing = reason.trim() === "";
  return (
    <ConfirmSheet
      title={t.rejectTitle(nameOf(request.model_id), personName(request))}
      effects={[
        { icon: PhoneIcon, text: t.effectScreen },
        { icon: InboxIcon, text: t.effectAgain },
      ]}
      reason={{ value: reason, onChange: setReason, hint: t.reasonHint }}
      verb={t.rejectVerb}
      kind="alarm"
      isBusy={rejection.isPending}
      disabledReason={isMissing ? t.reasonMissing : null}
      onConfirm={() => rejection.mutate({ request, reason: reason.trim() }, { onSettled: onClose })}
      onClose={onClose}
    />
  );
}
