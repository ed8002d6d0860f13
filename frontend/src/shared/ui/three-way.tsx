import { useId } from "react";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import { BellIcon, BellOffIcon, BellZIcon } from "@/shared/ui/icons";
import { words } from "@/shared/ui/messages";
import css from "@/shared/ui/three-way.module.css";

export type Loudness = "on" | "silent" | "off";

const options = [
  { value: "on", icon: BellIcon },
  { value: "silent", icon: BellZIcon },
  { value: "off", icon: BellOffIcon },
] as const;

export interface ThreeWayProps {
  /** What the messages are about. */
  label: string;
  value: Loudness;
  onChange: (value: Loudness) => void;
  isDisabled?: boolean | undefined;
}

/** On, silent or off, as bells. */
export function ThreeWay({ label, value, onChange, isDisabled = false }: ThreeWayProps) {
  const t = useMessages(words);
  const name = useId();
  return (
    <div role="radiogroup" aria-label={label} className={cx(css.group, isDisabled && css.off)}>
      {options.map(({ value: one, icon: Glyph }) => (
        <label key={one} className={cx(css.option, one === value && css.chosen)} title={t[one]}>
          <input
            type="radio"
            className={css.input}
            name={name}
            checked={one === value}
            disabled={isDisabled}
            aria-label={t[one]}
            onChange={() => onChange(one)}
          />
          <Glyph size={20} />
        </label>
      ))}
    </div>
  );
}

/** The three words above a column of switches, each over its bell. */
export function ThreeWayHead() {
  const t = useMessages(words);
  return (
    <span className={css.head} aria-hidden="true">
      {options.map(({ value }) => (
        <span key={value}>{t[value]}</span>
      ))}
    </span>
  );
}
