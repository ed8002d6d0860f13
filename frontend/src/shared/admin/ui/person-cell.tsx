import type { ReactNode } from "react";
import { Link } from "wouter";
import css from "@/shared/admin/ui/person-cell.module.css";
import { atName, personName } from "@/shared/admin/ui/person-name";
import type { UserRead } from "@/shared/api/types";
import { useLanguage } from "@/shared/i18n/language";
import { Avatar } from "@/shared/ui/avatar";

export const personHref = (telegramId: number): string => `/admin/people/${telegramId}`;

export interface PersonCellProps {
  person: Pick<UserRead, "telegram_id" | "first_name" | "last_name" | "username">;
  /** In place of the @name under the name. */
  detail?: ReactNode;
  /** -1 in tables that have a keyboard of their own. */
  tabIndex?: number | undefined;
  avatar?: 28 | 36 | undefined;
  isLink?: boolean | undefined;
}

/** Letters, name and @name, as wide as there is room; the name leads to the person. */
export function PersonCell({ person, detail, tabIndex, avatar = 28, isLink = true }: PersonCellProps) {
  useLanguage();
  const name = personName(person);
  return (
    <span className={css.cell}>
      <Avatar name={name} size={avatar} />
      <span className={css.words}>
        {isLink ? (
          <Link href={personHref(person.telegram_id)} className={css.name} tabIndex={tabIndex} title={name} data-row-link="">
            <bdi>{name}</bdi>
          </Link>
        ) : (
          <span className={css.name} title={name}>
            <bdi>{name}</bdi>
          </span>
        )}
        <span className={css.detail}>{detail ?? <bdi>{atName(person.username)}</bdi>}</span>
      </span>
    </span>
  );
}
