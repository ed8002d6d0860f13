import { useQueryClient } from "@tanstack/react-query";
import { useId } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import type { AccessRow } from "@/features/admin-person/access-rows";
import { grantModel, type GrantInput } from "@/features/admin-person/calls";
import css from "@/features/admin-person/sheet-form.module.css";
import { endWords } from "@/features/admin-person/effect-words";
import { person as texts } from "@/features/admin-person/messages";
import type { SheetOf } from "@/features/admin-person/opened";
import { SheetNote } from "@/features/admin-person/sheet-note";
import { takeAccess, tellDone, undoVersion } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { adminWords } from "@/shared/admin/ui/messages";
import { personName } from "@/shared/admin/ui/person-name";
import { refusal } from "@/shared/admin/ui/refusal";
import { type Term, termEffect, termLack, termOrder } from "@/shared/admin/ui/term";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import { zonedInput } from "@/shared/admin/ui/zoned-time";
import type { AccessRight } from "@/shared/api/types";
import { formatDateTime, timeZone } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { Button } from "@/shared/ui/button";
import { Checkbox } from "@/shared/ui/checkbox";
import { TextField } from "@/shared/ui/field";
import { Sheet } from "@/shared/ui/sheet";
import { words as uiWords } from "@/shared/ui/messages";

interface EndFields {
  until: string;
  isForEver: boolean;
  reason: string;
}

const MONTH = 30 * 24 * 60 * 60_000;
const termOf = ({ until, isForEver }: EndFields): Term => ({ span: isForEver ? "ever" : "until", until });

function useSetEnd({ detail, onClose }: SheetOf, row: AccessRow) {
  const client = useQueryClient();
  const t = useMessages(texts);
  const id = detail.user.telegram_id;
  return useOrder(
    id,
    (input: GrantInput, key) => grantModel(id, input, key),
    (access) => {
      const version = access.subscription_version;
      takeAccess(client, id, access);
      const end = access.subscriptions.find((one) => one.model_id === row.modelId)?.expires_at ?? null;
      const said = end === null ? row.name : `${row.name}: ${t.until(formatDateTime(end)).toLocaleLowerCase()}`;
      tellDone(said, t.versionNow(version), () => void undoVersion(client, id, version));
      onClose();
    },
  );
}

export function EndSheet({ row, right, ...sheet }: SheetOf & { row: AccessRow; right: AccessRight }) {
  const t = useMessages(texts);
  const words = useMessages(adminWords);
  const ui = useMessages(uiWords);
  const now = useServerNow();
  const id = useId();
  const zone = timeZone();
  const { detail, onClose } = sheet;
  const start = right.expires_at ?? sessionStore.now() + MONTH;
  const { control, register, handleSubmit, formState } = useForm<EndFields>({
    defaultValues: { until: zonedInput(start, zone), isForEver: right.expires_at === null, reason: "" },
  });
  const fields = useWatch({ control }) as EndFields;
  const order = termOrder(termOf(fields), zone);
  const effect = order === null ? null : endWords(termEffect(right.expires_at, order, now), words.forEver.toLocaleLowerCase());
  const setEnd = useSetEnd(sheet, row);
  const submit = handleSubmit(({ reason }) => {
    if (order !== null) setEnd.mutate({ modelId: row.modelId, ...order, reason: reason.trim() === "" ? null : reason.trim() });
  });
  const check = (_: string, given: EndFields) => {
    const lack = termLack(termOf(given), zone, sessionStore.now());
    return lack === null ? true : lack === "past" ? words.endInPast : words.endMissing;
  };
  const footer = (
    <>
      <Button kind="primary" type="submit" form={id} isWide isBusy={setEnd.isPending} isDisabled={effect === null}>
        {t.setEndVerb}
      </Button>
      <Button isWide onClick={onClose}>
        {ui.keepIt}
      </Button>
    </>
  );
  const version = detail.access.subscription_version;
  return (
    <Sheet title={t.endTitle(row.name, personName(detail.user))} onClose={onClose} isBusy={setEnd.isPending} footer={footer}>
      <form id={id} onSubmit={(event) => void submit(event)} className={css.form} noValidate>
        <TextField
          label={t.newEnd}
          type="datetime-local"
          disabled={fields.isForEver}
          {...register("until", { validate: check })}
          error={formState.errors.until?.message}
        />
        <Controller
          control={control}
          name="isForEver"
          render={({ field }) => <Checkbox label={t.neverEnds} isChecked={field.value} onChange={field.onChange} />}
        />
        <TextField label={t.reason} hint={t.reasonHint} maxLength={1000} autoComplete="off" {...register("reason")} />
        <SheetNote text={effect === null ? t.changesNothing : `${effect} ${t.becomes(version, version + 1)}`} />
        {setEnd.isError && (
          <p role="alert" className={css.error}>
            {refusal(setEnd.error)}
          </p>
        )}
      </form>
    </Sheet>
  );
}
