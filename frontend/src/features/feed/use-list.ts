import { useInfiniteQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Narrowing } from "@/features/feed/filter";
import { type FeedFilter, feedQuery, modelSignalsQuery } from "@/shared/api/queries";
import type { SignalRead } from "@/shared/api/types";

export interface List {
  /** Undefined while nothing has been loaded. */
  items: SignalRead[] | undefined;
  pages: number;
  error: Error | null;
  isFetching: boolean;
  hasMore: boolean;
  isLoadingMore: boolean;
  hasMoreFailed: boolean;
  loadMore: () => void;
  reload: () => void;
}

/** Signals of all models that are held, or of one of them, page by page. */
export function useList({ pair, modelId }: Narrowing, status: "open" | null, isWanted: boolean): List {
  const filter: FeedFilter = { ...(pair !== null && { pair }), ...(status !== null && { status }) };
  const ofAll = useInfiniteQuery({ ...feedQuery(filter), enabled: isWanted && modelId === null });
  const ofOne = useInfiniteQuery({ ...modelSignalsQuery(modelId ?? "", filter), enabled: isWanted && modelId !== null });
  const query = modelId === null ? ofAll : ofOne;
  const pages: { items: SignalRead[] }[] | undefined = query.data?.pages;
  const items = useMemo(() => pages?.flatMap((page) => page.items), [pages]);
  return {
    items,
    pages: pages?.length ?? 0,
    error: query.error,
    isFetching: query.isFetching,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    hasMoreFailed: query.isFetchNextPageError,
    loadMore: () => void query.fetchNextPage({ cancelRefetch: false }),
    reload: () => void query.refetch(),
  };
}
