import { useId } from "react";
import css from "@/features/admin-catalogue/form.module.css";
import { COLOURS, ICONS, isColour } from "@/features/admin-catalogue/looks";
import { catalogue } from "@/features/admin-catalogue/messages";
import { useMessages } from "@/shared/i18n/language";
import { modelIcon } from "@/shared/ui/model-mark";
import { Segmented } from "@/shared/ui/segmented";
import { Tile } from "@/shared/ui/tile";

export interface LookFieldProps {
  value: string;
  onChange: (value: string) => void;
}

export function ColourField({ value, onChange }: LookFieldProps) {
  const t = useMessages(catalogue);
  return (
    <div>
      <div className={css.legend} aria-hidden="true">
        {t.colour}
      </div>
      <Segmented
        label={t.colour}
        options={COLOURS.map((colour) => ({ value: colour, label: t[colour] }))}
        value={isColour(value) ? value : "neutral"}
        onChange={onChange}
      />
    </div>
  );
}

/** One of the marks; radio buttons, so that arrows move the choice. */
export function IconField({ value, onChange }: LookFieldProps) {
  const t = useMessages(catalogue);
  const name = useId();
  return (
    <fieldset>
      <legend className={css.legend}>{t.icon}</legend>
      <div className={css.icons}>
        {ICONS.map((icon) => (
          <label key={icon} className={css.icon} title={t[icon]}>
            <input type="radio" name={name} aria-label={t[icon]} checked={icon === value} onChange={() => onChange(icon)} />
            <Tile icon={modelIcon(icon)} />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
