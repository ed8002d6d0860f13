import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import css from "@/features/feed/feed.module.css";
import { FeedEmpty, LockedModel, NoModels } from "@/features/feed/feed-empty";
import { FeedError } from "@/features/feed/feed-error";
import { FeedList } from "@/features/feed/feed-list";
import { FeedSkeleton } from "@/features/feed/feed-skeleton";
import { type Filter, writeFilter } from "@/features/feed/filter";
import { FilterBar } from "@/features/feed/filter-bar";
import { type Market, marketOf } from "@/features/feed/market";
import { MarketNote } from "@/features/feed/market-note";
import { feed } from "@/features/feed/messages";
import type { Sections } from "@/features/feed/steady";
import { Subtitle } from "@/features/feed/subtitle";
import { type FeedState, useFeed } from "@/features/feed/use-feed";
import { useFilter } from "@/features/feed/use-filter";
import { marketQuery } from "@/shared/api/queries";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { RootPage } from "@/shared/page/root-page";

interface BodyProps {
  filter: Filter;
  state: FeedState;
  market: Market;
  onFilter: (change: Partial<Filter>) => void;
}

function Content({ sections, ...props }: BodyProps & { sections: Sections }) {
  const { filter, state, market, onFilter } = props;
  const [hasOpen, hasClosed] = [sections.open.length > 0, sections.closed.length > 0];
  const isShown = (filter.show !== "closed" && hasOpen) || (filter.show !== "open" && hasClosed);
  const mayComeMore = filter.show !== "open" && state.closedList.hasMore;
  if (!isShown && !mayComeMore) {
    return <FeedEmpty filter={filter} market={market} hasOpen={hasOpen} hasClosed={hasClosed} onFilter={onFilter} />;
  }
  return (
    <>
      <div className={css.notes}>
        <MarketNote market={market} />
      </div>
      <FeedList key={writeFilter(filter).toString()} filter={filter} sections={sections} state={state} onFilter={onFilter} />
    </>
  );
}

/** The newest error of a list that has nothing to show, also while it is asked for again. */
function useLastError({ error, sections }: FeedState): Error | null {
  const [last, setLast] = useState<Error | null>(null);
  if (error !== null && error !== last) setLast(error);
  if (sections !== null && last !== null) setLast(null);
  return sections === null ? (error ?? last) : null;
}

function Body(props: BodyProps) {
  const { filter, state, onFilter } = props;
  const { access, held } = useSubscriptions();
  const error = useLastError(state);
  const isLocked = access !== null && filter.modelId !== null && !held.has(filter.modelId);
  if (access !== null && held.size === 0) return <NoModels />;
  if (error !== null && !isLocked) return <FeedError error={error} isRetrying={state.isFetching} onRetry={state.reload} />;
  return (
    <>
      <FilterBar filter={filter} openCount={state.sections?.open.length} onFilter={onFilter} />
      {isLocked && filter.modelId !== null ? (
        <LockedModel modelId={filter.modelId} />
      ) : state.sections === null ? (
        <FeedSkeleton />
      ) : (
        <Content {...props} sections={state.sections} />
      )}
    </>
  );
}

/** The signals of the models that are open to the person, live. */
export function Feed() {
  const t = useMessages(feed);
  const { access, held } = useSubscriptions();
  const [filter, onFilter] = useFilter();
  const isLocked = access !== null && filter.modelId !== null && !held.has(filter.modelId);
  const state = useFeed(filter, !isLocked);
  const { data } = useQuery(marketQuery);
  const { sections } = state;
  const market = marketOf(data, filter.pair, sections?.open);
  // The line is kept free while its numbers are on their way.
  const subtitle = sections === null ? "\u00a0" : <Subtitle open={sections.open} isCut={state.isOpenCut} market={market} />;
  return (
    <RootPage title={t.title} subtitle={subtitle}>
      <Body filter={filter} state={state} market={market} onFilter={onFilter} />
    </RootPage>
  );
}
