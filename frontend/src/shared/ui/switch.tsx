import { cx } from "@/shared/ui/cx";
import { CheckIcon } from "@/shared/ui/icons";
import css from "@/shared/ui/switch.module.css";

export interface SwitchProps {
  /** Its name; or the id of the text that is its name. */
  label?: string | undefined;
  labelledBy?: string | undefined;
  describedBy?: string | undefined;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  isDisabled?: boolean | undefined;
}

export function Switch({ label, labelledBy, describedBy, isOn, onChange, isDisabled = false }: SwitchProps) {
  return (
    <span className={cx(css.switch, isOn && css.on, isDisabled && css.off)}>
      <input
        type="checkbox"
        role="switch"
        className={css.input}
        checked={isOn}
        disabled={isDisabled}
        onChange={(event) => onChange(event.target.checked)}
        aria-checked={isOn}
        aria-label={label}
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
      />
      <span className={css.sign}>
        <CheckIcon size={14} />
      </span>
      <span className={css.knob} />
    </span>
  );
}
