import { ClosedDays } from "@/features/feed/closed-days";
import css from "@/features/feed/feed.module.css";
import { type Filter, narrowedBy } from "@/features/feed/filter";
import { feed } from "@/features/feed/messages";
import { More } from "@/features/feed/more";
import { NewPill } from "@/features/feed/new-pill";
import { OpenCards } from "@/features/feed/open-cards";
import type { Sections } from "@/features/feed/steady";
import type { FeedState } from "@/features/feed/use-feed";
import { useAtTop, useSteady } from "@/features/feed/use-steady";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";

/** More open ones than this would hide the closed ones below them; the rest stand under their own chip. */
const OPEN_AMONG_ALL = 8;

export interface FeedListProps {
  filter: Filter;
  sections: Sections;
  state: FeedState;
  onFilter: (change: Partial<Filter>) => void;
}

/** Open cards first, then days of closed ones. */
export function FeedList({ filter, sections, state, onFilter }: FeedListProps) {
  const t = useMessages(feed);
  const { open, closed, waiting, fresh } = useSteady(sections);
  const isAtTop = useAtTop();
  const { show } = filter;
  const cards = show === "all" ? open.slice(0, OPEN_AMONG_ALL) : open;
  const isOpenOnly = show === "open";
  const list = isOpenOnly ? state.openList : state.closedList;
  const written = `${count(open.length)}${state.isOpenCut ? "+" : ""}`;
  return (
    <>
      {!isAtTop && <NewPill count={waiting} />}
      {show !== "closed" && cards.length > 0 && <OpenCards signals={cards} fresh={fresh} />}
      {cards.length < open.length && (
        <div className={css.allOpen}>
          <Button kind="tinted" isWide onClick={() => onFilter({ show: "open" })}>
            {t.allOpen(written)}
          </Button>
        </div>
      )}
      {!isOpenOnly && <ClosedDays signals={closed} isAll={!list.hasMore} />}
      <More list={list} count={isOpenOnly ? open.length : closed.length} isFiltered={narrowedBy(filter) > 0} />
    </>
  );
}
