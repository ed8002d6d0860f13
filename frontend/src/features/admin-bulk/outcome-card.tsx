import { useMemo, useState } from "react";
import { csvOf, save } from "@/features/admin-bulk/csv";
import css from "@/features/admin-bulk/outcome-card.module.css";
import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import { partOf, type Part } from "@/features/admin-bulk/people";
import { PeopleTable, type TableKind } from "@/features/admin-bulk/people-table";
import type { BulkPerson } from "@/shared/api/types";
import { dayKey, formatTimeExact } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";
import { DownloadIcon } from "@/shared/ui/icons";
import { Segmented } from "@/shared/ui/segmented";

export interface OutcomeCardProps {
  people: readonly BulkPerson[];
  kind: TableKind;
  at: number;
  modelNames: ReadonlyMap<string, string>;
}

const PARTS: readonly Part[] = ["changed", "unchanged", "failed"];

/** Everybody of an order, in three parts, and all of them as a file. */
export function OutcomeCard({ people, kind, at, modelNames }: OutcomeCardProps) {
  const t = useMessages(texts);
  const parts = useMemo(() => new Map(PARTS.map((part) => [part, partOf(people, part)])), [people]);
  const [chosen, choose] = useState<Part | null>(null);
  const first = PARTS.find((part) => (parts.get(part)?.length ?? 0) > 0) ?? "changed";
  const part = chosen ?? first;
  const words: Record<TableKind, Record<Part, string>> = {
    predicted: { changed: t.tabChange, unchanged: t.tabStay, failed: t.tabCannot },
    done: { changed: t.tabChanged, unchanged: t.tabStayed, failed: t.tabCannot },
    undone: { changed: t.tabUndone, unchanged: t.tabStayed, failed: t.tabConflicts },
  };
  const options = PARTS.map((value) => ({ value, label: words[kind][value], count: parts.get(value)?.length ?? 0 }));
  const fileName = `bulk-${kind}-${dayKey(at)}-${formatTimeExact(at).replaceAll(":", "")}.csv`;
  return (
    <Card as="section" isBare>
      <div className={css.top}>
        <Segmented look="underline" label={t.parts} options={options} value={part} onChange={choose} />
        <Button size="small" icon={DownloadIcon} label={t.csvName} onClick={() => save(csvOf(people), fileName)}>
          {t.csv}
        </Button>
      </div>
      <PeopleTable key={part} people={parts.get(part) ?? []} part={part} kind={kind} modelNames={modelNames} />
    </Card>
  );
}

const ROWS = Array.from({ length: 8 }, (_, index) => index);

export function OutcomeCardSkeleton() {
  return (
    <Card isBare>
      <div className={css.top}>
        <span className={css.tabsGap} />
      </div>
      {ROWS.map((row) => (
        <div key={row} className={css.rowGap}>
          <span className={css.faceGap} />
          <span className={css.wordGap} />
          <span className={css.wordGap} />
        </div>
      ))}
    </Card>
  );
}
