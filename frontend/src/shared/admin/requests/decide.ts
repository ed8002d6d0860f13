/** Answering requests: one order each, undone by a further, audited change. */

import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import { requests } from "@/shared/admin/requests/messages";
import { adminKeys } from "@/shared/admin/queries";
import { personName } from "@/shared/admin/ui/person-name";
import { refusal } from "@/shared/admin/ui/refusal";
import { useOrderKey } from "@/shared/admin/ui/use-order-key";
import { answer, api } from "@/shared/api/client";
import type { AdminRequestRead } from "@/shared/api/types";
import { messagesNow } from "@/shared/i18n/language";
import { CheckIcon, CrossIcon, WarnIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

export interface Approval {
  request: AdminRequestRead;
  /** Null: for ever. */
  days: number | null;
  modelName: string;
}

export interface Rejection {
  request: AdminRequestRead;
  reason: string;
}

function refresh(client: QueryClient, telegramId: number): void {
  for (const queryKey of [adminKeys.requests, adminKeys.stats, adminKeys.history, adminKeys.person(telegramId)]) {
    void client.invalidateQueries({ queryKey });
  }
}

function refused(error: unknown): void {
  toast({ tone: "lost", icon: WarnIcon, title: refusal(error) });
}

/** Put back what the newest change of a person did, if it still is the one of this version. */
async function undo(client: QueryClient, userId: number, version: number): Promise<void> {
  const t = messagesNow(requests);
  try {
    const { items } = await answer(api.GET("/api/admin/history", { params: { query: { user_id: userId, limit: 1 } } }));
    const [newest] = items;
    if (newest?.version !== version) {
      toast({ tone: "warn", icon: WarnIcon, title: t.notUndone, detail: t.changedMeanwhile });
      return;
    }
    await answer(
      api.POST("/api/admin/history/{history_id}/undo", {
        params: { path: { history_id: newest.id }, header: { "idempotency-key": crypto.randomUUID() } },
        body: { reason: t.undoReason },
      }),
    );
    toast({ tone: "neutral", icon: CheckIcon, title: t.undone(version + 1) });
  } catch (error) {
    refused(error);
  } finally {
    refresh(client, userId);
  }
}

export function useApproval() {
  const client = useQueryClient();
  const key = useOrderKey();
  return useMutation({
    mutationFn: ({ request, days }: Approval) =>
      answer(
        api.POST("/api/admin/subscription-requests/{request_id}/approve", {
          params: { path: { request_id: request.id }, header: { "idempotency-key": key.of([request.id, days]) } },
          body: days === null ? {} : { expiry_days: days },
        }),
      ),
    onSuccess: ({ access }, { request, modelName }) => {
      const t = messagesNow(requests);
      const version = access.subscription_version;
      toast({
        tone: "won",
        icon: CheckIcon,
        title: t.approvedToast(modelName, personName(request)),
        detail: t.versionWritten(version),
        undo: () => void undo(client, request.user_id, version),
      });
    },
    onError: refused,
    onSettled: (_answer, _error, { request }) => {
      key.answered();
      refresh(client, request.user_id);
    },
  });
}

export function useRejection() {
  const client = useQueryClient();
  const key = useOrderKey();
  return useMutation({
    mutationFn: ({ request, reason }: Rejection) =>
      answer(
        api.POST("/api/admin/subscription-requests/{request_id}/reject", {
          params: { path: { request_id: request.id }, header: { "idempotency-key": key.of([request.id, reason]) } },
          body: { reason },
        }),
      ),
    onSuccess: (_decision, { request }) => {
      const t = messagesNow(requests);
      toast({ tone: "neutral", icon: CrossIcon, title: t.rejectedToast(personName(request)) });
    },
    onError: refused,
    onSettled: (_answer, _error, { request }) => {
      key.answered();
      refresh(client, request.user_id);
    },
  });
}
