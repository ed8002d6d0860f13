import { useLayoutEffect } from "react";

const kept = new Map<string, number>();

/** Coming back from a person finds the list where it was left. The address names the list. */
export function useKeptScroll(list: string, read: () => number, write: (offset: number) => void): void {
  useLayoutEffect(() => {
    const offset = kept.get(list);
    if (offset !== undefined) write(offset);
    let last = offset ?? 0;
    // A list that is taken away has no offset any more: it is asked while it is there.
    const note = () => (last = read());
    window.addEventListener("scroll", note, { capture: true, passive: true });
    return () => {
      window.removeEventListener("scroll", note, { capture: true });
      kept.set(list, last);
    };
    // Only another list is another place.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [list]);
}
