import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccessRow } from "@/features/admin-person/access-rows";
import { rejectRequest, type RejectInput } from "@/features/admin-person/calls";
import { person as texts } from "@/features/admin-person/messages";
import type { SheetOf } from "@/features/admin-person/opened";
import { waitingQuery } from "@/features/admin-person/queries";
import { readAgain, tellDone } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { personName } from "@/shared/admin/ui/person-name";
import { refusal } from "@/shared/admin/ui/refusal";
import type { AdminRequestRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { InboxIcon, LockIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";

export function RejectSheet({ detail, onClose, row, request }: SheetOf & { row: AccessRow; request: AdminRequestRead }) {
  const t = useMessages(texts);
  const client = useQueryClient();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const id = detail.user.telegram_id;
  const reject = useOrder(
    id,
    (input: RejectInput, key) => rejectRequest(input, key),
    () => {
      client.setQueryData(waitingQuery(id).queryKey, (known) => known?.filter((one) => one.id !== request.id));
      readAgain(client, id);
      tellDone(t.rejected(row.name));
      onClose();
    },
  );
  const confirm = () => {
    if (reason.trim() === "") setMissing(true);
    else reject.mutate({ requestId: request.id, reason: reason.trim() });
  };
  return (
    <ConfirmSheet
      title={t.rejectTitle(row.name, personName(detail.user))}
      effects={[
        { icon: InboxIcon, text: t.rejectEffect },
        { icon: LockIcon, text: t.rejectStays },
      ]}
      reason={{
        value: reason,
        onChange: setReason,
        hint: t.reasonHint,
        maxLength: 1000,
        error: isMissing && reason.trim() === "" ? t.reasonNeeded : undefined,
      }}
      verb={t.rejectVerb}
      kind="alarm"
      isBusy={reject.isPending}
      error={reject.isError ? refusal(reject.error) : undefined}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
