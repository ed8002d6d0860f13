import { useEffect, useRef, useState } from "react";
import { feed } from "@/features/feed/messages";
import css from "@/features/feed/feed.module.css";
import type { List } from "@/features/feed/use-list";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";

/** So many pages without a row that is shown, and the person is asked whether to look further back. */
const PATIENCE = 4;
/** Load before the end comes into sight. */
const AHEAD = "600px 0px";

function useIsNear() {
  const end = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    if (end.current === null || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), { rootMargin: AHEAD });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, []);
  return { end, isNear };
}

/** Pages that were loaded since the list last grew. */
function useVainPages(pages: number, count: number): [number, () => void] {
  const [since, setSince] = useState({ pages, count });
  if (count !== since.count) setSince({ pages, count });
  return [count === since.count ? pages - since.pages : 0, () => setSince({ pages, count })];
}

export interface MoreProps {
  list: List;
  /** Rows that are shown. */
  count: number;
  isFiltered: boolean;
}

/** The end of a list: loads on by itself when it comes near, and by a button where it can't or should not. */
export function More({ list, count, isFiltered }: MoreProps) {
  const t = useMessages(feed);
  const { end, isNear } = useIsNear();
  const [vain, goOn] = useVainPages(list.pages, count);
  const { hasMore, isLoadingMore, isFetching, hasMoreFailed, loadMore } = list;
  const isAsked = vain >= PATIENCE;
  const isDue = isNear && hasMore && !isFetching && !hasMoreFailed && !isAsked;
  useEffect(() => {
    if (isDue) loadMore();
  });
  const press = () => {
    goOn();
    loadMore();
  };
  if (!hasMore) return count === 0 ? null : <p className={css.end}>{isFiltered ? t.endFiltered : t.end}</p>;
  return (
    <div ref={end} className={css.more}>
      {hasMoreFailed && <p role="alert">{t.moreFailed}</p>}
      {isAsked && !isLoadingMore && <p>{t.noMatchYet}</p>}
      <Button isBusy={isLoadingMore} onClick={press}>
        {hasMoreFailed ? t.tryAgain : isAsked ? t.lookFurther : isLoadingMore && vain > 0 ? t.searching : t.more}
      </Button>
    </div>
  );
}
