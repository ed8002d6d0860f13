import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { adminKeys } from "@/shared/admin/queries";
import { answer, api } from "@/shared/api/client";
import type { BroadcastDraft, BroadcastRead } from "@/shared/api/types";
import { sessionStore } from "@/shared/session/store";

const LIVE = 1000;
const OFTEN = 15_000;
const NEAR = 60_000;

/** Drafts that are on their way to the server: whoever reads waits for them. */
const underway = new Set<Promise<unknown>>();

export function onItsWay<Answer>(call: Promise<Answer>): Promise<Answer> {
  const ended = call.catch(() => undefined).finally(() => underway.delete(ended));
  underway.add(ended);
  return call;
}

/** How soon it is worth looking again; false where nothing changes by itself any more. */
export function pace({ state, scheduled_at: at, progress }: Pick<BroadcastRead, "state" | "scheduled_at" | "progress">): number | false {
  // After it was cancelled, what was under way still arrives.
  if (state === "sending" || (state === "cancelled" && progress.pending > 0)) return LIVE;
  if (state !== "scheduled") return false;
  return at !== null && Date.parse(at) - sessionStore.now() > NEAR ? OFTEN : LIVE;
}

export const broadcastsQuery = infiniteQueryOptions({
  queryKey: [...adminKeys.broadcasts, "list"],
  queryFn: async ({ pageParam, signal }) => {
    await Promise.all(underway);
    return answer(api.GET("/api/admin/broadcasts", { params: { query: { limit: 25, cursor: pageParam } }, signal }));
  },
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.next_cursor,
  staleTime: 0,
  refetchInterval: ({ state }) => {
    const paces = (state.data?.pages ?? []).flatMap(({ items }) => items.map(pace)).filter((one) => one !== false);
    return Math.min(OFTEN, ...paces);
  },
});

export const broadcastQuery = (id: string) =>
  queryOptions({
    queryKey: [...adminKeys.broadcasts, "one", id],
    queryFn: async ({ signal }) => {
      await Promise.all(underway);
      return answer(api.GET("/api/admin/broadcasts/{broadcast_id}", { params: { path: { broadcast_id: id } }, signal }));
    },
    staleTime: 0,
    refetchInterval: ({ state }) => (state.data === undefined ? false : pace(state.data)),
  });

/** The API previews whole drafts: while nothing is written, a dot stands for the words, and only people are counted. */
const UNWRITTEN = { en: "." } as const;

export const previewQuery = (body: Omit<BroadcastDraft, "texts"> & Partial<Pick<BroadcastDraft, "texts">>) =>
  queryOptions({
    queryKey: [...adminKeys.broadcasts, "preview", body],
    queryFn: ({ signal }) =>
      answer(api.POST("/api/admin/broadcasts/preview", { body: { texts: UNWRITTEN, ...body }, signal })),
    staleTime: 10_000,
    gcTime: 60_000,
  });

const ordered = (id: string, key: string) => ({ path: { broadcast_id: id }, header: { "idempotency-key": key } });

export function createDraft(body: BroadcastDraft, key: string): Promise<BroadcastRead> {
  return answer(api.POST("/api/admin/broadcasts", { params: { header: { "idempotency-key": key } }, body }));
}

export function changeDraft(id: string, body: BroadcastDraft): Promise<BroadcastRead> {
  return answer(api.PATCH("/api/admin/broadcasts/{broadcast_id}", { params: { path: { broadcast_id: id } }, body }));
}

export function deleteDraft(id: string): Promise<unknown> {
  return answer(api.DELETE("/api/admin/broadcasts/{broadcast_id}", { params: { path: { broadcast_id: id } } }));
}

export function sendTest(id: string, key: string) {
  return answer(api.POST("/api/admin/broadcasts/{broadcast_id}/test", { params: ordered(id, key) }));
}

export interface Start {
  /** Null: at once. */
  at: string | null;
  /** How many people matched when it was asked. */
  expect: number;
}

export function startBroadcast(id: string, { at, expect }: Start, key: string): Promise<BroadcastRead> {
  const params = ordered(id, key);
  return answer(api.POST("/api/admin/broadcasts/{broadcast_id}/start", { params, body: { scheduled_at: at, expect } }));
}

export function cancelBroadcast(id: string, key: string): Promise<BroadcastRead> {
  return answer(api.POST("/api/admin/broadcasts/{broadcast_id}/cancel", { params: ordered(id, key) }));
}
