import type { HistoryEntry } from "@/shared/api/types";

/** What the table and the cards show alike. */
export interface ListProps {
  entries: readonly HistoryEntry[];
  hasMore: boolean;
  readOn: () => void;
  onOpen: (index: number) => void;
  /** Whether the newest row is in sight. */
  onTop: (isAtTop: boolean) => void;
  /** Counts the wishes to be taken to the top. */
  topRequest: number;
}
