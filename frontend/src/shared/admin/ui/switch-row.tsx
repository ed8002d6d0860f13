import { type ReactNode, useId } from "react";
import css from "@/shared/admin/ui/switch-row.module.css";
import { Switch } from "@/shared/ui/switch";

export interface SwitchRowProps {
  label: string;
  why: ReactNode;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
}

/** A switch with what it means. */
export function SwitchRow({ label, why, isOn, onChange }: SwitchRowProps) {
  const id = useId();
  return (
    <div className={css.row}>
      <div>
        <span id={id} className="semibold">
          {label}
        </span>
        <p id={`${id}-why`} className={css.why}>
          {why}
        </p>
      </div>
      <Switch labelledBy={id} describedBy={`${id}-why`} isOn={isOn} onChange={onChange} />
    </div>
  );
}
