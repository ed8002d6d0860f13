/** Whom the next bulk order is about: chosen among people, read where the order is written. */

import { useSyncExternalStore } from "react";
import type { UserFilter } from "@/shared/api/types";

/** What an order does; the word stands in `/admin/bulk?do=` so that the button pressed is the form that opens. */
export type BulkVerb = "grant" | "extend" | "revoke" | "template";

/** People by id, or everybody that a filter matches; `total` is how many that were when they were chosen. */
export type PeopleSelection =
  | { kind: "ids"; ids: readonly number[] }
  | { kind: "filter"; filter: UserFilter; total: number };

const KEY = "forexsignals.selection";

let kept: PeopleSelection | null = recall();
const listeners = new Set<() => void>();

export const peopleSelection = {
  get: (): PeopleSelection | null => kept,

  /** Outlives a reload of this tab; null forgets it. */
  set(next: PeopleSelection | null): void {
    kept = next;
    remember(next);
    for (const tell of listeners) tell();
  },

  subscribe: (tell: () => void): (() => void) => {
    listeners.add(tell);
    return () => listeners.delete(tell);
  },
};

export function usePeopleSelection(): PeopleSelection | null {
  return useSyncExternalStore(peopleSelection.subscribe, peopleSelection.get);
}

export const bulkHref = (verb: BulkVerb): string => `/admin/bulk?do=${verb}`;

/** The verb of an address; null where it names none. */
export function bulkVerb(word: string | null): BulkVerb | null {
  return word === "grant" || word === "extend" || word === "revoke" || word === "template" ? word : null;
}

export function selectionSize(selection: PeopleSelection): number {
  return selection.kind === "ids" ? selection.ids.length : selection.total;
}

/** Storage may be forbidden in a frame; the selection then lives as long as the page. */
function remember(selection: PeopleSelection | null): void {
  try {
    if (selection === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(selection));
  } catch {
    return;
  }
}

function recall(): PeopleSelection | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isSelection(found) ? found : null;
  } catch {
    return null;
  }
}

function isSelection(found: unknown): found is PeopleSelection {
  if (typeof found !== "object" || found === null || !("kind" in found)) return false;
  if (found.kind === "ids") return "ids" in found && Array.isArray(found.ids) && found.ids.every(Number.isSafeInteger);
  return found.kind === "filter" && "filter" in found && "total" in found && Number.isSafeInteger(found.total);
}
