import { Link } from "wouter";
import { people } from "@/features/admin-people/messages";
import { MOST_PEOPLE } from "@/features/admin-people/pick";
import css from "@/features/admin-people/selection-bar.module.css";
import type { Selection } from "@/features/admin-people/use-selection";
import { bulkHref, selectionSize } from "@/shared/admin/selection";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { CrossIcon } from "@/shared/ui/icons";

/** How many are chosen and what can be done with them; each way leads to the bulk screen with its dry run. */
export function SelectionBar({ selection, total }: { selection: Selection; total: number }) {
  const t = useMessages(people);
  const { now } = selection;
  if (now === null) return null;
  const size = count(selectionSize(now));
  const isAll = now.kind === "filter";
  const verbs = [
    ["grant", t.grant],
    ["extend", t.extend],
    ["revoke", t.revoke],
    ["template", t.template],
  ] as const;
  return (
    <section className={css.bar} aria-label={t.selection}>
      <div className={css.who}>
        <strong role="status">{isAll ? t.allSelected(size) : t.selected(size)}</strong>
        {isAll && <span className={css.how}>{t.byFilter}</span>}
        {!isAll && !selection.isTooMany && total > 0 && (
          <button type="button" className={css.all} onClick={() => selection.setAll(true)}>
            {t.selectAll(count(total))}
          </button>
        )}
        {!isAll && selection.isTooMany && <span className={css.how}>{t.tooMany(count(MOST_PEOPLE))}</span>}
      </div>
      <div className={css.verbs}>
        {verbs.map(([verb, label]) => (
          <Link key={verb} href={bulkHref(verb)} className={css.verb}>
            {label}
          </Link>
        ))}
      </div>
      <button type="button" className={css.close} onClick={selection.clear} aria-label={t.clearSelection} title={t.clearSelection}>
        <CrossIcon />
      </button>
    </section>
  );
}
