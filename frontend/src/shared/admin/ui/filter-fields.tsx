import { useQuery } from "@tanstack/react-query";
import { adminModelsQuery } from "@/shared/admin/queries";
import { filterWords } from "@/shared/admin/ui/filter-messages";
import { isDay, zonedMoment } from "@/shared/admin/ui/zoned-time";
import type { UserFilter } from "@/shared/api/types";
import { dayKey } from "@/shared/format/time";
import { timeZone } from "@/shared/format/zone";
import { useMessages } from "@/shared/i18n/language";
import { SelectField, TextField } from "@/shared/ui/field";

/** One filter of people; null asks for everybody. */
export interface FilterFieldProps<Name extends keyof UserFilter> {
  value: UserFilter[Name];
  onChange: (value: NonNullable<UserFilter[Name]> | null) => void;
}

export function ModelField({ value, onChange }: FilterFieldProps<"model_id">) {
  const t = useMessages(filterWords);
  const { data: models = [] } = useQuery(adminModelsQuery);
  return (
    <SelectField label={t.holds} value={value ?? ""} onChange={(event) => onChange(event.target.value || null)}>
      <option value="">{t.anyModel}</option>
      {models.map(({ id, name }) => (
        <option key={id} value={id}>
          {name}
        </option>
      ))}
    </SelectField>
  );
}

/** A day, meaning its first moment in the admin's zone. */
export function EndsBeforeField({ value, onChange }: FilterFieldProps<"expires_before">) {
  const t = useMessages(filterWords);
  return (
    <TextField
      type="date"
      label={t.endsBefore}
      hint={t.endsBeforeHint}
      value={value == null ? "" : dayKey(value)}
      onChange={({ target }) => onChange(isDay(target.value) ? zonedMoment(target.value, timeZone()) : null)}
    />
  );
}

export function RoleField({ value, onChange }: FilterFieldProps<"role">) {
  const t = useMessages(filterWords);
  return (
    <SelectField
      label={t.role}
      value={value ?? ""}
      onChange={({ target: { value: chosen } }) => onChange(chosen === "user" || chosen === "admin" ? chosen : null)}
    >
      <option value="">{t.anyRole}</option>
      <option value="user">{t.users}</option>
      <option value="admin">{t.admins}</option>
    </SelectField>
  );
}

export function StateField({ value, onChange }: FilterFieldProps<"status">) {
  const t = useMessages(filterWords);
  return (
    <SelectField
      label={t.state}
      value={value ?? ""}
      onChange={({ target: { value: chosen } }) => onChange(chosen === "active" || chosen === "blocked" ? chosen : null)}
    >
      <option value="">{t.anyState}</option>
      <option value="active">{t.active}</option>
      <option value="blocked">{t.blocked}</option>
    </SelectField>
  );
}

export type Reachability = NonNullable<UserFilter["reachability"]>;

/** Whether the bot can write to somebody: the word of each answer. */
export const REACH_WORDS = {
  ok: "reachOk",
  needs_start: "reachNeedsStart",
  blocked: "reachBlocked",
  gone: "reachGone",
} as const satisfies Record<Reachability, string>;

export const REACHABILITIES = Object.keys(REACH_WORDS) as Reachability[];

export function reachabilityOf(word: string | null): Reachability | null {
  return REACHABILITIES.find((one) => one === word) ?? null;
}

export function ReachField({ value, onChange }: FilterFieldProps<"reachability">) {
  const t = useMessages(filterWords);
  return (
    <SelectField label={t.reach} value={value ?? ""} onChange={({ target }) => onChange(reachabilityOf(target.value))}>
      <option value="">{t.anyReach}</option>
      {REACHABILITIES.map((one) => (
        <option key={one} value={one}>
          {t[REACH_WORDS[one]]}
        </option>
      ))}
    </SelectField>
  );
}
