import { useId } from "react";
import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import type { Part } from "@/features/admin-bulk/people";
import { PersonRow } from "@/features/admin-bulk/person-row";
import css from "@/features/admin-bulk/people-table.module.css";
import { useRows } from "@/features/admin-bulk/use-rows";
import type { BulkPerson } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";

/** A prediction, what has happened, or what was taken back. */
export type TableKind = "predicted" | "done" | "undone";

export interface PeopleTableProps {
  people: readonly BulkPerson[];
  part: Part;
  kind: TableKind;
  /** Names the models where an order is about several. */
  modelNames: ReadonlyMap<string, string>;
}

/** Everybody of one part; only the rows near the screen exist, the others are counted. */
export function PeopleTable({ people, part, kind, modelNames }: PeopleTableProps) {
  const t = useMessages(texts);
  const { body, rows, before, after, measure } = useRows(people.length);
  const name = useId();
  if (people.length === 0) return <p className={css.empty}>{t.emptyPart}</p>;
  return (
    <div role="table" aria-labelledby={name} aria-rowcount={people.length + 1} className={css.table} data-part={part}>
      <span id={name} className="visually-hidden">
        {t.people}
      </span>
      <div role="rowgroup" className={css.heads}>
        <div role="row" aria-rowindex={1} className={css.head}>
          <Heads part={part} kind={kind} />
        </div>
      </div>
      <div role="rowgroup" ref={body}>
        {before > 0 && <div role="presentation" style={{ height: before }} />}
        {rows.map((index) => {
          const person = people[index];
          if (person === undefined) return null;
          return (
            <div key={person.telegram_id} role="row" aria-rowindex={index + 2} data-index={index} ref={measure} className={css.row}>
              <PersonRow person={person} part={part} modelNames={modelNames} isWarned={kind === "predicted"} />
            </div>
          );
        })}
        {after > 0 && <div role="presentation" style={{ height: after }} />}
      </div>
    </div>
  );
}

function Heads({ part, kind }: Pick<PeopleTableProps, "part" | "kind">) {
  const t = useMessages(texts);
  const isDone = kind !== "predicted";
  const heads =
    part === "changed"
      ? [t.person, t.telegramId, isDone ? t.wasUntil : t.endsNow, isDone ? t.nowUntil : t.wouldEnd, t.version]
      : part === "unchanged"
        ? [t.person, t.telegramId, t.ends, t.why, t.version]
        : [t.person, t.telegramId, t.why];
  return heads.map((head) => (
    <span key={head} role="columnheader">
      {head}
    </span>
  ));
}
