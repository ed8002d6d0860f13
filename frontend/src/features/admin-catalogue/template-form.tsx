import { useId } from "react";
import { type Control, Controller, type FieldErrors, useForm, type UseFormRegister } from "react-hook-form";
import css from "@/features/admin-catalogue/form.module.css";
import { FormSheet } from "@/features/admin-catalogue/form-sheet";
import { ColourField, IconField } from "@/features/admin-catalogue/look-fields";
import { catalogue } from "@/features/admin-catalogue/messages";
import { changedOf, TEMPLATE_FIELDS, type TemplateFields, templateFieldsOf } from "@/features/admin-catalogue/model-fields";
import { ModelsField } from "@/features/admin-catalogue/models-field";
import { fieldErrors } from "@/features/admin-catalogue/server-errors";
import { SwitchRow } from "@/shared/admin/ui/switch-row";
import { useSaveTemplate } from "@/features/admin-catalogue/use-catalogue";
import { refusal } from "@/shared/admin/ui/refusal";
import type { TemplateRead } from "@/shared/api/types";
import { messagesNow, useMessages } from "@/shared/i18n/language";
import { TextArea, TextField } from "@/shared/ui/field";
import { CheckIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

export interface TemplateFormProps {
  /** Null: a new one. */
  template: TemplateRead | null;
  onClose: () => void;
  onDelete: (() => void) | null;
}

export function TemplateForm({ template, onClose, onDelete }: TemplateFormProps) {
  const t = useMessages(catalogue);
  const id = useId();
  const save = useSaveTemplate();
  const { register, control, handleSubmit, setError, formState } = useForm({ defaultValues: templateFieldsOf(template) });
  const { errors, dirtyFields } = formState;
  const submit = handleSubmit(async (fields) => {
    const changed = changedOf(fields, dirtyFields);
    if (template !== null && Object.keys(changed).length === 0) {
      onClose();
      return;
    }
    const order =
      template === null ? ({ kind: "create", body: fields } as const) : ({ kind: "change", id: template.id, body: changed } as const);
    try {
      const saved = await save.mutateAsync(order);
      toast({ tone: "won", icon: CheckIcon, title: template === null ? t.created(saved.name) : t.saved(saved.name) });
      onClose();
    } catch (error) {
      const wrong = fieldErrors(error, TEMPLATE_FIELDS);
      for (const { field, message } of wrong) setError(field, { message }, { shouldFocus: true });
      if (wrong.length === 0) setError("root", { message: refusal(error) });
    }
  });
  return (
    <FormSheet
      id={id}
      title={template === null ? t.newTemplate : template.name}
      verb={template === null ? t.create : t.save}
      isBusy={save.isPending}
      error={errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
      onDelete={onDelete}
    >
      <Fields register={register} control={control} errors={errors} />
      <Looks control={control} />
      <p className={css.why}>{t.templateEffect}</p>
    </FormSheet>
  );
}

interface FieldsProps {
  register: UseFormRegister<TemplateFields>;
  control: Control<TemplateFields>;
  errors: FieldErrors<TemplateFields>;
}

function Fields({ register, control, errors }: FieldsProps) {
  const t = useMessages(catalogue);
  const isNamed = (value: string) => value.trim() !== "" || messagesNow(catalogue).lackName;
  const isChosen = (value: readonly string[]) => value.length > 0 || messagesNow(catalogue).lackModels;
  return (
    <>
      <TextField
        label={t.name}
        maxLength={100}
        autoComplete="off"
        data-first-focus
        error={errors.name?.message}
        {...register("name", { validate: isNamed })}
      />
      <TextArea
        label={t.description}
        hint={t.descriptionHint}
        maxLength={2000}
        rows={2}
        error={errors.description?.message}
        {...register("description")}
      />
      <Controller
        control={control}
        name="subscriptions"
        rules={{ validate: isChosen }}
        render={({ field, fieldState }) => <ModelsField value={field.value} onChange={field.onChange} error={fieldState.error?.message} />}
      />
    </>
  );
}

function Looks({ control }: { control: Control<TemplateFields> }) {
  const t = useMessages(catalogue);
  return (
    <>
      <Controller control={control} name="color_scheme" render={({ field }) => <ColourField value={field.value} onChange={field.onChange} />} />
      <Controller control={control} name="icon" render={({ field }) => <IconField value={field.value} onChange={field.onChange} />} />
      <Controller
        control={control}
        name="is_premium"
        render={({ field }) => <SwitchRow label={t.isPremium} why={t.isPremiumWhy} isOn={field.value} onChange={field.onChange} />}
      />
      <Controller
        control={control}
        name="is_active"
        render={({ field }) => <SwitchRow label={t.active} why={t.activeWhy} isOn={field.value} onChange={field.onChange} />}
      />
    </>
  );
}
