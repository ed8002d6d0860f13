/** What stands where. Under a reading finger nothing moves: rows change in place, news wait above, older pages follow below. */

import type { SignalRead } from "@/shared/api/types";

export interface Sections {
  open: SignalRead[];
  closed: SignalRead[];
}

/** The places as they were when the list was last laid out, by id. */
export interface Layout {
  open: readonly string[];
  closed: readonly string[];
}

export interface Steady extends Sections {
  /** Signals that are there and wait to be shown. */
  waiting: number;
}

const ids = (signals: readonly SignalRead[]): string[] => signals.map((signal) => signal.id);

export function layoutOf({ open, closed }: Sections): Layout {
  return { open: ids(open), closed: ids(closed) };
}

/** Those below everything that had a place: a page that was loaded later. Where nothing had one, `isLoaded` tells. */
function below(list: readonly string[], placed: ReadonlySet<string>, isLoaded: boolean): readonly string[] {
  const last = list.findLastIndex((id) => placed.has(id));
  return last < 0 && !isLoaded ? [] : list.slice(last + 1);
}

/** The newest state of every signal in the places of a layout, and how many have none yet. */
export function steady(layout: Layout, now: Sections): Steady {
  const known = new Map([...now.open, ...now.closed].map((signal) => [signal.id, signal]));
  const placed = new Set([...layout.open, ...layout.closed]);
  const open = [...layout.open, ...below(ids(now.open), placed, false)];
  const closed = [...layout.closed, ...below(ids(now.closed), placed, true)];
  const shown = new Set([...open, ...closed]);
  const inPlace = (places: readonly string[]) => places.map((id) => known.get(id)).filter((one) => one !== undefined);
  return {
    open: inPlace(open),
    closed: inPlace(closed),
    waiting: [...known.keys()].filter((id) => !shown.has(id)).length,
  };
}

/** Ids of a new layout's open cards that have come since the old one, at the top of them. */
export function arrivals(before: Layout, after: Layout): string[] {
  const placed = new Set([...before.open, ...before.closed]);
  const older = new Set(below(after.open, placed, false));
  return after.open.filter((id) => !placed.has(id) && !older.has(id));
}
