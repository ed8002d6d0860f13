import { type KeyboardEvent, useCallback, useState } from "react";

export interface RowKeysOptions {
  count: number;
  /** Rows that a page key moves by. */
  pageRows?: number | undefined;
  onOpen: (index: number) => void;
  /** Space; with Shift a range. */
  onPick?: ((index: number, withShift: boolean) => void) | undefined;
  /** Bring it into sight. */
  onMove: (index: number) => void;
}

export interface RowKeys {
  /** The row where the keyboard stands; null before its first use. */
  active: number | null;
  setActive: (index: number | null) => void;
  onKeyDown: (event: KeyboardEvent) => void;
}

function moved(key: string, from: number | null, count: number, page: number): number | null {
  const last = count - 1;
  switch (key) {
    case "ArrowDown":
      return from === null ? 0 : Math.min(last, from + 1);
    case "ArrowUp":
      return from === null ? 0 : Math.max(0, from - 1);
    case "PageDown":
      return Math.min(last, (from ?? 0) + page);
    case "PageUp":
      return Math.max(0, (from ?? 0) - page);
    case "Home":
      return 0;
    case "End":
      return last;
    default:
      return null;
  }
}

/** Whether the key belongs to a control inside of a row. */
const isOwn = (target: EventTarget, key: string): boolean =>
  target instanceof HTMLElement && target.closest("input, button, select") !== null && (key === " " || key === "Enter");

/** Arrows, page keys, Home and End move; Enter opens; Space picks, with Shift a range. */
export function useRowKeys({ count, pageRows = 10, onOpen, onPick, onMove }: RowKeysOptions): RowKeys {
  const [active, setActive] = useState<number | null>(null);
  const onKeyDown = useCallback(
    (event: KeyboardEvent) => {
      if (count === 0 || event.ctrlKey || event.metaKey || event.altKey || isOwn(event.target, event.key)) return;
      const next = moved(event.key, active, count, pageRows);
      if (next !== null) {
        event.preventDefault();
        setActive(next);
        onMove(next);
      } else if (active !== null && event.key === "Enter") {
        event.preventDefault();
        onOpen(active);
      } else if (active !== null && event.key === " " && onPick !== undefined) {
        event.preventDefault();
        onPick(active, event.shiftKey);
      }
    },
    [active, count, onMove, onOpen, onPick, pageRows],
  );
  return { active: active !== null && active < count ? active : null, setActive, onKeyDown };
}
