/** Who is selected, and what a press on a row makes of it. */

import type { PeopleSelection } from "@/shared/admin/selection";
import type { UserFilter } from "@/shared/api/types";

/** As many as one bulk order takes. */
export const MOST_PEOPLE = 10_000;

const written = (filter: UserFilter): string => JSON.stringify(Object.entries(filter).sort(([a], [b]) => (a < b ? -1 : 1)));

/** A selection by filter is one of this list only under the same filter; chosen people stay chosen under any. */
export function selectionHere(selection: PeopleSelection | null, filter: UserFilter): PeopleSelection | null {
  if (selection?.kind === "filter" && written(selection.filter) !== written(filter)) return null;
  return selection?.kind === "ids" && selection.ids.length === 0 ? null : selection;
}

export const isPicked = (selection: PeopleSelection | null, picked: ReadonlySet<number>, id: number): boolean =>
  selection?.kind === "filter" || picked.has(id);

function ids(chosen: Iterable<number>): PeopleSelection | null {
  const list = [...chosen].slice(0, MOST_PEOPLE);
  return list.length === 0 ? null : { kind: "ids", ids: list };
}

/** One more, or one less. A selection by filter is not taken apart by a press on a row. */
export function toggled(selection: PeopleSelection | null, id: number): PeopleSelection | null {
  if (selection?.kind === "filter") return selection;
  const chosen = new Set(selection?.ids);
  if (!chosen.delete(id)) chosen.add(id);
  return ids(chosen);
}

/** Everybody from one row to another, besides those chosen before. */
export function withRange(selection: PeopleSelection | null, order: readonly number[], from: number, to: number): PeopleSelection | null {
  if (selection?.kind === "filter") return selection;
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return ids(new Set([...(selection?.ids ?? []), ...range]));
}
