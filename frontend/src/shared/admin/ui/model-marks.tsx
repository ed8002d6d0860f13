import { isSoon, running } from "@/shared/admin/ui/ends";
import { listDate } from "@/shared/admin/ui/list-date";
import { adminWords } from "@/shared/admin/ui/messages";
import css from "@/shared/admin/ui/model-marks.module.css";
import type { AdminModelRead, HeldRight } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import { ModelMark } from "@/shared/ui/model-mark";

export interface ModelMarksProps {
  /** Every model that shall have a place, held or not. */
  models: readonly Pick<AdminModelRead, "id" | "name">[];
  rights: readonly HeldRight[];
  now: number;
}

/** One mark for each model, always in one order: filled is held, amber ends soon, an outline is not open. */
export function ModelMarks({ models, rights, now }: ModelMarksProps) {
  const t = useMessages(adminWords);
  const held = new Map(running(rights, now).map((right) => [right.model_id, right.expires_at]));
  const end = (at: string | null) => (at === null ? t.forEver.toLocaleLowerCase() : t.until(listDate(at)));
  const said = models.flatMap(({ id, name }) => {
    const at = held.get(id);
    return at === undefined ? [] : [t.holds(name, end(at))];
  });
  return (
    <span className={css.marks}>
      <span className="visually-hidden">{said.length === 0 ? t.noAccess : said.join("; ")}</span>
      {models.map(({ id, name }) => {
        const at = held.get(id);
        const title = `${name}: ${at === undefined ? t.notHeld : end(at)}`;
        return (
          <span
            key={id}
            title={title}
            aria-hidden="true"
            className={cx(css.mark, at === undefined ? css.free : css.held, at !== undefined && isSoon(at, now) && css.soon)}
          >
            <ModelMark modelId={id} size={16} />
          </span>
        );
      })}
    </span>
  );
}
