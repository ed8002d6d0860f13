import type { person } from "@/features/admin-person/messages";
import type { Open, Standing } from "@/features/admin-person/opened";
import type { MenuItem } from "@/shared/admin/ui/menu-button";
import type { UserDetail } from "@/shared/api/types";
import { BanIcon, CheckIcon, PhoneIcon, ShieldCheckIcon, TrashIcon } from "@/shared/ui/icons";

/** What can be done to the person rather than to a right. */
export function standingItems({ user }: UserDetail, t: (typeof person)["en"], onOpen: Open): MenuItem[] {
  const to = (change: Standing) => () => onOpen({ kind: "standing", change });
  return [
    { id: "sessions", label: t.sessionsItem, icon: PhoneIcon, onPress: () => onOpen({ kind: "sessions" }) },
    user.role === "admin"
      ? { id: "role", label: t.removeAdmin, icon: ShieldCheckIcon, onPress: to("removeAdmin") }
      : { id: "role", label: t.makeAdmin, icon: ShieldCheckIcon, onPress: to("makeAdmin") },
    user.is_blocked
      ? { id: "block", label: t.unblock, icon: CheckIcon, onPress: to("unblock") }
      : { id: "block", label: t.block, icon: BanIcon, tone: "lost", onPress: to("block") },
    { id: "delete", label: t.delete, icon: TrashIcon, tone: "lost", onPress: to("delete") },
  ];
}
