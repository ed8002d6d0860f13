import { defaultRangeExtractor, type Range, useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect, useMemo, useRef } from "react";
import { type RowKeys, useRowKeys } from "@/shared/admin/ui/use-row-keys";
import { ROW_HEIGHT } from "@/shared/ui/table";

const HEAD = 36;
const OVERSCAN = 12;

export interface VirtualRow {
  index: number;
  /** Room before it for rows that are not drawn. */
  gap: number;
}

export interface VirtualRowsOptions {
  /** Rows there are, those being read among them. */
  count: number;
  /** Rows that can be opened and picked. */
  known: number;
  scroll: RefObject<HTMLDivElement | null>;
  onOpen: (index: number) => void;
  onPick?: ((index: number, withShift: boolean) => void) | undefined;
}

export interface VirtualRows {
  rows: VirtualRow[];
  /** Room after the last one. */
  rest: number;
  keys: RowKeys;
  /** The first row in sight and the one after the last, from 0; `drawn` is the last that is drawn. */
  first: number;
  end: number;
  drawn: number;
}

/** Only the rows in sight are drawn, and the one where the keyboard stands, so that the focus is never lost with its row. */
export function useVirtualRows({ count, known, scroll, onOpen, onPick }: VirtualRowsOptions): VirtualRows {
  const show = useRef<(index: number) => void>(() => undefined);
  const onMove = useCallback((index: number) => show.current(index), []);
  const keys = useRowKeys({ count: known, onOpen, onPick, onMove });
  const { active } = keys;
  const rangeExtractor = useCallback(
    (range: Range) => {
      const drawn = defaultRangeExtractor(range);
      return active === null || drawn.includes(active) ? drawn : [...drawn, active].sort((one, other) => one - other);
    },
    [active],
  );
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
    scrollPaddingEnd: HEAD,
    rangeExtractor,
  });
  useLayoutEffect(() => {
    show.current = (index) => virtual.scrollToIndex(index);
  });
  const items = virtual.getVirtualItems();
  const rows = useMemo(() => items.map(({ index, start }, at) => ({ index, gap: start - (items[at - 1]?.end ?? 0) })), [items]);
  const first = Math.round((virtual.scrollOffset ?? 0) / ROW_HEIGHT);
  const seen = Math.max(1, Math.floor(((virtual.scrollRect?.height ?? 0) - HEAD) / ROW_HEIGHT));
  const end = Math.min(known, first + seen);
  return { rows, rest: virtual.getTotalSize() - (items.at(-1)?.end ?? 0), keys, first, end, drawn: Math.min(count - 1, end + OVERSCAN) };
}
