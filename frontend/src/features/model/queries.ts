import { queryOptions } from "@tanstack/react-query";
import { latestResults } from "@/features/model/latest-results";
import { PAGE, PAST_END } from "@/features/model/verify";
import { answer, api } from "@/shared/api/client";
import { keys, ledgerQuery } from "@/shared/api/queries";
import type { LedgerPage } from "@/shared/api/types";

/** A page of the ledger as it is now, past any cache: what is checked must be fresh. */
export function readLedger(modelId: string, signal?: AbortSignal): (from: number) => Promise<LedgerPage> {
  return (from) => {
    const params = { path: { model_id: modelId }, query: { from, limit: PAGE } };
    return answer(api.GET("/api/models/{model_id}/ledger", { params, ...(signal !== undefined && { signal }) }));
  };
}

/** The newest links of both chains. */
export const headQuery = (modelId: string) => ({ ...ledgerQuery(modelId, PAST_END, 1), refetchInterval: 60_000 });

export const latestResultsQuery = (modelId: string) =>
  queryOptions({
    queryKey: [...keys.ledgers, modelId, "latest"],
    queryFn: ({ signal }) => latestResults(readLedger(modelId, signal)),
  });
