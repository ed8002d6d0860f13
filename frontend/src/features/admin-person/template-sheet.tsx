import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import type { AccessRow } from "@/features/admin-person/access-rows";
import { grantTemplate, type TemplateInput } from "@/features/admin-person/calls";
import { termWords } from "@/features/admin-person/effect-words";
import { person as texts } from "@/features/admin-person/messages";
import type { SheetOf } from "@/features/admin-person/opened";
import { type Plan, planOf } from "@/features/admin-person/plan";
import css from "@/features/admin-person/sheet-form.module.css";
import { takeAccess, tellDone, undoVersion } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { templatesQuery } from "@/shared/admin/queries";
import { personName } from "@/shared/admin/ui/person-name";
import { refusal } from "@/shared/admin/ui/refusal";
import { type Span, spanDays } from "@/shared/admin/ui/term";
import { TermChoice } from "@/shared/admin/ui/term-fields";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { TemplateRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/field";
import { words as uiWords } from "@/shared/ui/messages";
import { Sheet } from "@/shared/ui/sheet";

const SPANS: readonly Span[] = ["7", "30", "90", "ever"];

interface TemplateFields {
  templateId: string;
  span: Span;
  reason: string;
}

/** What happens to each model of it. */
function useEffects(template: TemplateRead | undefined, rows: readonly AccessRow[], span: Span): Plan[] {
  const now = useServerNow();
  return (template?.subscriptions ?? []).flatMap((modelId) => {
    const row = rows.find((one) => one.modelId === modelId);
    const plan = row === undefined ? null : planOf(row, { span, until: "" }, now);
    return plan === null ? [] : [plan];
  });
}

export function TemplateSheet({ detail, onClose, rows }: SheetOf & { rows: readonly AccessRow[] }) {
  const t = useMessages(texts);
  const ui = useMessages(uiWords);
  const client = useQueryClient();
  const formId = useId();
  const { data: all } = useQuery(templatesQuery);
  const templates = all?.filter((template) => template.is_active) ?? [];
  const id = detail.user.telegram_id;
  const { control, register, handleSubmit } = useForm<TemplateFields>({ defaultValues: { templateId: "", span: "30", reason: "" } });
  const fields = useWatch({ control }) as TemplateFields;
  const template = templates.find((one) => one.id === fields.templateId);
  const effects = useEffects(template, rows, fields.span);
  const isNothing = effects.every(({ effect }) => effect.kind === "nothing");
  const apply = useOrder(
    id,
    (input: TemplateInput, key) => grantTemplate(id, input, key),
    (access) => {
      const version = access.subscription_version;
      takeAccess(client, id, access);
      if (version === detail.access.subscription_version) tellDone(t.nothingChanged);
      else tellDone(t.applied(template?.name ?? ""), t.versionNow(version), () => void undoVersion(client, id, version));
      onClose();
    },
  );
  const submit = handleSubmit(({ templateId, span, reason }) =>
    apply.mutate({ templateId, days: spanDays(span), reason: reason.trim() === "" ? null : reason.trim() }),
  );
  const footer = (
    <>
      <Button kind="primary" type="submit" form={formId} isWide isBusy={apply.isPending} isDisabled={template === undefined || isNothing}>
        {t.templateVerb}
      </Button>
      <Button isWide onClick={onClose}>
        {ui.keepIt}
      </Button>
    </>
  );
  const version = detail.access.subscription_version;
  return (
    <Sheet title={t.templateTitle(personName(detail.user))} onClose={onClose} isBusy={apply.isPending} footer={footer}>
      <form id={formId} onSubmit={(event) => void submit(event)} className={css.form} noValidate>
        {all !== undefined && templates.length === 0 && <p className="quiet">{t.noTemplates}</p>}
        <SelectField label={t.template} {...register("templateId")}>
          <option value="">{t.chooseTemplate}</option>
          {templates.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </SelectField>
        <Controller control={control} name="span" render={({ field }) => <TermChoice spans={SPANS} value={field.value} onChange={field.onChange} />} />
        <TextField label={t.reason} hint={t.reasonHint} maxLength={1000} autoComplete="off" {...register("reason")} />
        {template !== undefined && (
          <ul className={css.effects} aria-live="polite">
            {effects.map(({ row, effect }) => (
              <li key={row.modelId}>{termWords(row.name, effect)}</li>
            ))}
            <li className="quiet">{isNothing ? t.changesNothing : t.becomes(version, version + 1)}</li>
          </ul>
        )}
        {apply.isError && (
          <p role="alert" className={css.error}>
            {refusal(apply.error)}
          </p>
        )}
      </form>
    </Sheet>
  );
}
