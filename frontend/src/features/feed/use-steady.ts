import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { arrivals, type Layout, layoutOf, type Sections, steady, type Steady } from "@/features/feed/steady";

/** Less than this from the top, a list may still move: nobody is in the middle of it. */
const TOP = 80;
/** What has just closed shows how it ended before it leaves the open ones. */
const LINGER = 2_400;
const TINTED = 2_200;

function listen(tell: () => void): () => void {
  window.addEventListener("scroll", tell, { passive: true });
  return () => window.removeEventListener("scroll", tell);
}

/** Whether the page is at its top. */
export function useAtTop(): boolean {
  return useSyncExternalStore(listen, () => window.scrollY < TOP);
}

export interface SteadyList extends Steady {
  /** Cards that have just come. */
  fresh: ReadonlySet<string>;
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => one.join() === other.join();

/** The list with everything in its place; it is laid out anew only while the page is at its top. */
export function useSteady(sections: Sections): SteadyList {
  const isAtTop = useAtTop();
  const [layout, setLayout] = useState<Layout>(() => layoutOf(sections));
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const due = useRef<number | null>(null);
  useEffect(() => {
    const next = layoutOf(sections);
    if (!isAtTop || (isSame(layout.open, next.open) && isSame(layout.closed, next.closed))) return;
    const hasClosed = layout.open.some((id) => next.closed.includes(id));
    due.current ??= Date.now() + (hasClosed ? LINGER : 0);
    const timer = setTimeout(() => {
      due.current = null;
      setFresh(new Set(arrivals(layout, next)));
      setLayout(next);
    }, due.current - Date.now());
    return () => clearTimeout(timer);
  }, [isAtTop, layout, sections]);
  useEffect(() => {
    if (fresh.size === 0) return;
    const timer = setTimeout(() => setFresh(new Set()), TINTED);
    return () => clearTimeout(timer);
  }, [fresh]);
  return { ...steady(layout, sections), fresh };
}
