import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import css from "@/features/admin-bulk/figures.module.css";
import { outcome as texts } from "@/features/admin-bulk/outcome-messages";
import { failureCodes, stayReason, type StayReason } from "@/features/admin-bulk/people";
import type { TableKind } from "@/features/admin-bulk/people-table";
import { statsQuery } from "@/shared/admin/queries";
import type { BulkOutcome, BulkPerson } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Card } from "@/shared/ui/card";
import { WarnIcon } from "@/shared/ui/icons";

export interface FiguresProps {
  outcome: Pick<BulkOutcome, "matched" | "changed" | "unchanged" | "failed">;
  people: readonly BulkPerson[];
  kind: TableKind;
}

type Words = ReturnType<typeof useMessages<(typeof texts)["en"]>>;

const stayWords: Readonly<Record<StayReason, "stayForever" | "stayNotHeld" | "staySame">> = {
  forever: "stayForever",
  notHeld: "stayNotHeld",
  same: "staySame",
};

function stayNote(t: Words, unchanged: number, people: readonly BulkPerson[]): string {
  if (unchanged === 0) return t.cannotNone;
  const reason = stayReason(people);
  return reason === null ? t.stayMixed : t[stayWords[reason]];
}

export function failureNote(t: Words, failed: readonly { code: string | null }[]): string {
  if (failed.length === 0) return t.cannotNone;
  const written = failureCodes(failed).map(([code, n]) => {
    if (code === "unknown_user") return t.unknownUser(n);
    if (code === "invalid_expiry") return t.invalidExpiry(n);
    return code === "changed_since" ? t.changedSince(n) : t.otherFailure(n);
  });
  return written.join(", ");
}

/** How many would change, match, stay and can't: the four figures and their shares. */
export function Figures({ outcome, people, kind }: FiguresProps) {
  const t = useMessages(texts);
  const { matched, changed, unchanged, failed } = outcome;
  const { data: stats } = useQuery(statsQuery);
  const isDone = kind !== "predicted";
  const hasFailures = failed.length > 0;
  return (
    <Card as="section" isBare className={css.card}>
      <dl className={css.figures}>
        <Figure label={kind === "undone" ? t.restored : isDone ? t.changed : t.willChange} value={changed} note={t.rowEach(changed)} />
        <Figure label={isDone ? t.matched : t.match} value={matched} note={isDone || stats === undefined ? "" : t.ofAll(count(stats.users))} />
        <Figure label={isDone ? t.stayed : t.stay} value={unchanged} note={stayNote(t, unchanged, people)} />
        <Figure
          label={
            <span className={hasFailures ? css.alert : undefined}>
              {hasFailures && <WarnIcon size={16} />}
              {isDone ? t.couldNot : t.cannot}
            </span>
          }
          value={failed.length}
          note={failureNote(t, failed)}
        />
      </dl>
      <div className={css.bar} aria-hidden="true">
        <Share of={changed} className={css.change} />
        <Share of={unchanged} className={css.stay} />
        <Share of={failed.length} className={css.fail} />
      </div>
    </Card>
  );
}

function Share({ of, className }: { of: number; className: string | undefined }) {
  return of === 0 ? null : <span className={className} style={{ flexGrow: of }} />;
}

function Figure({ label, value, note }: { label: ReactNode; value: number; note: string }) {
  return (
    <div className={css.figure}>
      <dt className={css.label}>{label}</dt>
      <dd>
        <strong className={css.value}>{count(value)}</strong>
        <span className={css.note}>{note === "" ? "\u00a0" : note}</span>
      </dd>
    </div>
  );
}

/** The same card while the figures are on their way. */
export function FiguresSkeleton() {
  const t = useMessages(texts);
  return (
    <Card isBare className={css.card}>
      <dl className={css.figures}>
        {[t.willChange, t.match, t.stay, t.cannot].map((label) => (
          <div key={label} className={css.figure}>
            <dt className={css.label}>{label}</dt>
            <dd>
              <span className={css.valueGap} />
              <span className={css.noteGap} />
            </dd>
          </div>
        ))}
      </dl>
      <div className={css.bar}>
        <span className={css.gap} />
      </div>
    </Card>
  );
}
