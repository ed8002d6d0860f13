import { useId, useState } from "react";
import css from "@/features/admin-history/day-pick.module.css";
import { isDay, zonedMoment } from "@/shared/admin/ui/zoned-time";
import { formatDay, timeZone } from "@/shared/format/time";
import { Button } from "@/shared/ui/button";
import { FilterChip } from "@/shared/ui/chips";

export interface DayPickProps {
  label: string;
  said: (day: string) => string;
  value: string | null;
  onChange: (value: string | null) => void;
}

/** A button that becomes a field for a day, and then the day with its way out. */
export function DayPick({ label, said, value, onChange }: DayPickProps) {
  const id = useId();
  const [isAsking, setAsking] = useState(false);
  if (value !== null) return <FilterChip label={said(dayWords(value))} onRemove={() => onChange(null)} />;
  if (!isAsking) {
    return (
      <Button kind="outline" size="small" onClick={() => setAsking(true)}>
        {label}…
      </Button>
    );
  }
  const take = (written: string) => {
    setAsking(false);
    if (isDay(written)) onChange(written);
  };
  return (
    <span className={css.day}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="date"
        // Asked for by the press on the button that was here.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus
        onBlur={(event) => take(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") take(event.currentTarget.value);
          if (event.key === "Escape") setAsking(false);
        }}
      />
    </span>
  );
}

function dayWords(value: string): string {
  const at = isDay(value) ? zonedMoment(value, timeZone()) : value.replace(" ", "+");
  return at === null || Number.isNaN(Date.parse(at)) ? value : formatDay(at);
}
