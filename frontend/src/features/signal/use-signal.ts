import { type InfiniteData, type QueryClient, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { keys, signalQuery } from "@/shared/api/queries";
import type { SignalDetail, SignalRead } from "@/shared/api/types";

const OFTEN = 60_000;
/** A replay's candle takes seconds. */
const REPLAY_OFTEN = 10_000;

type Pages = InfiniteData<{ items: SignalRead[] }>;

/** The signal as a list has it: it can be shown while its candles are on their way. */
function listed(client: QueryClient, id: string): SignalRead | null {
  for (const queryKey of [keys.feeds, keys.ofModels]) {
    for (const [, pages] of client.getQueriesData<Pages>({ queryKey })) {
      const found = pages?.pages.flatMap((page) => page.items).find((signal) => signal.id === id);
      if (found !== undefined) return found;
    }
  }
  return null;
}

export interface SignalState {
  signal: SignalRead | null;
  candles: SignalDetail["candles"] | null;
  error: Error | null;
  isFetching: boolean;
  reload: () => void;
}

/** A signal and its candles, kept up to date while it is open. */
export function useSignal(modelId: string, signalId: string, isWanted: boolean): SignalState {
  const client = useQueryClient();
  const [known] = useState(() => listed(client, signalId));
  const { data, error, isFetching, refetch } = useQuery({
    ...signalQuery(modelId, signalId),
    enabled: isWanted,
    refetchInterval: ({ state }) => {
      if (state.data?.signal.status !== "open") return false;
      return state.data.signal.replay ? REPLAY_OFTEN : OFTEN;
    },
  });
  return {
    signal: data?.signal ?? known,
    candles: data?.candles ?? null,
    error,
    isFetching,
    reload: () => void refetch(),
  };
}
