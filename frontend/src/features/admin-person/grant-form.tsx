import { useQueryClient } from "@tanstack/react-query";
import { Controller, useForm, useWatch } from "react-hook-form";
import type { AccessRow } from "@/features/admin-person/access-rows";
import { type ApproveInput, approveRequest, type GrantInput, grantModel } from "@/features/admin-person/calls";
import { EffectNote } from "@/features/admin-person/effect-note";
import css from "@/features/admin-person/grant-form.module.css";
import { type Plan, planOf } from "@/features/admin-person/plan";
import { person as texts } from "@/features/admin-person/messages";
import { takeAccess, tellDone, undoVersion } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { adminWords } from "@/shared/admin/ui/messages";
import { personName } from "@/shared/admin/ui/person-name";
import { refusal } from "@/shared/admin/ui/refusal";
import { type Span, termLack } from "@/shared/admin/ui/term";
import { TermChoice } from "@/shared/admin/ui/term-fields";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import { zonedInput } from "@/shared/admin/ui/zoned-time";
import type { Access, UserDetail } from "@/shared/api/types";
import { timeZone } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { Button } from "@/shared/ui/button";
import { SelectField, TextField } from "@/shared/ui/field";

export interface GrantFields {
  modelId: string;
  span: Span;
  until: string;
  reason: string;
}

export interface GrantFormProps {
  detail: UserDetail;
  rows: readonly AccessRow[];
  modelId: string | null;
  onDone?: (() => void) | undefined;
  /** Begin at the reason: the model was chosen by the press that led here. */
  isAsked: boolean;
}

type Order = { kind: "grant"; input: GrantInput } | { kind: "approve"; input: ApproveInput };

function useGrant(detail: UserDetail, onDone: (model: string) => void) {
  const client = useQueryClient();
  const t = useMessages(texts);
  const id = detail.user.telegram_id;
  const send = async ({ order }: { order: Order; name: string }, key: string): Promise<Access> =>
    order.kind === "grant" ? grantModel(id, order.input, key) : (await approveRequest(order.input, key)).access;
  return useOrder(id, send, (access, { name }) => {
    const version = access.subscription_version;
    takeAccess(client, id, access);
    tellDone(t.granted(name), t.versionNow(version), () => void undoVersion(client, id, version));
    onDone(name);
  });
}

/** A waiting request is answered by its own call, which takes days or for ever. */
function orderOf({ row, order, request }: Plan, reason: string): Order {
  const why = reason.trim() === "" ? null : reason.trim();
  if (request !== null) return { kind: "approve", input: { requestId: request.id, days: order.expiry_days ?? null, reason: why } };
  return { kind: "grant", input: { modelId: row.modelId, ...order, reason: why } };
}

const WEEKS = 30 * 24 * 60 * 60_000;

/** Model, term and reason; what will happen stands below before it does. */
export function GrantForm({ detail, rows, modelId, onDone, isAsked }: GrantFormProps) {
  const t = useMessages(texts);
  const words = useMessages(adminWords);
  const now = useServerNow();
  const choices = rows.filter((row) => row.isActive);
  const first = choices.find((row) => row.right === null)?.modelId ?? choices[0]?.modelId ?? "";
  const form = useForm<GrantFields>({
    defaultValues: { modelId: modelId ?? "", span: "30", until: zonedInput(sessionStore.now() + WEEKS, timeZone()), reason: "" },
  });
  const { control, register, handleSubmit, formState, resetField } = form;
  const fields = useWatch({ control }) as GrantFields;
  const row = choices.find((one) => one.modelId === (fields.modelId || first));
  const plan = row === undefined ? null : planOf(row, fields, now);
  const grant = useGrant(detail, () => {
    resetField("reason");
    onDone?.();
  });
  const submit = handleSubmit(({ reason }) => {
    if (plan !== null && row !== undefined) grant.mutate({ order: orderOf(plan, reason), name: row.name });
  });
  const check = () => {
    const lack = termLack(fields, timeZone(), sessionStore.now());
    return lack === null ? true : lack === "past" ? words.endInPast : words.endMissing;
  };
  return (
    <form onSubmit={(event) => void submit(event)} className={css.form} noValidate>
      <div className={css.what}>
        <SelectField label={t.model} {...register("modelId")} value={fields.modelId || first}>
          {choices.map((one) => (
            <option key={one.modelId} value={one.modelId}>
              {one.name}
            </option>
          ))}
        </SelectField>
        <Controller control={control} name="span" render={({ field }) => <TermChoice value={field.value} onChange={field.onChange} />} />
      </div>
      {fields.span === "until" && (
        <TextField label={words.end} type="datetime-local" {...register("until", { validate: check })} error={formState.errors.until?.message} />
      )}
      <TextField
        label={t.reason}
        hint={t.reasonShown}
        placeholder={t.reasonPlaceholder}
        maxLength={1000}
        autoComplete="off"
        // The press on the model's own button asked for this form.
        // eslint-disable-next-line jsx-a11y/no-autofocus
        autoFocus={isAsked}
        {...register("reason")}
      />
      {plan !== null && <EffectNote plan={plan} version={detail.access.subscription_version} name={detail.user.first_name.trim() || personName(detail.user)} />}
      {grant.isError && (
        <p role="alert" className={css.error}>
          {refusal(grant.error)}
        </p>
      )}
      <div className={css.end}>
        <Button kind="primary" type="submit" isBusy={grant.isPending} isDisabled={plan === null || plan.effect.kind === "nothing"}>
          {plan === null ? t.grantTitle : verbOf(plan, t)}
        </Button>
        <span className={css.note}>{t.undoNote}</span>
      </div>
    </form>
  );
}

/** The button says what it does. */
function verbOf({ order, effect }: Plan, t: (typeof texts)["en"]): string {
  if (order.expiry_days !== undefined) return effect.kind === "opens" ? t.grantForDays(order.expiry_days) : t.extendByDays(order.expiry_days);
  if (order.expiry_date === undefined) return t.grantForEver;
  return effect.kind === "opens" ? t.grantUntil : t.setEndVerb;
}
