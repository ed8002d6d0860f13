import { useEffect, useRef, type ReactNode } from "react";
import css from "@/shared/ui/checkbox.module.css";
import { cx } from "@/shared/ui/cx";
import { CheckIcon, MinusIcon } from "@/shared/ui/icons";

export interface CheckboxProps {
  /** Its name; said only, when `isBare`. */
  label: string;
  /** Without its words, for tables. */
  isBare?: boolean | undefined;
  detail?: ReactNode;
  isChecked: boolean;
  /** Some of what it stands for. */
  isMixed?: boolean | undefined;
  onChange: (isChecked: boolean, withShift: boolean) => void;
  isDisabled?: boolean | undefined;
}

export function Checkbox({ label, isBare = false, detail, isChecked, isMixed = false, onChange, isDisabled = false }: CheckboxProps) {
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current !== null) box.current.indeterminate = isMixed;
  }, [isMixed]);
  return (
    <label className={cx(css.label, isBare && css.bare, isDisabled && css.off)}>
      <input
        ref={box}
        type="checkbox"
        className={css.input}
        checked={isChecked}
        disabled={isDisabled}
        aria-label={isBare ? label : undefined}
        onChange={(event) => onChange(event.target.checked, (event.nativeEvent as MouseEvent).shiftKey)}
      />
      <span className={cx(css.box, (isChecked || isMixed) && css.checked)}>
        {isMixed ? <MinusIcon size={14} /> : isChecked && <CheckIcon size={14} />}
      </span>
      {!isBare && (
        <span>
          {label}
          {detail !== undefined && <span className={css.detail}>{detail}</span>}
        </span>
      )}
    </label>
  );
}
