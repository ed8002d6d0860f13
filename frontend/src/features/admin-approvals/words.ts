/** What an order would do, and what became of it, in a line. */

import { approvals } from "@/features/admin-approvals/messages";
import type { ApprovalRead } from "@/shared/api/types";
import { messagesNow } from "@/shared/i18n/language";

const nameOf = (name: string | null, id: number | null): string => name ?? String(id ?? "");

export function whatOf(approval: ApprovalRead): string {
  const t = messagesNow(approvals);
  const name = nameOf(approval.name, approval.telegram_id);
  switch (approval.kind) {
    case "role": {
      const head = approval.role === "admin" ? t.makeAdmin(name) : t.makeUser(name);
      if (approval.is_blocked === null) return head;
      return `${head} ${approval.is_blocked ? t.alsoBlock : t.alsoUnblock}`;
    }
    case "deletion":
      return t.delete(name);
    case "bulk":
      return t.bulk(t.people(approval.people));
    case "batch_undo":
      return t.batchUndo(t.people(approval.people));
    case "change_undo":
      return t.changeUndo(name);
  }
}

export const askerOf = (approval: ApprovalRead): string => nameOf(approval.asked_by_name, approval.asked_by);

export function outcomeOf(approval: ApprovalRead): string | null {
  const t = messagesNow(approvals);
  const by = nameOf(approval.decided_by_name, approval.decided_by);
  switch (approval.state) {
    case "pending":
      return null;
    case "approved":
      return t.approved(by, approval.changed ?? 0);
    case "refused":
      return t.refused(by);
    case "withdrawn":
      return t.withdrawn;
    case "expired":
      return t.expired;
  }
}
