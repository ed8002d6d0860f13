import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { AccessRow } from "@/features/admin-person/access-rows";
import { revokeModel, type RevokeInput } from "@/features/admin-person/calls";
import { lossWords } from "@/features/admin-person/effect-words";
import { person as texts } from "@/features/admin-person/messages";
import type { SheetOf } from "@/features/admin-person/opened";
import { takeAccess, tellDone, undoVersion } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { personName } from "@/shared/admin/ui/person-name";
import { refusal } from "@/shared/admin/ui/refusal";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { AccessRight } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { HistoryIcon, InfoIcon, LockIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";

export function RevokeSheet({ detail, onClose, row, right }: SheetOf & { row: AccessRow; right: AccessRight }) {
  const t = useMessages(texts);
  const client = useQueryClient();
  const now = useServerNow();
  const [reason, setReason] = useState("");
  const id = detail.user.telegram_id;
  const version = detail.access.subscription_version;
  const revoke = useOrder(
    id,
    (input: RevokeInput) => revokeModel(id, input),
    (access) => {
      const written = access.subscription_version;
      takeAccess(client, id, access);
      tellDone(t.revoked(row.name), t.versionNow(written), () => void undoVersion(client, id, written));
      onClose();
    },
  );
  return (
    <ConfirmSheet
      title={t.revokeTitle(row.name, personName(detail.user))}
      effects={[
        { icon: LockIcon, text: lossWords(right.expires_at, now) },
        { icon: InfoIcon, text: t.reasonSeen },
        { icon: HistoryIcon, text: t.undoWrites(version, version + 1, version + 2) },
      ]}
      reason={{ value: reason, onChange: setReason, hint: t.reasonHint, maxLength: 1000 }}
      verb={t.revokeVerb(row.name)}
      kind="alarm"
      isBusy={revoke.isPending}
      error={revoke.isError ? refusal(revoke.error) : undefined}
      onConfirm={() => revoke.mutate({ modelId: row.modelId, reason: reason.trim() === "" ? null : reason.trim() })}
      onClose={onClose}
    />
  );
}
