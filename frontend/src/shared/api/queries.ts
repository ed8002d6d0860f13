/** What a person's screens read. Every key stands here once; frames and mutations use it from here. */

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";
import type { SignalRead } from "@/shared/api/types";

export type SignalStatus = "open" | "won" | "lost" | "expired";

export interface FeedFilter {
  pair?: string;
  status?: SignalStatus;
}

const PAGE = 50;

const next = (page: { next_cursor: string | null }): string | null => page.next_cursor;

export const keys = {
  signals: ["signals"] as const,
  feeds: ["signals", "feed"] as const,
  ofModels: ["signals", "of-model"] as const,
  detail: (signal: Pick<SignalRead, "id">) => ["signals", "detail", signal.id] as const,
  models: ["models"] as const,
  records: ["track-record"] as const,
  ledgers: ["ledger"] as const,
  requests: ["requests"] as const,
  ownHistory: ["me", "history"] as const,
  ownStats: ["me", "stats"] as const,
  me: ["me", "profile"] as const,
  sessions: ["me", "sessions"] as const,
  market: ["market"] as const,
  features: ["features"] as const,
};

export const feedQuery = (filter: FeedFilter = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.feeds, filter],
    queryFn: ({ pageParam, signal }) =>
      answer(api.GET("/api/signals", { params: { query: { ...filter, limit: PAGE, cursor: pageParam } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: next,
  });

export const modelSignalsQuery = (modelId: string, filter: FeedFilter = {}) =>
  infiniteQueryOptions({
    queryKey: [...keys.ofModels, modelId, filter],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET("/api/signals/{model_id}", {
          params: { path: { model_id: modelId }, query: { ...filter, limit: PAGE, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: next,
  });

export const signalQuery = (modelId: string, signalId: string) =>
  queryOptions({
    queryKey: keys.detail({ id: signalId }),
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/signals/{model_id}/{signal_id}", {
          params: { path: { model_id: modelId, signal_id: signalId } },
          signal,
        }),
      ),
  });

export const modelsQuery = queryOptions({
  queryKey: keys.models,
  queryFn: ({ signal }) => answer(api.GET("/api/models", { signal })),
});

export const trackRecordQuery = (modelId: string) =>
  queryOptions({
    queryKey: [...keys.records, modelId],
    queryFn: ({ signal }) =>
      answer(api.GET("/api/models/{model_id}/track-record", { params: { path: { model_id: modelId } }, signal })),
  });

/** A page of a model's public ledger; without `from`, its newest links. */
export const ledgerQuery = (modelId: string, from: number, limit = 25) =>
  queryOptions({
    queryKey: [...keys.ledgers, modelId, from, limit],
    queryFn: ({ signal }) =>
      answer(
        api.GET("/api/models/{model_id}/ledger", {
          params: { path: { model_id: modelId }, query: { from, limit } },
          signal,
        }),
      ),
  });

export const requestsQuery = queryOptions({
  queryKey: keys.requests,
  queryFn: ({ signal }) => answer(api.GET("/api/subscription-requests", { params: { query: { limit: 100 } }, signal })),
});

export const ownHistoryQuery = infiniteQueryOptions({
  queryKey: keys.ownHistory,
  queryFn: ({ pageParam, signal }) =>
    answer(api.GET("/api/me/history", { params: { query: { limit: 25, cursor: pageParam } }, signal })),
  initialPageParam: null as string | null,
  getNextPageParam: next,
});

export const ownStatsQuery = queryOptions({
  queryKey: keys.ownStats,
  queryFn: ({ signal }) => answer(api.GET("/api/me/stats", { signal })),
});

export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => answer(api.GET("/api/auth/me", { signal })),
});

export const sessionsQuery = queryOptions({
  queryKey: keys.sessions,
  queryFn: ({ signal }) => answer(api.GET("/api/auth/sessions", { signal })),
});

export const marketQuery = queryOptions({
  queryKey: keys.market,
  queryFn: ({ signal }) => answer(api.GET("/api/market", { signal })),
  refetchInterval: 60_000,
});

/** The words of the reasons that signals give. */
export const featuresQuery = queryOptions({
  queryKey: keys.features,
  queryFn: ({ signal }) => answer(api.GET("/api/features", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
