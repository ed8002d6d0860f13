import type { BroadcastProgress } from "@/shared/api/types";

/** How many people it has been decided about, whatever became of them. */
export const doneOf = ({ total, pending }: BroadcastProgress): number => total - pending;

/** 0..1; nothing is done while the audience is still being gathered. */
export function doneShare(progress: BroadcastProgress): number {
  return !progress.is_complete || progress.total === 0 ? 0 : doneOf(progress) / progress.total;
}
