import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { undoChange, type UndoInput } from "@/features/admin-person/calls";
import { person as texts } from "@/features/admin-person/messages";
import type { SheetOf } from "@/features/admin-person/opened";
import { personQuery } from "@/features/admin-person/queries";
import { readAgain, takeDetail, tellDone } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { historyTitle } from "@/shared/admin/ui/history-words";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { refusal } from "@/shared/admin/ui/refusal";
import type { HistoryEntry } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { HistoryIcon, RefreshIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";

type Texts = (typeof texts)["en"];

function putsBack(action: string, t: Texts): string {
  const known: Record<string, string> = { role: t.undoRole, block: t.undoBlock, unblock: t.undoUnblock };
  return known[action] ?? t.undoPutsBack;
}

/** Undo is a change of its own, so it has a reason of its own. */
export function UndoSheet({ detail, onClose, entry }: SheetOf & { entry: HistoryEntry }) {
  const t = useMessages(texts);
  const client = useQueryClient();
  const { nameOf } = useKnownModels();
  const [reason, setReason] = useState("");
  const [isMissing, setMissing] = useState(false);
  const id = detail.user.telegram_id;
  const next = entry.version + 1;
  const undo = useOrder(
    id,
    (input: UndoInput, key) => undoChange(input, key),
    (result) => {
      readAgain(client, id);
      void client
        .query({ ...personQuery(id), staleTime: 0 })
        .then((fresh) => takeDetail(client, id, fresh))
        .catch(() => undefined);
      tellDone(result.changed > 0 ? t.undone(next) : t.nothingChanged);
      onClose();
    },
  );
  const confirm = () => {
    if (reason.trim() === "") setMissing(true);
    else undo.mutate({ historyId: entry.id, reason: reason.trim() });
  };
  return (
    <ConfirmSheet
      title={t.undoTitle(historyTitle(entry, nameOf))}
      effects={[
        { icon: RefreshIcon, text: putsBack(entry.action, t) },
        { icon: HistoryIcon, text: t.undoWritesVersion(next) },
      ]}
      reason={{
        value: reason,
        onChange: setReason,
        hint: t.reasonHint,
        maxLength: 1000,
        error: isMissing && reason.trim() === "" ? t.reasonNeeded : undefined,
      }}
      verb={t.undoVerb}
      isBusy={undo.isPending}
      error={undo.isError ? refusal(undo.error) : undefined}
      onConfirm={confirm}
      onClose={onClose}
    />
  );
}
