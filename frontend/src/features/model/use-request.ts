import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { locked } from "@/features/model/messages";
import { answer, api } from "@/shared/api/client";
import { keys, requestsQuery } from "@/shared/api/queries";
import type { RequestRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { haptic } from "@/shared/telegram/chrome";

/** The newest request for a model; undefined while none is known. */
export function useNewestRequest(modelId: string): { request: RequestRead | undefined; isKnown: boolean } {
  const { data, isPending, failureCount } = useQuery(requestsQuery);
  // A list that does not come must not keep the page from being shown: the server knows what is pending.
  return { request: data?.items.find(({ model_id: id }) => id === modelId), isKnown: !isPending || failureCount > 0 };
}

interface Page {
  items: RequestRead[];
  next_cursor: string | null;
}

/** Send a request; its answer is on the screen before the list has been read again. */
export function useRequest(modelId: string, onSent?: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (message: string) => {
      const text = message.trim();
      return answer(api.POST("/api/subscription-requests", { body: { model_id: modelId, message: text === "" ? null : text } }));
    },
    onSuccess: (request) => {
      haptic("success");
      client.setQueryData<Page>(keys.requests, (known) => known && { ...known, items: [request, ...known.items] });
      void client.invalidateQueries({ queryKey: keys.requests });
      onSent?.();
    },
    onError: (error) => {
      haptic("error");
      // What the server knows better is read again: a request that is pending already, a right that has just come.
      if (error instanceof ApiError && error.status === 409) {
        void client.invalidateQueries({ queryKey: keys.requests });
        void client.invalidateQueries({ queryKey: keys.models });
      }
    },
  });
}

const SAID = {
  already_pending: "alreadyPending",
  already_active: "alreadyActive",
  model_retired: "retired",
  rate_limited: "tooMany",
} as const;

/** Why a request did not go through: what is already true, or that nothing was sent. */
export function useRequestProblem(error: Error | null): string | null {
  const t = useMessages(locked);
  if (error === null) return null;
  if (!(error instanceof ApiError)) return t.notSent;
  if (Object.hasOwn(SAID, error.code)) return t[SAID[error.code as keyof typeof SAID]];
  return error.requestId === null ? t.notSent : `${t.notSent} ${t.requestId(error.requestId)}`;
}
