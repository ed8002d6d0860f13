import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { sendTest } from "@/features/admin-broadcasts/calls";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import type { DraftState } from "@/features/admin-broadcasts/use-draft";
import type { Reachability } from "@/shared/admin/ui/filter-fields";
import { refusal } from "@/shared/admin/ui/refusal";
import { useOrderKey } from "@/shared/admin/ui/use-order-key";
import { keys } from "@/shared/api/queries";
import { appQuery } from "@/shared/bot/app-query";
import { useMessages } from "@/shared/i18n/language";
import { openBotChat } from "@/shared/telegram/bot-chat";
import { Button } from "@/shared/ui/button";
import { BellOffIcon, CheckIcon, WarnIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

export interface TestButtonProps {
  state: DraftState;
  isDisabled: boolean;
  describedBy: string;
  /** Whether the bot can write to who presses it, as far as is known. */
  reachability: Reachability;
}

/** The message to oneself alone; where the bot cannot write, what to do about it. */
export function TestButton({ state, isDisabled, describedBy, reachability }: TestButtonProps) {
  const t = useMessages(editor);
  const client = useQueryClient();
  const order = useOrderKey();
  const { data: app } = useQuery(appQuery);
  const cannot = (why: string) => {
    const username = app?.bot_username ?? null;
    toast({
      tone: "warn",
      icon: BellOffIcon,
      title: t.testCannot,
      detail: why === "blocked" ? t.meBlocked : t.meNeedsStart,
      action: username === null ? undefined : { label: t.openBot, onPress: () => openBotChat(username) },
    });
  };
  const test = useMutation({
    mutationFn: async () => {
      const id = await state.flush();
      return sendTest(id, order.of(id));
    },
    onSuccess: ({ reachability: found }) => {
      if (found === "ok") toast({ tone: "won", icon: CheckIcon, title: t.testSent });
      else cannot(found);
      if (found !== reachability) void client.invalidateQueries({ queryKey: keys.me });
    },
    onError: (error) => toast({ tone: "lost", icon: WarnIcon, title: refusal(error) }),
    onSettled: order.answered,
  });
  return (
    <Button isBusy={test.isPending} isDisabled={isDisabled} describedBy={describedBy} onClick={() => test.mutate()}>
      {t.test}
    </Button>
  );
}
