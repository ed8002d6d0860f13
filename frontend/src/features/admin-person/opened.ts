import type { AccessRow } from "@/features/admin-person/access-rows";
import type { AccessRight, AdminRequestRead, HistoryEntry, UserDetail } from "@/shared/api/types";

export type Standing = "makeAdmin" | "removeAdmin" | "block" | "unblock" | "delete";

/** The one sheet that is open, and what it is about. */
export type Opened =
  | { kind: "end"; row: AccessRow; right: AccessRight }
  | { kind: "revoke"; row: AccessRow; right: AccessRight }
  | { kind: "grant"; modelId: string | null }
  | { kind: "approve" | "reject"; row: AccessRow; request: AdminRequestRead }
  | { kind: "template" }
  | { kind: "undo"; entry: HistoryEntry }
  | { kind: "sessions" }
  | { kind: "standing"; change: Standing };

export type Open = (opened: Opened) => void;

/** What every sheet needs. */
export interface SheetOf {
  detail: UserDetail;
  onClose: () => void;
}
