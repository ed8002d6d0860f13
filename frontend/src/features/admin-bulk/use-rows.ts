import { useWindowVirtualizer, windowScroll } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";

/** Below this all rows are drawn: searching in the page and screen readers then see them all. */
const FEW = 150;
const USUAL_HEIGHT = 43;

/** Which rows of a long list in the page are near the screen, and how much room the others take. */
export function useRows(length: number) {
  const body = useRef<HTMLDivElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    const place = () => setTop((body.current?.getBoundingClientRect().top ?? 0) + window.scrollY);
    place();
    const watch = new ResizeObserver(place);
    watch.observe(document.body);
    return () => watch.disconnect();
  }, []);
  const isLong = length > FEW;
  const list = useWindowVirtualizer({
    count: length,
    estimateSize: () => USUAL_HEIGHT,
    overscan: 12,
    scrollMargin: top,
    enabled: isLong,
    // When it appears it would put the page back to where it was then, against a new step that begins at its top.
    scrollToFn: (offset, options, instance) => {
      if (options.adjustments !== undefined) windowScroll(offset, options, instance);
    },
  });
  if (!isLong) return { body, rows: Array.from({ length }, (_, index) => index), before: 0, after: 0, measure: undefined };
  const shown = list.getVirtualItems();
  const before = (shown[0]?.start ?? top) - top;
  const after = list.getTotalSize() - ((shown.at(-1)?.end ?? top) - top);
  return { body, rows: shown.map(({ index }) => index), before, after, measure: list.measureElement };
}
