import { useId, type ReactNode } from "react";
import { count as written } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import css from "@/shared/ui/chips.module.css";
import { cx } from "@/shared/ui/cx";
import { CrossIcon } from "@/shared/ui/icons";
import { words } from "@/shared/ui/messages";
import type { ChoiceProps } from "@/shared/ui/segmented";

export interface ChipsProps<Value extends string> extends ChoiceProps<Value> {
  /** At the end of the row: the filter's button. */
  aside?: ReactNode;
}

/** One part of a list, 34 high; the row scrolls sideways where it is too long. */
export function Chips<Value extends string>({ label, options, value, onChange, aside }: ChipsProps<Value>) {
  const name = useId();
  return (
    <div className={css.row}>
      <div role="radiogroup" aria-label={label} className={css.chips}>
        {options.map((option) => (
          <label key={option.value} className={cx(css.chip, option.value === value && css.chosen)}>
            <input
              type="radio"
              className={css.input}
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            {option.label}
            {option.count !== undefined && <span className={css.count}>{written(option.count)}</span>}
          </label>
        ))}
      </div>
      {aside}
    </div>
  );
}

export interface FilterChipProps {
  /** "Shadow Stack", "Ends before 27 Nov". */
  label: string;
  onRemove: () => void;
}

/** A filter that is set, with its way out. */
export function FilterChip({ label, onRemove }: FilterChipProps) {
  const t = useMessages(words);
  return (
    <span className={css.filter}>
      <span className="cut">{label}</span>
      <button type="button" className={css.remove} onClick={onRemove} aria-label={t.remove(label)}>
        <CrossIcon size={16} />
      </button>
    </span>
  );
}
