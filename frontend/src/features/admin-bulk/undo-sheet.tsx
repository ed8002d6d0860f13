import { useState } from "react";
import { Failure } from "@/features/admin-bulk/failure";
import { LONGEST_REASON } from "@/features/admin-bulk/order";
import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import type { Bulk, Done } from "@/features/admin-bulk/use-bulk";
import { useMessages } from "@/shared/i18n/language";
import { BellIcon, HistoryIcon, InfoIcon, RefreshIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";

export interface UndoSheetProps {
  done: Done;
  undo: Bulk["undo"];
  onClose: () => void;
}

/** Undoing is a change of its own, so it is asked once, with its effects and a reason. */
export function UndoSheet({ done: { outcome }, undo, onClose }: UndoSheetProps) {
  const t = useMessages(texts);
  const [reason, setReason] = useState("");
  const [isTried, setTried] = useState(false);
  const { changed, batch_id: batchId } = outcome;
  const isMissing = isTried && reason.trim() === "";
  const confirm = () => {
    setTried(true);
    if (reason.trim() === "" || batchId === null) return;
    undo.mutate({ batchId, reason: reason.trim() }, { onSuccess: onClose });
  };
  return (
    <ConfirmSheet
      title={t.undoTitle(changed)}
      effects={[
        { icon: RefreshIcon, text: t.undoBack },
        { icon: BellIcon, text: t.undoTold },
        { icon: HistoryIcon, text: t.undoRows(changed) },
        { icon: InfoIcon, text: t.undoConflicts },
      ]}
      reason={{
        value: reason,
        onChange: setReason,
        label: t.undoReason,
        hint: t.undoReasonNote,
        maxLength: LONGEST_REASON,
        error: isMissing ? t.lackReason : undefined,
      }}
      verb={t.undoDo(changed)}
      onConfirm={confirm}
      onClose={onClose}
      isBusy={undo.isPending}
      error={undo.isError ? <Failure title={t.undoFailed} error={undo.error} /> : undefined}
    />
  );
}
