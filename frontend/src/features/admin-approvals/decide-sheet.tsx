import { useState } from "react";
import { approvals } from "@/features/admin-approvals/messages";
import { type Decision, useDecision } from "@/features/admin-approvals/queries";
import { askerOf, outcomeOf, whatOf } from "@/features/admin-approvals/words";
import { refusal } from "@/shared/admin/ui/refusal";
import type { ApprovalRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { useSession } from "@/shared/session/store";
import { CheckIcon, CircleIcon, CrossIcon, HistoryIcon, RefreshIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";
import { toast } from "@/shared/ui/toasts";

interface DecideSheetProps {
  approval: ApprovalRead;
  decision: Decision;
  onClose: () => void;
}

export function DecideSheet({ approval, decision, onClose }: DecideSheetProps) {
  const t = useMessages(approvals);
  const own = useSession((state) => state.user?.telegram_id) === approval.asked_by;
  const call = useDecision();
  const [reason, setReason] = useState("");
  const approves = decision === "approve";
  const yes = [
    { icon: CheckIcon, text: t.effectNow },
    { icon: HistoryIcon, text: t.effectName(askerOf(approval)) },
  ];
  const no = [
    { icon: CircleIcon, text: t.effectNothing },
    { icon: RefreshIcon, text: t.effectAgain },
  ];
  const why = (error: unknown) =>
    error instanceof ApiError && error.code === "prediction_differs" ? t.differs : refusal(error);
  const tell = (decided: ApprovalRead) => {
    const title = outcomeOf(decided) ?? t.done;
    toast({ tone: approves ? "won" : "neutral", icon: approves ? CheckIcon : CrossIcon, title });
    onClose();
  };
  return (
    <ConfirmSheet
      title={t.approveTitle(whatOf(approval))}
      effects={approves ? yes : no}
      reason={{ value: reason, onChange: setReason, hint: t.reasonHint }}
      verb={approves ? t.approveVerb : own ? t.withdrawVerb : t.refuseVerb}
      kind={approves ? "alarm" : "primary"}
      isBusy={call.isPending}
      keepLabel={t.notNow}
      error={call.error === null ? undefined : `${t.notDone}. ${why(call.error)}`}
      onConfirm={() => call.mutate({ approval, decision, reason }, { onSuccess: tell })}
      onClose={onClose}
    />
  );
}
