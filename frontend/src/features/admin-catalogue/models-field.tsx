import { useId } from "react";
import css from "@/features/admin-catalogue/form.module.css";
import { catalogue } from "@/features/admin-catalogue/messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { useMessages } from "@/shared/i18n/language";
import { Checkbox } from "@/shared/ui/checkbox";
import { ModelTile } from "@/shared/ui/tile";

export interface ModelsFieldProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
  error: string | undefined;
}

/** The models of a template, in the order of the catalogue; a retired one can only be taken out. */
export function ModelsField({ value, onChange, error }: ModelsFieldProps) {
  const t = useMessages(catalogue);
  const id = useId();
  const { all, nameOf } = useKnownModels();
  const offered = all.filter((model) => model.is_active || value.includes(model.id));
  const retired = offered.filter((model) => !model.is_active && value.includes(model.id));
  const toggle = (modelId: string, isChosen: boolean) => {
    const chosen = new Set(value);
    if (isChosen) chosen.add(modelId);
    else chosen.delete(modelId);
    onChange(all.map((model) => model.id).filter((one) => chosen.has(one)));
  };
  return (
    <fieldset aria-describedby={error === undefined ? undefined : id}>
      <legend className={css.legend}>{t.models}</legend>
      {offered.map((model) => (
        <div key={model.id} className={css.model}>
          <Checkbox
            label={model.name}
            detail={model.is_active ? undefined : t.retired}
            isChecked={value.includes(model.id)}
            onChange={(isChosen) => toggle(model.id, isChosen)}
          />
          <ModelTile modelId={model.id} size="small" />
        </div>
      ))}
      {retired.length > 0 && <p className={css.why}>{t.retiredInside(retired.map((model) => nameOf(model.id)).join(", "))}</p>}
      {error !== undefined && (
        <p id={id} role="alert" className={css.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
