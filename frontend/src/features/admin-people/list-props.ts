import type { Selection } from "@/features/admin-people/use-selection";
import type { PeopleSort } from "@/shared/admin/ui/people-list";
import type { ListedUser } from "@/shared/api/types";

/** What the table and the cards show alike. */
export interface ListProps {
  people: readonly ListedUser[];
  total: number;
  hasMore: boolean;
  readOn: () => void;
  sort: PeopleSort;
  onSort: (sort: PeopleSort) => void;
  selection: Selection;
  /** Names the list: its filter and order. */
  list: string;
  /** Rows in sight, from 0, the last one not among them. */
  onRange: (first: number, end: number) => void;
}
