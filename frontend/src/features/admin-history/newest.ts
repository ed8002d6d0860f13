/** New rows at the top of a list that has been read. */

import type { HistoryPage, HistoryPages } from "@/features/admin-history/queries";
import type { HistoryEntry } from "@/shared/api/types";

/** What the newest page has that the list does not; null where the two do not meet, so that rows between may be missing. */
export function freshOf(pages: Pick<HistoryPages, "pages"> | undefined, newest: HistoryPage | undefined): HistoryEntry[] | null {
  const known = pages?.pages[0]?.items[0];
  if (newest === undefined || pages === undefined) return [];
  if (known === undefined) return pages.pages.length > 0 && newest.items.length > 0 ? null : [];
  const at = newest.items.findIndex((entry) => entry.id === known.id);
  return at < 0 ? null : newest.items.slice(0, at);
}

export function withFresh(pages: HistoryPages, fresh: readonly HistoryEntry[]): HistoryPages {
  const [first, ...rest] = pages.pages;
  if (first === undefined || fresh.length === 0) return pages;
  return { ...pages, pages: [{ ...first, items: [...fresh, ...first.items] }, ...rest] };
}
