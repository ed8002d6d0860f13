import { useState } from "react";
import css from "@/features/admin-bulk/fields.module.css";
import { bulk } from "@/features/admin-bulk/messages";
import { type Lack, LONGEST_DAYS, type Term } from "@/features/admin-bulk/order";
import { count } from "@/shared/format/numbers";
import { dayKey } from "@/shared/format/time";
import { timeZone, zoneLabel } from "@/shared/format/zone";
import { useMessages } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/field";
import { Segmented } from "@/shared/ui/segmented";

const PRESETS = [7, 30, 90, 365];

export interface TermFieldProps {
  term: Term;
  onChange: (term: Term) => void;
  shown: readonly Lack[];
}

/** How long: some days, until a day's end, or for ever. What was written under another choice is kept. */
export function TermField({ term, onChange, shown }: TermFieldProps) {
  const t = useMessages(bulk);
  const [kept, setKept] = useState({ days: term.kind === "days" ? term.days : 30, day: term.kind === "date" ? term.day : "" });
  const change = (next: Term) => {
    if (next.kind === "days") setKept({ ...kept, days: next.days });
    if (next.kind === "date") setKept({ ...kept, day: next.day });
    onChange(next);
  };
  const choose = (kind: Term["kind"]) => {
    if (kind === "days") onChange({ kind, days: kept.days });
    else onChange(kind === "date" ? { kind, day: kept.day } : { kind });
  };
  return (
    <div className={css.group}>
      <Segmented<Term["kind"]>
        label={t.term}
        options={[
          { value: "days", label: t.days },
          { value: "date", label: t.untilDate },
          { value: "ever", label: t.forever },
        ]}
        value={term.kind}
        onChange={choose}
      />
      <div className={css.term}>
        {term.kind === "days" && <DaysField days={term.days} onChange={change} isWrong={shown.includes("days")} />}
        {term.kind === "date" && <DateField day={term.day} onChange={change} shown={shown} />}
        {term.kind === "ever" && <p className={css.hint}>{t.foreverHint}</p>}
      </div>
    </div>
  );
}

interface DaysFieldProps {
  days: number;
  onChange: (term: Term) => void;
  isWrong: boolean;
}

function DaysField({ days, onChange, isWrong }: DaysFieldProps) {
  const t = useMessages(bulk);
  return (
    <>
      <TextField
        type="number"
        label={t.daysCount}
        inputMode="numeric"
        min={1}
        max={LONGEST_DAYS}
        step={1}
        value={Number.isNaN(days) ? "" : days}
        onChange={(event) => onChange({ kind: "days", days: event.target.valueAsNumber })}
        error={isWrong ? t.lackDays : undefined}
      />
      <div className={css.presets}>
        {PRESETS.map((preset) => (
          <Button key={preset} size="small" isPressed={preset === days} kind={preset === days ? "tinted" : "neutral"} onClick={() => onChange({ kind: "days", days: preset })}>
            {count(preset)}
          </Button>
        ))}
      </div>
      <p className={css.hint}>{t.daysHint}</p>
    </>
  );
}

interface DateFieldProps {
  day: string;
  onChange: (term: Term) => void;
  shown: readonly Lack[];
}

function DateField({ day, onChange, shown }: DateFieldProps) {
  const t = useMessages(bulk);
  const error = shown.includes("past") ? t.lackPast : shown.includes("date") ? t.lackDate : undefined;
  return (
    <>
      <TextField
        type="date"
        label={t.date}
        min={dayKey(sessionStore.now())}
        value={day}
        onChange={(event) => onChange({ kind: "date", day: event.target.value })}
        error={error}
      />
      <p className={css.hint}>{t.dateHint(zoneLabel(timeZone()))}</p>
    </>
  );
}
