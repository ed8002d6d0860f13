import { useId, type ReactNode } from "react";
import { count as written } from "@/shared/format/numbers";
import { cx } from "@/shared/ui/cx";
import css from "@/shared/ui/segmented.module.css";

export interface Choice<Value extends string> {
  value: Value;
  label: ReactNode;
  count?: number | undefined;
}

export interface ChoiceProps<Value extends string> {
  /** Names the group. */
  label: string;
  options: readonly Choice<Value>[];
  value: Value;
  onChange: (value: Value) => void;
}

export interface SegmentedProps<Value extends string> extends ChoiceProps<Value> {
  /** `underline` heads a table or a card. */
  look?: "box" | "underline" | undefined;
}

/** One of a few, all in sight: radio buttons, so that arrows move the choice. */
export function Segmented<Value extends string>({ label, options, value, onChange, look = "box" }: SegmentedProps<Value>) {
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={css[look]}>
      {options.map((option) => (
        <label key={option.value} className={cx(css.option, option.value === value && css.chosen)}>
          <input
            type="radio"
            className={css.input}
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span className={css.word}>
            {option.label}
            {option.count !== undefined && <span className={css.count}>{written(option.count)}</span>}
          </span>
        </label>
      ))}
    </div>
  );
}
