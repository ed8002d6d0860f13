import { useId } from "react";
import { type Control, Controller, type FieldErrors, useForm, type UseFormRegister, useWatch } from "react-hook-form";
import css from "@/features/admin-catalogue/form.module.css";
import { FormSheet } from "@/features/admin-catalogue/form-sheet";
import { catalogue } from "@/features/admin-catalogue/messages";
import { changedOf, MODEL_FIELDS, type ModelFields, modelFieldsOf, slugOf } from "@/features/admin-catalogue/model-fields";
import { fieldErrors } from "@/features/admin-catalogue/server-errors";
import { SwitchRow } from "@/shared/admin/ui/switch-row";
import { useSaveModel } from "@/features/admin-catalogue/use-catalogue";
import { refusal } from "@/shared/admin/ui/refusal";
import type { AdminModelRead } from "@/shared/api/types";
import { messagesNow, useMessages } from "@/shared/i18n/language";
import { TextArea, TextField } from "@/shared/ui/field";
import { CheckIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

export interface ModelFormProps {
  /** Null: a new one. */
  model: AdminModelRead | null;
  holders: number;
  onClose: () => void;
  onDelete: (() => void) | null;
}

/** A model's names and switches. Accuracy has no field: it is measured. */
export function ModelForm({ model, holders, onClose, onDelete }: ModelFormProps) {
  const t = useMessages(catalogue);
  const id = useId();
  const save = useSaveModel();
  const { register, control, handleSubmit, setError, setValue, formState } = useForm({ defaultValues: modelFieldsOf(model) });
  const { errors, dirtyFields } = formState;
  const submit = handleSubmit(async (fields) => {
    const changed = changedOf(fields, dirtyFields);
    if (model !== null && Object.keys(changed).length === 0) {
      onClose();
      return;
    }
    const order = model === null ? ({ kind: "create", body: fields } as const) : ({ kind: "change", id: model.id, body: changed } as const);
    try {
      const saved = await save.mutateAsync(order);
      toast({ tone: "won", icon: CheckIcon, title: model === null ? t.created(saved.name) : t.saved(saved.name) });
      onClose();
    } catch (error) {
      const wrong = fieldErrors(error, MODEL_FIELDS);
      for (const { field, message } of wrong) setError(field, { message }, { shouldFocus: true });
      if (wrong.length === 0) setError("root", { message: refusal(error) });
    }
  });
  const suggestId = (name: string) => {
    if (model === null && dirtyFields.id !== true) setValue("id", slugOf(name));
  };
  return (
    <FormSheet
      id={id}
      title={model === null ? t.newModel : model.name}
      verb={model === null ? t.create : t.save}
      isBusy={save.isPending}
      error={errors.root?.message}
      onSubmit={submit}
      onClose={onClose}
      onDelete={onDelete}
    >
      <Fields register={register} control={control} errors={errors} isNew={model === null} onName={suggestId} />
      <Switches control={control} holders={model?.is_active === true ? holders : null} />
    </FormSheet>
  );
}

interface FieldsProps {
  register: UseFormRegister<ModelFields>;
  control: Control<ModelFields>;
  errors: FieldErrors<ModelFields>;
  isNew: boolean;
  onName: (name: string) => void;
}

function Fields({ register, errors, isNew, onName }: FieldsProps) {
  const t = useMessages(catalogue);
  const isNamed = (value: string) => value.trim() !== "" || messagesNow(catalogue).lackName;
  const isId = (value: string) => /^[a-z0-9][a-z0-9-]{0,49}$/.test(value) || messagesNow(catalogue).lackId;
  return (
    <>
      <TextField
        label={t.name}
        maxLength={100}
        autoComplete="off"
        data-first-focus
        error={errors.name?.message}
        {...register("name", { validate: isNamed, onChange: ({ target }: { target: HTMLInputElement }) => onName(target.value) })}
      />
      {isNew && (
        <TextField
          label={t.id}
          hint={t.idHint}
          maxLength={50}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          error={errors.id?.message}
          {...register("id", { validate: isId })}
        />
      )}
      <TextArea
        label={t.description}
        hint={t.modelDescriptionHint}
        maxLength={2000}
        rows={4}
        error={errors.description?.message}
        {...register("description")}
      />
    </>
  );
}

/** `holders` is null where the model is not on sale, so that switching it on loses nobody anything. */
function Switches({ control, holders }: { control: Control<ModelFields>; holders: number | null }) {
  const t = useMessages(catalogue);
  const isActive = useWatch({ control, name: "is_active" });
  return (
    <>
      <Controller
        control={control}
        name="is_free"
        render={({ field }) => <SwitchRow label={t.isFree} why={t.isFreeWhy} isOn={field.value} onChange={field.onChange} />}
      />
      <Controller
        control={control}
        name="is_active"
        render={({ field }) => (
          <SwitchRow
            label={t.onSale}
            why={!isActive && holders !== null ? t.retireEffect(holders) : t.onSaleWhy}
            isOn={field.value}
            onChange={field.onChange}
          />
        )}
      />
      <p className={css.why}>{t.accuracyNote}</p>
    </>
  );
}
