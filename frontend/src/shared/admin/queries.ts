/** The counts that more than one admin screen shows. */

import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";

export const adminKeys = {
  all: ["admin"] as const,
  stats: ["admin", "stats"] as const,
  monitoring: ["admin", "monitoring"] as const,
  people: ["admin", "people"] as const,
  person: (telegramId: number) => ["admin", "person", telegramId] as const,
  requests: ["admin", "requests"] as const,
  approvals: ["admin", "approvals"] as const,
  history: ["admin", "history"] as const,
  models: ["admin", "models"] as const,
  templates: ["admin", "templates"] as const,
  broadcasts: ["admin", "broadcasts"] as const,
  messages: (telegramId: number) => ["admin", "messages", telegramId] as const,
};

const OFTEN = 15_000;

export const statsQuery = queryOptions({
  queryKey: adminKeys.stats,
  queryFn: ({ signal }) => answer(api.GET("/api/admin/stats", { signal })),
  refetchInterval: OFTEN,
});

export const adminModelsQuery = queryOptions({
  queryKey: adminKeys.models,
  queryFn: ({ signal }) => answer(api.GET("/api/admin/models", { signal })),
});

export const templatesQuery = queryOptions({
  queryKey: adminKeys.templates,
  queryFn: ({ signal }) => answer(api.GET("/api/admin/templates", { signal })),
});

export const monitoringQuery = queryOptions({
  queryKey: adminKeys.monitoring,
  queryFn: ({ signal }) => answer(api.GET("/api/admin/monitoring", { signal })),
  refetchInterval: 5_000,
});

export type RequestStatus = "pending" | "approved" | "rejected";

export const adminRequestsQuery = (status: RequestStatus) =>
  infiniteQueryOptions({
    queryKey: [...adminKeys.requests, status],
    queryFn: ({ pageParam, signal }) =>
      answer(
        api.GET("/api/admin/subscription-requests", {
          params: { query: { status, limit: 50, cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: OFTEN,
  });
