import css from "@/features/admin-bulk/fields.module.css";
import { EndsBeforeField, ModelField, ReachField, RoleField, StateField } from "@/shared/admin/ui/filter-fields";
import { filterWords } from "@/shared/admin/ui/filter-messages";
import type { UserFilter } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { TextField } from "@/shared/ui/field";
import { SearchIcon } from "@/shared/ui/icons";

export interface FilterFieldsProps {
  filter: UserFilter;
  onChange: (filter: UserFilter) => void;
}

/** The filters of the people's list; all that are given must match. */
export function FilterFields({ filter, onChange }: FilterFieldsProps) {
  const t = useMessages(filterWords);
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
      <ModelField value={filter.model_id} onChange={(model_id) => set({ model_id })} />
      <EndsBeforeField value={filter.expires_before} onChange={(expires_before) => set({ expires_before })} />
      <div className={css.pair}>
        <RoleField value={filter.role} onChange={(role) => set({ role })} />
        <StateField value={filter.status} onChange={(status) => set({ status })} />
      </div>
      <ReachField value={filter.reachability} onChange={(reachability) => set({ reachability })} />
    </>
  );
}
