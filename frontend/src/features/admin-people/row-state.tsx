import { adminWords } from "@/shared/admin/ui/messages";
import type { AdminUserRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { BanIcon, ShieldCheckIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

/** A block goes before a role: it is what decides. */
export function RowState({ person }: { person: Pick<AdminUserRead, "is_blocked" | "role"> }) {
  const t = useMessages(adminWords);
  if (person.is_blocked) {
    return (
      <Tag tone="lost" icon={BanIcon}>
        {t.blocked}
      </Tag>
    );
  }
  if (person.role === "admin") return <Tag icon={ShieldCheckIcon}>{t.admin}</Tag>;
  return <span className="quiet">{t.active}</span>;
}
