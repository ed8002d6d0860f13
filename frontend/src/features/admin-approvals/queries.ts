import { infiniteQueryOptions, useMutation, useQueryClient } from "@tanstack/react-query";
import { adminKeys } from "@/shared/admin/queries";
import { useOrderKey } from "@/shared/admin/ui/use-order-key";
import { answer, api } from "@/shared/api/client";
import type { ApprovalRead } from "@/shared/api/types";

export const approvalsQuery = (waiting: boolean) =>
  infiniteQueryOptions({
    queryKey: [...adminKeys.approvals, waiting],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/admin/approvals", { params: { query: { waiting, limit: 50, cursor: pageParam } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: 15_000,
  });

export type Decision = "approve" | "refuse";

export interface Deciding {
  approval: ApprovalRead;
  decision: Decision;
  reason: string;
}

export function useDecision() {
  const client = useQueryClient();
  const key = useOrderKey();
  return useMutation({
    mutationFn: (input: Deciding): Promise<ApprovalRead> => {
      const params = { path: { approval_id: input.approval.id }, header: { "idempotency-key": key.of(input) } };
      const body = { reason: input.reason.trim() || null };
      const call = { params, body };
      return input.decision === "approve"
        ? answer(api.POST("/api/admin/approvals/{approval_id}/approve", call))
        : answer(api.POST("/api/admin/approvals/{approval_id}/refuse", call));
    },
    onSuccess: key.answered,
    onSettled: () => client.invalidateQueries({ queryKey: adminKeys.all }),
  });
}
