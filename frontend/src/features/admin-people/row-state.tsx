import { useQuery } from "@tanstack/react-query";
import css from "@/features/admin-people/row-state.module.css";
import { adminWords } from "@/shared/admin/ui/messages";
import { ReachTag } from "@/shared/admin/ui/reach-tag";
import type { AdminUserRead } from "@/shared/api/types";
import { appQuery } from "@/shared/bot/app-query";
import { useMessages } from "@/shared/i18n/language";
import { BanIcon, ShieldCheckIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

/** Whether the list tells whom the bot cannot write to: while there is none, that is nobody. */
export function useTellsReach(): boolean {
  const { data } = useQuery(appQuery);
  return data?.has_bot === true;
}

export interface RowStateProps {
  person: Pick<AdminUserRead, "is_blocked" | "role" | "reachability">;
  tellsReach: boolean;
}

/** A block goes before everything else: it is what decides. */
export function RowState({ person, tellsReach }: RowStateProps) {
  const t = useMessages(adminWords);
  if (person.is_blocked) {
    return (
      <Tag tone="lost" icon={BanIcon}>
        {t.blocked}
      </Tag>
    );
  }
  const isCutOff = tellsReach && person.reachability !== "ok";
  if (person.role !== "admin" && !isCutOff) return <span className="quiet">{t.active}</span>;
  return (
    <span className={css.tags}>
      {person.role === "admin" && <Tag icon={ShieldCheckIcon}>{t.admin}</Tag>}
      {isCutOff && <ReachTag state={person.reachability} />}
    </span>
  );
}
