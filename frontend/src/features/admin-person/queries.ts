import { queryOptions } from "@tanstack/react-query";
import { adminKeys } from "@/shared/admin/queries";
import { answer, api } from "@/shared/api/client";
import type { AdminRequestRead } from "@/shared/api/types";
import { ApiError } from "@/shared/session/errors";

const OFTEN = 15_000;
/** More requests than this do not wait while anybody looks at them. */
const MOST_PAGES = 10;

/** Other admins may be at the same person: read again every 15 seconds, and when the window is looked at again. */
export const personQuery = (telegramId: number) =>
  queryOptions({
    queryKey: adminKeys.person(telegramId),
    queryFn: ({ signal }) =>
      answer(api.GET("/api/admin/users/{telegram_id}", { params: { path: { telegram_id: telegramId } }, signal })),
    enabled: Number.isSafeInteger(telegramId) && telegramId > 0,
    staleTime: 5_000,
    refetchOnWindowFocus: true,
    refetchInterval: ({ state }) => (state.error instanceof ApiError && state.error.status === 404 ? false : OFTEN),
  });

function waitingPage(cursor: string | null, signal: AbortSignal) {
  const query = { status: "pending", limit: 100, cursor } as const;
  return answer(api.GET("/api/admin/subscription-requests", { params: { query }, signal }));
}

async function waitingOf(telegramId: number, signal: AbortSignal): Promise<AdminRequestRead[]> {
  const found: AdminRequestRead[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const { items, next_cursor: next } = await waitingPage(cursor, signal);
    found.push(...items.filter((request) => request.user_id === telegramId));
    if (next === null) break;
    cursor = next;
  }
  return found;
}

/** What the person waits for. The API has no such filter, so the queue is read through. */
export const waitingQuery = (telegramId: number) =>
  queryOptions({
    queryKey: [...adminKeys.requests, "of", telegramId],
    queryFn: ({ signal }) => waitingOf(telegramId, signal),
    enabled: Number.isSafeInteger(telegramId) && telegramId > 0,
    staleTime: 5_000,
    refetchOnWindowFocus: true,
    refetchInterval: OFTEN,
  });
