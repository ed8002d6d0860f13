import { useMutation, useQueryClient } from "@tanstack/react-query";
import { broadcastQuery, cancelBroadcast } from "@/features/admin-broadcasts/calls";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import { adminKeys } from "@/shared/admin/queries";
import { refusal } from "@/shared/admin/ui/refusal";
import { useOrderKey } from "@/shared/admin/ui/use-order-key";
import type { BroadcastRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { BanIcon, CheckIcon, PeopleIcon } from "@/shared/ui/icons";
import { ConfirmSheet, type Effect } from "@/shared/ui/sheet";
import { toast } from "@/shared/ui/toasts";

export interface CancelSheetProps {
  broadcast: BroadcastRead;
  onClose: () => void;
}

export function CancelSheet({ broadcast: { id, state, progress }, onClose }: CancelSheetProps) {
  const t = useMessages(broadcasts);
  const client = useQueryClient();
  const order = useOrderKey();
  const cancel = useMutation({
    mutationFn: () => cancelBroadcast(id, order.of(id)),
    onSuccess: (stopped) => {
      client.setQueryData(broadcastQuery(id).queryKey, stopped);
      toast({ icon: BanIcon, title: t.cancelledToast });
      onClose();
    },
    onSettled: () => void client.invalidateQueries({ queryKey: adminKeys.broadcasts }),
  });
  const effects: Effect[] =
    state === "scheduled"
      ? [{ icon: PeopleIcon, text: t.cancelNobody }]
      : [
          { icon: CheckIcon, text: t.cancelSome(progress.sent) },
          { icon: PeopleIcon, text: t.cancelRest },
        ];
  return (
    <ConfirmSheet
      title={t.cancelTitle}
      effects={[...effects, { icon: BanIcon, text: t.cancelFinal }]}
      verb={t.cancelVerb}
      kind="alarm"
      keepLabel={t.goOn}
      isBusy={cancel.isPending}
      error={cancel.isError ? refusal(cancel.error) : undefined}
      onConfirm={() => cancel.mutate()}
      onClose={onClose}
    />
  );
}
