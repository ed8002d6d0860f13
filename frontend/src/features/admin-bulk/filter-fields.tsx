import { useQuery } from "@tanstack/react-query";
import { bulk } from "@/features/admin-bulk/messages";
import css from "@/features/admin-bulk/fields.module.css";
import { adminModelsQuery } from "@/shared/admin/queries";
import { isDay, zonedMoment } from "@/shared/admin/ui/zoned-time";
import type { UserFilter } from "@/shared/api/types";
import { dayKey } from "@/shared/format/time";
import { timeZone } from "@/shared/format/zone";
import { useMessages } from "@/shared/i18n/language";
import { SelectField, TextField } from "@/shared/ui/field";
import { SearchIcon } from "@/shared/ui/icons";

export interface FilterFieldsProps {
  filter: UserFilter;
  onChange: (filter: UserFilter) => void;
}

/** The filters of the people's list; all that are given must match. */
export function FilterFields({ filter, onChange }: FilterFieldsProps) {
  const t = useMessages(bulk);
  const { data: models = [] } = useQuery(adminModelsQuery);
  const set = (part: UserFilter) => onChange({ ...filter, ...part });
  return (
    <>
      <TextField
        label={t.search}
        icon={SearchIcon}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        value={filter.query ?? ""}
        onChange={(event) => set({ query: event.target.value === "" ? null : event.target.value })}
      />
      <SelectField label={t.holds} value={filter.model_id ?? ""} onChange={(event) => set({ model_id: event.target.value || null })}>
        <option value="">{t.anyModel}</option>
        {models.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </SelectField>
      <EndsBefore value={filter.expires_before} onChange={(before) => set({ expires_before: before })} />
      <div className={css.pair}>
        <SelectField
          label={t.role}
          value={filter.role ?? ""}
          onChange={({ target: { value } }) => set({ role: value === "user" || value === "admin" ? value : null })}
        >
          <option value="">{t.anyRole}</option>
          <option value="user">{t.users}</option>
          <option value="admin">{t.admins}</option>
        </SelectField>
        <SelectField
          label={t.state}
          value={filter.status ?? ""}
          onChange={({ target: { value } }) => set({ status: value === "active" || value === "blocked" ? value : null })}
        >
          <option value="">{t.anyState}</option>
          <option value="active">{t.active}</option>
          <option value="blocked">{t.blocked}</option>
        </SelectField>
      </div>
    </>
  );
}

interface EndsBeforeProps {
  value: UserFilter["expires_before"];
  onChange: (value: string | null) => void;
}

/** A day, meaning its first moment in the admin's zone. */
function EndsBefore({ value, onChange }: EndsBeforeProps) {
  const t = useMessages(bulk);
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
