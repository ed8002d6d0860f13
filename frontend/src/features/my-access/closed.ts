/** Models that closed a short while ago: a right that is gone leaves a row that says so, not a hole. */

import type { OwnHistoryEntry } from "@/shared/api/types";

const RECENT = 24 * 3_600_000;

export interface Closed {
  modelId: string;
  at: string;
  /** Its time was over; otherwise somebody took it. */
  hasExpired: boolean;
}

/** From history, newest first. What is held again is not closed. */
export function recentlyClosed(
  history: readonly OwnHistoryEntry[],
  held: Pick<ReadonlySet<string>, "has">,
  now: number,
): Closed[] {
  const found = new Map<string, Closed>();
  for (const entry of history) {
    if (now - Date.parse(entry.created_at) > RECENT) break;
    for (const modelId of entry.revoked) {
      if (held.has(modelId) || found.has(modelId)) continue;
      found.set(modelId, { modelId, at: entry.created_at, hasExpired: entry.action === "expire" });
    }
  }
  return [...found.values()];
}
