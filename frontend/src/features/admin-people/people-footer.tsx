import css from "@/features/admin-people/people-footer.module.css";
import { people } from "@/features/admin-people/messages";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";

export interface PeopleFooterProps {
  /** From 0; `end` is not among them. */
  first: number;
  end: number;
  total: number;
  hasKeys?: boolean | undefined;
}

/** "61–73 of 1,204", and what the keyboard can do. */
export function PeopleFooter({ first, end, total, hasKeys = false }: PeopleFooterProps) {
  const t = useMessages(people);
  return (
    <>
      <span className={css.position}>
        {total > 0 && <strong>{t.position(count(Math.min(first + 1, end)), count(end))}</strong>} {t.of(count(total))}
      </span>
      {hasKeys && (
        <span className={css.keys} aria-hidden="true">
          <span>↑ ↓ {t.move}</span>
          <span>{t.selects}</span>
          <span>{t.selectsRange}</span>
          <span>{t.opens}</span>
        </span>
      )}
    </>
  );
}
