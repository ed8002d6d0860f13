import { useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import type { AccessRow } from "@/features/admin-person/access-rows";
import { type ApproveInput, approveRequest } from "@/features/admin-person/calls";
import { termWords } from "@/features/admin-person/effect-words";
import { person as texts } from "@/features/admin-person/messages";
import type { SheetOf } from "@/features/admin-person/opened";
import { planOf } from "@/features/admin-person/plan";
import css from "@/features/admin-person/sheet-form.module.css";
import { SheetNote } from "@/features/admin-person/sheet-note";
import { takeAccess, tellDone, undoVersion } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { personName } from "@/shared/admin/ui/person-name";
import { refusal } from "@/shared/admin/ui/refusal";
import { type Span, spanDays } from "@/shared/admin/ui/term";
import { TermChoice } from "@/shared/admin/ui/term-fields";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { AdminRequestRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { TextField } from "@/shared/ui/field";
import { words as uiWords } from "@/shared/ui/messages";
import { Sheet } from "@/shared/ui/sheet";

const SPANS: readonly Span[] = ["7", "30", "90", "ever"];

interface ApproveFields {
  span: Span;
  reason: string;
}

export function ApproveSheet({ detail, onClose, row, request }: SheetOf & { row: AccessRow; request: AdminRequestRead }) {
  const t = useMessages(texts);
  const ui = useMessages(uiWords);
  const client = useQueryClient();
  const now = useServerNow();
  const formId = useId();
  const id = detail.user.telegram_id;
  const { control, register, handleSubmit } = useForm<ApproveFields>({ defaultValues: { span: "30", reason: "" } });
  const span = useWatch({ control, name: "span" });
  const plan = planOf(row, { span, until: "" }, now);
  const approve = useOrder(
    id,
    (input: ApproveInput, key) => approveRequest(input, key),
    ({ access }) => {
      const version = access.subscription_version;
      takeAccess(client, id, access);
      tellDone(t.approved(row.name), t.versionNow(version), () => void undoVersion(client, id, version));
      onClose();
    },
  );
  const submit = handleSubmit((given) =>
    approve.mutate({ requestId: request.id, days: spanDays(given.span), reason: given.reason.trim() === "" ? null : given.reason.trim() }),
  );
  const footer = (
    <>
      <Button kind="primary" type="submit" form={formId} isWide isBusy={approve.isPending}>
        {t.approveVerb}
      </Button>
      <Button isWide onClick={onClose}>
        {ui.keepIt}
      </Button>
    </>
  );
  const version = detail.access.subscription_version;
  return (
    <Sheet title={t.approveTitle(row.name, personName(detail.user))} onClose={onClose} isBusy={approve.isPending} footer={footer}>
      <form id={formId} onSubmit={(event) => void submit(event)} className={css.form} noValidate>
        {request.message !== null && <p>{t.asked(request.message)}</p>}
        <Controller control={control} name="span" render={({ field }) => <TermChoice spans={SPANS} value={field.value} onChange={field.onChange} />} />
        <TextField label={t.reason} hint={t.reasonHint} maxLength={1000} autoComplete="off" {...register("reason")} />
        {plan !== null && <SheetNote text={`${termWords(row.name, plan.effect)} ${t.becomes(version, version + 1)}`} />}
        {approve.isError && (
          <p role="alert" className={css.error}>
            {refusal(approve.error)}
          </p>
        )}
      </form>
    </Sheet>
  );
}
