import { useMutation, useQueryClient } from "@tanstack/react-query";
import { readAgain } from "@/features/admin-person/take-in";
import { useOrderKey } from "@/shared/admin/ui/use-order-key";
import { ApiError } from "@/shared/session/errors";
import { haptic } from "@/shared/telegram/chrome";

/** One order about a person. A refusal that tells of another admin's change reads the person again. */
export function useOrder<Input, Answer>(
  telegramId: number,
  send: (input: Input, key: string) => Promise<Answer>,
  take: (answer: Answer, input: Input) => void,
) {
  const client = useQueryClient();
  const key = useOrderKey();
  return useMutation({
    mutationFn: (input: Input) => send(input, key.of(input)),
    onSuccess: (result, input) => {
      key.answered();
      take(result, input);
    },
    onError: (error) => {
      haptic("error");
      if (!(error instanceof ApiError) || error.status >= 500) return;
      key.answered();
      readAgain(client, telegramId);
    },
  });
}
