import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { page } from "@/features/signal/messages";
import { answer, api } from "@/shared/api/client";
import { keys, signalQuery } from "@/shared/api/queries";
import type { FeedbackWrite, SignalRead } from "@/shared/api/types";
import { messagesNow } from "@/shared/i18n/language";
import { haptic } from "@/shared/telegram/chrome";
import { CloudOffIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

export type OwnResult = FeedbackWrite["result"];

function tellNotSaved(): void {
  const t = messagesNow(page);
  toast({ tone: "lost", icon: CloudOffIcon, title: t.notSaved, detail: t.notSavedWhy });
  haptic("error");
}

/** One's own answer about a signal: shown at once, and taken back where the server did not keep it. */
export function useFeedback({ id, model_id: modelId }: SignalRead): [OwnResult | null, (result: OwnResult) => void] {
  const client = useQueryClient();
  const query = signalQuery(modelId, id);
  const { data } = useQuery(query);
  const read = () => client.getQueryData(query.queryKey)?.own_result ?? null;
  const write = (result: OwnResult | null) =>
    client.setQueryData(query.queryKey, (known) => (known === undefined ? known : { ...known, own_result: result }));
  const { mutate } = useMutation({
    mutationFn: (result: OwnResult) =>
      answer(
        api.POST("/api/signals/{model_id}/{signal_id}/feedback", {
          params: { path: { model_id: modelId, signal_id: id } },
          body: { result },
        }),
      ),
    // Answers of one signal are sent one after the other, so that the last press is the one that stays.
    scope: { id: `feedback-${id}` },
    onMutate: (result) => {
      const before = read();
      write(result);
      haptic("selection");
      return before;
    },
    onError: (_error, result, before) => {
      // A later press may have replaced it already.
      if (read() === result) write(before ?? null);
      tellNotSaved();
    },
    onSettled: () => void client.invalidateQueries({ queryKey: keys.ownStats }),
  });
  return [data?.own_result ?? null, mutate];
}
