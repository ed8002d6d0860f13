import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef } from "react";
import { peopleOf, type PeoplePages, peopleQuery, type PeopleSort, putPages, readPeople } from "@/shared/admin/ui/people-list";
import type { UserFilter } from "@/shared/api/types";

const FRESH = 15_000;

/** The list and how it goes on. While another filter is asked, the people found before stay in sight. */
export function usePeople(filter: UserFilter, sort: PeopleSort) {
  const query = useInfiniteQuery({ ...peopleQuery(filter, sort), placeholderData: keepPreviousData });
  const people = useMemo(() => peopleOf(query.data), [query.data]);
  const total = query.data?.pages.at(-1)?.total ?? 0;
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query;
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { query, people, total, readOn, hasFailedToReadOn: isFetchNextPageError };
}

/** The pages that rows of the list come from, as far as they are in sight. */
function pagesBetween(pages: PeoplePages, first: number, last: number): number[] {
  let from = 0;
  return pages.pages.flatMap(({ items }, at) => {
    const [begin, end] = [from, (from += items.length)];
    return begin <= last && end > first ? [at] : [];
  });
}

/**
 * Other admins work on the same people: what is in sight is never older than 15 seconds, and is read again when the window
 * is looked at again. Only those pages are read, however many there are above.
 */
export function useFreshRows(filter: UserFilter, sort: PeopleSort, first: number, last: number): void {
  const client = useQueryClient();
  const seen = useRef({ first, last });
  useEffect(() => {
    seen.current = { first, last };
  }, [first, last]);
  const { queryKey } = peopleQuery(filter, sort);
  const name = JSON.stringify(queryKey);
  useEffect(() => {
    const stop = new AbortController();
    let readAt = Date.now();
    const renew = async () => {
      const pages = client.getQueryData<PeoplePages>(queryKey);
      if (pages === undefined || document.visibilityState === "hidden") return;
      readAt = Date.now();
      const [from, ...others] = pagesBetween(pages, seen.current.first, seen.current.last);
      if (from === undefined) return;
      const begin = pages.pageParams[from] ?? null;
      const fresh = [await readPeople(filter, sort, begin, stop.signal)];
      while (fresh.length <= others.length) {
        const cursor = fresh.at(-1)?.next_cursor ?? null;
        if (cursor === null) break;
        fresh.push(await readPeople(filter, sort, cursor, stop.signal));
      }
      client.setQueryData<PeoplePages>(queryKey, (now) => (now?.pageParams[from] === begin ? putPages(now, from, fresh) : now));
    };
    const quietly = () => void renew().catch(() => undefined);
    const back = () => {
      if (Date.now() - readAt > 1000) quietly();
    };
    const timer = setInterval(quietly, FRESH);
    window.addEventListener("focus", back);
    document.addEventListener("visibilitychange", back);
    quietly();
    return () => {
      stop.abort();
      clearInterval(timer);
      window.removeEventListener("focus", back);
      document.removeEventListener("visibilitychange", back);
    };
    // The key names the filter and the sort by their values.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, name]);
}
