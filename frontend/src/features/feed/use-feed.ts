import { useEffect, useMemo } from "react";
import { type Filter, passes } from "@/features/feed/filter";
import type { Sections } from "@/features/feed/steady";
import { type List, useList } from "@/features/feed/use-list";
import type { SignalRead } from "@/shared/api/types";
import { useSubscriptions } from "@/shared/live/use-subscriptions";

/** Six pages of fifty: who has more open at a time reads them under their own chip, as far as they like. */
const MOST_OPEN_PAGES = 6;

export interface FeedState {
  /** Null until the first answer about both lists. */
  sections: Sections | null;
  error: Error | null;
  isFetching: boolean;
  /** More are open than have been counted. */
  isOpenCut: boolean;
  openList: List;
  closedList: List;
  reload: () => void;
}

function usePages(list: List): void {
  const { items, pages, hasMore, isFetching, hasMoreFailed, loadMore } = list;
  const isWanting = items !== undefined && hasMore && pages < MOST_OPEN_PAGES && !isFetching && !hasMoreFailed;
  useEffect(() => {
    if (isWanting) loadMore();
  });
}

/** What a person may see now: open signals, all of them, and the closed ones as far as they have been loaded. */
export function useFeed(filter: Filter, isWanted: boolean): FeedState {
  const { held } = useSubscriptions();
  const open = useList(filter, "open", isWanted);
  const every = useList(filter, null, isWanted);
  usePages(open);
  const { pair, modelId, confidence } = filter;
  const sections = useMemo(() => {
    if (open.items === undefined || every.items === undefined) return null;
    const isShown = (signal: SignalRead) => held.has(signal.model_id) && passes(signal, { pair, modelId, confidence });
    return {
      open: open.items.filter((signal) => signal.status === "open" && isShown(signal)),
      closed: every.items.filter((signal) => signal.status !== "open" && isShown(signal)),
    };
  }, [open.items, every.items, held, pair, modelId, confidence]);
  return {
    sections,
    error: open.error ?? every.error,
    isFetching: open.isFetching || every.isFetching,
    isOpenCut: open.hasMore,
    openList: open,
    closedList: every,
    reload: () => {
      open.reload();
      every.reload();
    },
  };
}
