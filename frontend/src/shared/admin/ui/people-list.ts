/** The list of people in the cache: read page by page, changed in place where an answer says what somebody holds now. */

import { type InfiniteData, infiniteQueryOptions, type QueryClient } from "@tanstack/react-query";
import { adminKeys } from "@/shared/admin/queries";
import { answer, api } from "@/shared/api/client";
import type { ListedUser, UserFilter } from "@/shared/api/types";

export const PEOPLE_SORTS = ["ends", "-last_active", "last_active", "-created_at", "created_at", "telegram_id", "-telegram_id"] as const;
export type PeopleSort = (typeof PEOPLE_SORTS)[number];

export interface PeoplePage {
  items: ListedUser[];
  next_cursor: string | null;
  total: number;
}
export type PeoplePages = InfiniteData<PeoplePage, string | null>;

const PAGE = 100;
const lists = [...adminKeys.people, "list"] as const;

export function readPeople(filter: UserFilter, sort: PeopleSort, cursor: string | null, signal?: AbortSignal): Promise<PeoplePage> {
  const query = { ...filter, sort, limit: PAGE, cursor };
  return answer(api.GET("/api/admin/users", { params: { query }, ...(signal === undefined ? {} : { signal }) }));
}

/** Never read again as a whole, which may be a thousand pages: the screen renews the pages in sight. */
export const peopleQuery = (filter: UserFilter, sort: PeopleSort) =>
  infiniteQueryOptions({
    queryKey: [...lists, filter, sort],
    queryFn: ({ pageParam, signal }) => readPeople(filter, sort, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next_cursor,
    staleTime: Number.POSITIVE_INFINITY,
    refetchOnMount: false,
  });

/** Everybody on the pages once: a person may move to a page that is read later. */
export function peopleOf(pages: Pick<PeoplePages, "pages"> | undefined): ListedUser[] {
  const found = new Map<number, ListedUser>();
  for (const page of pages?.pages ?? []) for (const person of page.items) found.set(person.telegram_id, person);
  return [...found.values()];
}

/**
 * Pages that were read again, in place of those from `from` on. What follows stays if it still begins where they end;
 * otherwise people have moved over that border, and it is read again as it comes into sight.
 */
export function putPages(known: PeoplePages, from: number, fresh: readonly PeoplePage[]): PeoplePages {
  const [last, to] = [fresh.at(-1), from + fresh.length];
  if (last === undefined) return known;
  const joins = known.pageParams[to] === last.next_cursor;
  const cursors = fresh.map((_, at) => (at === 0 ? (known.pageParams[from] ?? null) : (fresh[at - 1]?.next_cursor ?? null)));
  return {
    pages: [...known.pages.slice(0, from), ...fresh, ...(joins ? known.pages.slice(to) : [])].map((page) => ({ ...page, total: last.total })),
    pageParams: [...known.pageParams.slice(0, from), ...cursors, ...(joins ? known.pageParams.slice(to) : [])],
  };
}

/** One person as they are now, in every list; null takes them out. */
export function patchPeople(client: QueryClient, telegramId: number, change: ((person: ListedUser) => ListedUser) | null): void {
  client.setQueriesData<PeoplePages>({ queryKey: lists }, (pages) => {
    if (pages === undefined) return undefined;
    const items = (page: PeoplePage) =>
      page.items.flatMap((person) => (person.telegram_id !== telegramId ? [person] : change === null ? [] : [change(person)]));
    return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: items(page) })) };
  });
}
