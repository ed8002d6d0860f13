import { useId } from "react";
import css from "@/features/admin-bulk/fields.module.css";
import { bulk } from "@/features/admin-bulk/messages";
import type { Lack, What } from "@/features/admin-bulk/order";
import type { AdminModelRead, TemplateRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Checkbox } from "@/shared/ui/checkbox";
import { SelectField } from "@/shared/ui/field";
import { Segmented } from "@/shared/ui/segmented";
import { ModelTile } from "@/shared/ui/tile";

export interface ObjectFieldProps {
  what: What;
  set: (part: Partial<What>) => void;
  models: readonly AdminModelRead[];
  templates: readonly TemplateRead[];
  shown: readonly Lack[];
}

/** Some models one by one, or all of a template. */
export function ObjectField({ what, set, models, templates, shown }: ObjectFieldProps) {
  const t = useMessages(bulk);
  const isTemplate = what.templateId !== null;
  return (
    <div className={css.group}>
      <Segmented
        label={t.object}
        options={[
          { value: "models", label: t.models },
          { value: "template", label: t.template },
        ]}
        value={isTemplate ? "template" : "models"}
        onChange={(kind) => set({ templateId: kind === "template" ? "" : null })}
      />
      <div className={css.term}>
        {isTemplate ? (
          <TemplateField what={what} set={set} templates={templates} models={models} shown={shown} />
        ) : (
          <ModelsField what={what} set={set} models={models} shown={shown} />
        )}
      </div>
    </div>
  );
}

function ModelsField({ what, set, models, shown }: Omit<ObjectFieldProps, "templates">) {
  const t = useMessages(bulk);
  const id = useId();
  // What is retired can be taken away but given to nobody.
  const offered = models.filter((model) => model.is_active || what.verb === "revoke");
  const toggle = (modelId: string, isChosen: boolean) =>
    set({ models: isChosen ? [...what.models, modelId] : what.models.filter((one) => one !== modelId) });
  const isMissing = shown.includes("models");
  return (
    <fieldset aria-describedby={isMissing ? id : undefined}>
      <legend className="visually-hidden">{t.models}</legend>
      <div className={css.models}>
        {offered.map((model) => (
          <div key={model.id} className={css.model}>
            <Checkbox
              label={model.name}
              detail={model.is_active ? (model.is_free ? t.free : undefined) : t.retired}
              isChecked={what.models.includes(model.id)}
              onChange={(isChosen) => toggle(model.id, isChosen)}
            />
            <ModelTile modelId={model.id} size="small" />
          </div>
        ))}
      </div>
      {isMissing && (
        <p id={id} className={css.error}>
          {t.lackModels}
        </p>
      )}
    </fieldset>
  );
}

function TemplateField({ what, set, templates, models, shown }: ObjectFieldProps) {
  const t = useMessages(bulk);
  const offered = templates.filter((template) => template.is_active);
  const chosen = offered.find(({ id }) => id === what.templateId);
  const names = chosen?.subscriptions.map((id) => models.find((model) => model.id === id)?.name ?? id);
  return (
    <>
      <SelectField
        label={t.template}
        error={shown.includes("template") ? t.lackTemplate : undefined}
        value={what.templateId ?? ""}
        onChange={(event) => set({ templateId: event.target.value })}
      >
        <option value="">{offered.length === 0 ? t.noTemplates : t.chooseTemplate}</option>
        {offered.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      {names !== undefined && <p className={css.hint}>{names.join(", ")}</p>}
    </>
  );
}
