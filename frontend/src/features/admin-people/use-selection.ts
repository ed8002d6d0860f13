import { useCallback, useMemo, useRef } from "react";
import { isPicked, MOST_PEOPLE, selectionHere, toggled, withRange } from "@/features/admin-people/pick";
import { peopleSelection, type PeopleSelection, usePeopleSelection } from "@/shared/admin/selection";
import type { ListedUser, UserFilter } from "@/shared/api/types";
import { haptic } from "@/shared/telegram/chrome";

export interface Selection {
  now: PeopleSelection | null;
  isPicked: (telegramId: number) => boolean;
  /** Shift takes everybody since the last press with it. */
  press: (index: number, withShift: boolean) => void;
  /** Everybody that the filter matches, or nobody. */
  setAll: (isAll: boolean) => void;
  clear: () => void;
  isTooMany: boolean;
}

/** Kept outside of the screen: the bulk screen reads it, and coming back finds it again. */
export function useSelection(people: readonly ListedUser[], filter: UserFilter, total: number): Selection {
  const now = selectionHere(usePeopleSelection(), filter);
  const anchor = useRef<number | null>(null);
  const picked = useMemo(() => new Set(now?.kind === "ids" ? now.ids : []), [now]);
  const press = useCallback(
    (index: number, withShift: boolean) => {
      const person = people[index];
      if (person === undefined) return;
      const order = people.map(({ telegram_id: id }) => id);
      const from = anchor.current === null ? -1 : order.indexOf(anchor.current);
      anchor.current = person.telegram_id;
      peopleSelection.set(withShift && from >= 0 ? withRange(now, order, from, index) : toggled(now, person.telegram_id));
      haptic("selection");
    },
    [now, people],
  );
  const setAll = useCallback(
    (isAll: boolean) => peopleSelection.set(isAll && total <= MOST_PEOPLE ? { kind: "filter", filter, total } : null),
    [filter, total],
  );
  const clear = useCallback(() => {
    anchor.current = null;
    peopleSelection.set(null);
  }, []);
  return { now, isPicked: (id) => isPicked(now, picked, id), press, setAll, clear, isTooMany: total > MOST_PEOPLE };
}
