import { useEffect, useRef, useState } from "react";
import { model } from "@/features/model/messages";
import css from "@/features/model/model.module.css";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";

/** Load before the end comes into sight. */
const AHEAD = "600px 0px";

export interface SignalsMoreProps {
  query: {
    hasNextPage: boolean;
    isFetching: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: (options: { cancelRefetch: boolean }) => Promise<unknown>;
  };
  label: string;
  /** At the end of the page it loads on as it comes near. */
  isByItself?: boolean;
}

/** The way to older rows. */
export function SignalsMore({ query, label, isByItself = false }: SignalsMoreProps) {
  const t = useMessages(model);
  const end = useRef<HTMLDivElement>(null);
  const [isNear, setNear] = useState(false);
  const { hasNextPage, isFetching, isFetchingNextPage, isFetchNextPageError: hasFailed, fetchNextPage } = query;
  useEffect(() => {
    if (!isByItself || !hasNextPage || end.current === null || typeof IntersectionObserver === "undefined") return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), { rootMargin: AHEAD });
    observer.observe(end.current);
    return () => observer.disconnect();
  }, [isByItself, hasNextPage]);
  const isDue = isByItself && isNear && hasNextPage && !isFetching && !hasFailed;
  useEffect(() => {
    if (isDue) void fetchNextPage({ cancelRefetch: false });
  });
  if (!hasNextPage) return null;
  return (
    <div ref={end} className={css.more}>
      {hasFailed && <p role="alert">{t.moreFailed}</p>}
      <Button isWide isBusy={isFetchingNextPage} onClick={() => void fetchNextPage({ cancelRefetch: false })}>
        {hasFailed ? t.tryAgain : label}
      </Button>
    </div>
  );
}
