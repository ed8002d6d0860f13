import { type InfiniteData, infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { adminKeys } from "@/shared/admin/queries";
import { answer, api } from "@/shared/api/client";
import type { paths } from "@/shared/api/schema";
import type { HistoryEntry } from "@/shared/api/types";

type HistoryQuery = NonNullable<paths["/api/admin/history.csv"]["get"]["parameters"]["query"]>;
export type HistoryFilter = { [Name in keyof HistoryQuery]: NonNullable<HistoryQuery[Name]> };

export interface HistoryPage {
  items: HistoryEntry[];
  next_cursor: string | null;
}
export type HistoryPages = InfiniteData<HistoryPage, string | null>;

const PAGE = 100;
const OFTEN = 15_000;

const read = (filter: HistoryFilter, cursor: string | null, signal: AbortSignal): Promise<HistoryPage> =>
  answer(api.GET("/api/admin/history", { params: { query: { ...filter, limit: PAGE, cursor } }, signal }));

/** Rows never change once they are written: only the newest are asked for again, by the query below. */
export const historyQuery = (filter: HistoryFilter) =>
  infiniteQueryOptions({
    queryKey: [...adminKeys.history, "list", filter],
    queryFn: ({ pageParam, signal }) => read(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: false,
  });

export const newestQuery = (filter: HistoryFilter) =>
  queryOptions({
    queryKey: [...adminKeys.history, "newest", filter],
    queryFn: ({ signal }) => read(filter, null, signal),
    staleTime: 0,
    refetchInterval: OFTEN,
    refetchOnWindowFocus: true,
  });

/** Everybody who is an admin today; changes of former ones are found by their id. */
export const adminsQuery = queryOptions({
  queryKey: [...adminKeys.people, "admins"],
  queryFn: ({ signal }) => answer(api.GET("/api/admin/users", { params: { query: { role: "admin", limit: 100, sort: "telegram_id" } }, signal })),
});

/** A few people whose name, @name or id this may be. */
export const suggestionsQuery = (text: string) =>
  queryOptions({
    queryKey: [...adminKeys.people, "suggestions", text],
    queryFn: ({ signal }) => answer(api.GET("/api/admin/users", { params: { query: { query: text, limit: 6, sort: "-last_active" } }, signal })),
    enabled: text !== "",
  });

/** Whose history it is, by name. */
export const ownerQuery = (telegramId: number | null) =>
  queryOptions({
    queryKey: [...adminKeys.people, "owner", telegramId],
    queryFn: async ({ signal }) => {
      const query = { query: String(telegramId), limit: 25, sort: "telegram_id" } as const;
      const { items } = await answer(api.GET("/api/admin/users", { params: { query }, signal }));
      return items.find((person) => person.telegram_id === telegramId) ?? null;
    },
    enabled: telegramId !== null,
  });
