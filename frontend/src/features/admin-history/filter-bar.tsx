import { useQuery } from "@tanstack/react-query";
import { type FilterName, type Filters } from "@/features/admin-history/filters";
import { DayPick } from "@/features/admin-history/day-pick";
import css from "@/features/admin-history/filter-bar.module.css";
import { history } from "@/features/admin-history/messages";
import { PersonFilter } from "@/features/admin-history/person-filter";
import { adminsQuery } from "@/features/admin-history/queries";
import { ACTIONS, actionWord } from "@/shared/admin/ui/history-words";
import { adminWords } from "@/shared/admin/ui/messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { personName } from "@/shared/admin/ui/person-name";
import { Pick } from "@/shared/admin/ui/pick";
import { groupDigits } from "@/shared/format/ids";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { FilterChip } from "@/shared/ui/chips";

export interface FilterBarProps {
  filters: Filters;
  onChange: (name: FilterName, value: string | null) => void;
  onClear: () => void;
}

export function FilterBar({ filters, onChange, onClear }: FilterBarProps) {
  const t = useMessages(history);
  const { all, nameOf } = useKnownModels();
  const admins = useAdmins();
  const isSet = Object.values(filters).some((value) => value !== null);
  const change = (name: FilterName) => (value: string | null) => onChange(name, value);
  return (
    <div className={css.bar}>
      <PersonFilter value={filters.user_id} onChange={change("user_id")} />
      <div className={css.picks}>
        <OnePick
          label={t.admin}
          any={t.anyAdmin}
          value={filters.admin_id}
          options={admins}
          said={(value) => t.byAdmin(admins.find(([id]) => id === value)?.[1] ?? groupDigits(value))}
          onChange={change("admin_id")}
        />
        <OnePick
          label={t.model}
          any={t.anyModel}
          value={filters.model_id}
          options={all.map(({ id, name }) => [id, name])}
          said={nameOf}
          onChange={change("model_id")}
        />
        <OnePick
          label={t.action}
          any={t.anyAction}
          value={filters.action}
          options={ACTIONS.map((action) => [action, actionWord(action)])}
          said={actionWord}
          onChange={change("action")}
        />
        <DayPick label={t.from} said={t.fromDay} value={filters.from} onChange={change("from")} />
        <DayPick label={t.to} said={t.toDay} value={filters.to} onChange={change("to")} />
        {isSet && (
          <Button kind="plain" onClick={onClear}>
            {t.clear}
          </Button>
        )}
      </div>
    </div>
  );
}

type Option = readonly [value: string, label: string];

function useAdmins(): Option[] {
  const words = useMessages(adminWords);
  const { data } = useQuery(adminsQuery);
  const people = (data?.items ?? []).map((admin) => [String(admin.telegram_id), personName(admin)] as const);
  return [...people, ["0", words.system]];
}

interface OnePickProps {
  label: string;
  any: string;
  value: string | null;
  options: readonly Option[];
  said: (value: string) => string;
  onChange: (value: string | null) => void;
}

function OnePick({ label, any, value, options, said, onChange }: OnePickProps) {
  if (value !== null) return <FilterChip label={said(value)} onRemove={() => onChange(null)} />;
  return (
    <Pick label={label} value="" onChange={onChange}>
      <option value="">{any}</option>
      {options.map(([one, name]) => (
        <option key={one} value={one}>
          {name}
        </option>
      ))}
    </Pick>
  );
}
