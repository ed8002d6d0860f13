import css from "@/features/admin-history/change-cell.module.css";
import { history } from "@/features/admin-history/messages";
import { changesOf, type EndChange } from "@/shared/admin/ui/history-words";
import { listDate } from "@/shared/admin/ui/list-date";
import { adminWords } from "@/shared/admin/ui/messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import type { HistoryEntry } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { ArrowRightIcon } from "@/shared/ui/icons";
import { ModelMark } from "@/shared/ui/model-mark";

/** "[mark] 21 Nov 2026 → 21 Dec 2026", and how many more models changed; the sheet has them all. */
export function ChangeCell({ entry }: { entry: HistoryEntry }) {
  const t = useMessages(history);
  const words = useMessages(adminWords);
  const [first, ...rest] = changesOf(entry);
  if (first === undefined) return <span className="quiet">{t.noChange}</span>;
  return (
    <span className={css.cell}>
      <Change change={first} />
      {rest.length > 0 && <span className={css.more}>{words.more(rest.length)}</span>}
    </span>
  );
}

function Change({ change: { modelId, before, after } }: { change: EndChange }) {
  const t = useMessages(history);
  const { nameOf } = useKnownModels();
  return (
    <span className={css.change}>
      <ModelMark modelId={modelId} size={16} />
      <span className="visually-hidden">{nameOf(modelId)}:</span>
      <EndWord end={before} />
      <ArrowRightIcon size={14} />
      <span className="visually-hidden">{t.became}</span>
      <EndWord end={after} isNew />
    </span>
  );
}

function EndWord({ end, isNew = false }: { end: string | null | undefined; isNew?: boolean }) {
  const t = useMessages(history);
  const words = useMessages(adminWords);
  const said = end === undefined ? t.notOpen : end === null ? words.forEver.toLocaleLowerCase() : listDate(end);
  return <span className={isNew ? css.after : css.before}>{said}</span>;
}
