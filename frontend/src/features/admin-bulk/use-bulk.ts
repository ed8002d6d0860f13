/** The three calls of a bulk change: predict, carry out as predicted, take back. */

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { runOf } from "@/features/admin-bulk/order";
import { adminKeys } from "@/shared/admin/queries";
import { useOrderKey } from "@/shared/admin/ui/use-order-key";
import { answer, api } from "@/shared/api/client";
import type { BulkChange, BulkOutcome, BulkResult } from "@/shared/api/types";
import { ApiError } from "@/shared/session/errors";
import { sessionStore } from "@/shared/session/store";
import { haptic } from "@/shared/telegram/chrome";

export interface Prediction {
  order: BulkChange;
  outcome: BulkOutcome;
  /** By the server's clock, in ms. */
  at: number;
  /** One click carries it out once, however often it is sent. */
  key: string;
  /** The prediction that no longer held, where this one takes its place. */
  instead: BulkOutcome | null;
}

export interface Done {
  prediction: Prediction;
  outcome: BulkOutcome;
  startedAt: number;
  at: number;
}

export interface Undone {
  result: BulkResult;
  at: number;
}

async function predict(order: BulkChange, instead: BulkOutcome | null): Promise<Prediction> {
  const outcome = await answer(api.POST("/api/admin/subscriptions/bulk", { body: order }));
  return { order, outcome, at: sessionStore.now(), key: crypto.randomUUID(), instead };
}

async function carryOut(prediction: Prediction): Promise<Done> {
  const startedAt = sessionStore.now();
  const params = { header: { "idempotency-key": prediction.key } };
  const body = runOf(prediction.order, prediction.outcome);
  const outcome = await answer(api.POST("/api/admin/subscriptions/bulk", { params, body }));
  return { prediction, outcome, startedAt, at: sessionStore.now() };
}

export const isOutdated = (error: unknown): boolean => error instanceof ApiError && error.code === "prediction_differs";

export function useBulk() {
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries({ queryKey: adminKeys.all });
  const dry = useMutation({
    mutationFn: ({ order, instead = null }: { order: BulkChange; instead?: BulkOutcome | null }) => predict(order, instead),
  });
  const run = useMutation({
    mutationFn: carryOut,
    onSuccess: () => {
      haptic("success");
      void refresh();
    },
    onError: (error, { order, outcome }) => {
      haptic("error");
      if (isOutdated(error)) dry.mutate({ order, instead: outcome });
    },
  });
  return { dry, run, undo: useUndo(refresh) };
}

function useUndo(refresh: () => unknown) {
  const key = useOrderKey();
  return useMutation({
    mutationFn: async (order: { batchId: string; reason: string }): Promise<Undone> => {
      const params = { path: { batch_id: order.batchId }, header: { "idempotency-key": key.of(order) } };
      const body = { reason: order.reason };
      return { result: await answer(api.POST("/api/admin/subscriptions/bulk/{batch_id}/undo", { params, body })), at: sessionStore.now() };
    },
    onSuccess: () => {
      key.answered();
      haptic("success");
      void refresh();
    },
  });
}

export type Bulk = ReturnType<typeof useBulk>;
