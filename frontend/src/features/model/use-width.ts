import { useCallback, useState } from "react";

/** Pixels across an element, kept up to date: charts are drawn to the pixel, their letters never scaled. */
export function useWidth(initial: number): [number, (element: Element | null) => (() => void) | undefined] {
  const [width, setWidth] = useState(initial);
  const ref = useCallback((element: Element | null) => {
    if (element === null || typeof ResizeObserver === "undefined") return undefined;
    const measured = element.getBoundingClientRect().width;
    if (measured > 0) setWidth(measured);
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [width, ref];
}
