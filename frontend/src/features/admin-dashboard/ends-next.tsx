import css from "@/features/admin-dashboard/dashboard.module.css";
import { dashboard } from "@/features/admin-dashboard/messages";
import type { Stats } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { useLanguage, useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { ButtonLink } from "@/shared/ui/button";

const FULL = 100;

/** Rights that end on each of the next days; the fullest day stands out, so that an operator can act before it. */
export function EndsNext({ days }: { days: Stats["ending_by_day"] }) {
  const t = useMessages(dashboard);
  const language = useLanguage();
  const form = new Intl.DateTimeFormat(language, { weekday: "short", day: "numeric", timeZone: "UTC" });
  const isQuiet = days.every(({ rights }) => rights === 0);
  const most = Math.max(1, ...days.map(({ rights }) => rights));
  return (
    <Card as="section">
      <CardHead
        title={t.endsNext}
        detail={t.endsNextWhat}
        aside={
          <ButtonLink kind="plain" size="small" href="/admin/bulk?do=extend">
            {t.bulk}
          </ButtonLink>
        }
      />
      {isQuiet && <p className={css.none}>{t.nothingEnds}</p>}
      <ol className={css.days} hidden={isQuiet}>
        {days.map(({ day, rights }) => {
          const name = form.format(new Date(`${day}T00:00:00Z`));
          return (
            <li key={day} className={rights === most ? css.most : undefined} aria-label={t.dayEnds(name, rights)}>
              <b>{count(rights)}</b>
              <i style={{ height: `${(rights / most) * FULL}%` }} />
              <small>{name}</small>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}
