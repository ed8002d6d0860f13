import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo } from "react";
import { freshOf, withFresh } from "@/features/admin-history/newest";
import { type HistoryFilter, type HistoryPages, historyQuery, newestQuery } from "@/features/admin-history/queries";

/** The list, how it goes on, and what is new above it. New rows come in at once while its top is in sight. */
export function useHistory(filter: HistoryFilter, isAtTop: boolean) {
  const client = useQueryClient();
  const query = useInfiniteQuery(historyQuery(filter));
  const { data: newest } = useQuery({ ...newestQuery(filter), enabled: query.isSuccess });
  const entries = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  const fresh = useMemo(() => freshOf(query.data, newest), [query.data, newest]);
  const { queryKey } = historyQuery(filter);
  const takeFresh = useCallback(() => {
    if (fresh === null) void client.resetQueries({ queryKey });
    else client.setQueryData<HistoryPages>(queryKey, (pages) => (pages === undefined ? pages : withFresh(pages, fresh)));
    // The key's values are the filter's.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [client, fresh, filter]);
  const waiting = fresh === null ? (newest?.items.length ?? 0) : fresh.length;
  useEffect(() => {
    if (isAtTop && waiting > 0) takeFresh();
  }, [isAtTop, takeFresh, waiting]);
  const { fetchNextPage, hasNextPage, isFetchingNextPage, isFetchNextPageError } = query;
  const readOn = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [fetchNextPage, hasNextPage, isFetchingNextPage]);
  return { query, entries, readOn, hasFailedToReadOn: isFetchNextPageError, waiting, takeFresh };
}
