/** What the grant form would order now, and what that would do. */

import type { AccessRow } from "@/features/admin-person/access-rows";
import { type Term, type TermEffect, termEffect, type TermOrder, termOrder } from "@/shared/admin/ui/term";
import type { AdminRequestRead } from "@/shared/api/types";
import { timeZone } from "@/shared/format/time";

export interface Plan {
  row: AccessRow;
  order: TermOrder;
  effect: TermEffect;
  /** The waiting request that it answers. */
  request: AdminRequestRead | null;
  /** There is one, but this term can't answer it. */
  leavesRequest: boolean;
}

/** Null while the date is no date. */
export function planOf(row: AccessRow, term: Term, now: number): Plan | null {
  const order = termOrder(term, timeZone());
  if (order === null) return null;
  const canAnswer = order.expiry_date === undefined;
  return {
    row,
    order,
    effect: termEffect(row.right === null ? undefined : row.right.expires_at, order, now),
    request: canAnswer ? row.request : null,
    leavesRequest: !canAnswer && row.request !== null,
  };
}
