import type { ReactNode } from "react";
import css from "@/features/settings/settings.module.css";
import { cx } from "@/shared/ui/cx";
import { CheckIcon } from "@/shared/ui/icons";

export interface ChoiceOption {
  value: string;
  label: ReactNode;
  detail?: ReactNode;
  /** Of the label, where it is not the page's language. */
  lang?: string | undefined;
}

export interface ChoiceListProps {
  label: string;
  options: readonly ChoiceOption[];
  value: string | null;
  onChoose: (value: string) => void;
}

/** One of many, one under the other. Buttons and not radios: a press chooses and closes, an arrow key must not. */
export function ChoiceList({ label, options, value, onChoose }: ChoiceListProps) {
  return (
    <ul className={css.choices} aria-label={label}>
      {options.map((option) => (
        <li key={option.value}>
          <button
            type="button"
            className={css.choice}
            lang={option.lang}
            aria-pressed={option.value === value}
            onClick={() => onChoose(option.value)}
          >
            <span className={css.choiceWords}>
              {option.label}
              {option.detail !== undefined && <span className={css.choiceDetail}>{option.detail}</span>}
            </span>
            <CheckIcon size={20} className={cx(css.tick, option.value !== value && css.unticked)} />
          </button>
        </li>
      ))}
    </ul>
  );
}
