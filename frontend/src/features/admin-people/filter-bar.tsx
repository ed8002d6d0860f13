import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { FilterName, Filters } from "@/features/admin-people/filters";
import css from "@/features/admin-people/filter-bar.module.css";
import { people } from "@/features/admin-people/messages";
import { SearchBox } from "@/features/admin-people/search-box";
import { statsQuery } from "@/shared/admin/queries";
import { REACH_WORDS, REACHABILITIES } from "@/shared/admin/ui/filter-fields";
import { filterWords } from "@/shared/admin/ui/filter-messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { PEOPLE_SORTS, type PeopleSort } from "@/shared/admin/ui/people-list";
import { Pick } from "@/shared/admin/ui/pick";
import { isDay, nextDay, zonedMoment } from "@/shared/admin/ui/zoned-time";
import { count } from "@/shared/format/numbers";
import { dayKey, formatDay, timeZone } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { Button } from "@/shared/ui/button";
import { FilterChip } from "@/shared/ui/chips";

export interface FilterBarProps {
  filters: Filters;
  sort: PeopleSort;
  /** Null while it is not known. */
  total: number | null;
  onChange: (name: FilterName | "sort", value: string | null) => void;
  onClear: () => void;
}

/** Search, filters and order; how many match is always said. */
export function FilterBar({ filters, sort, total, onChange, onClear }: FilterBarProps) {
  const t = useMessages(people);
  const words = useMessages(filterWords);
  const isSet = Object.values(filters).some((value) => value !== null);
  return (
    <div className={css.bar}>
      <div className={css.search}>
        <SearchBox value={filters.query} onSearch={(text) => onChange("query", text)} />
      </div>
      <div className={css.picks}>
        <ModelPick value={filters.model_id} onChange={(value) => onChange("model_id", value)} />
        <EndPick value={filters.expires_before} onChange={(value) => onChange("expires_before", value)} />
        <ChoicePick
          label={t.role}
          any={t.anyRole}
          options={[
            ["user", t.users],
            ["admin", t.admins],
          ]}
          value={filters.role}
          onChange={(value) => onChange("role", value)}
        />
        <ChoicePick
          label={t.state}
          any={t.anyState}
          options={[
            ["active", t.active],
            ["blocked", t.blocked],
          ]}
          value={filters.status}
          onChange={(value) => onChange("status", value)}
        />
        <ChoicePick
          label={words.reach}
          any={words.anyReach}
          options={REACHABILITIES.map((one) => [one, words[REACH_WORDS[one]]])}
          value={filters.reachability}
          chosen={(name) => t.botIs(name)}
          onChange={(value) => onChange("reachability", value)}
        />
        <SortPick value={sort} onChange={(value) => onChange("sort", value)} />
        {isSet && (
          <Button kind="plain" onClick={onClear}>
            {t.clear}
          </Button>
        )}
      </div>
      <Count total={total} isFiltered={isSet} />
    </div>
  );
}

interface OnePick {
  value: string | null;
  onChange: (value: string | null) => void;
}

interface ChoicePickProps extends OnePick {
  label: string;
  any: string;
  options: [value: string, label: string][];
  /** What is chosen, where its own word does not say what it is about. */
  chosen?: (label: string) => string;
}

function ChoicePick({ label, any, options, value, chosen = (name) => name, onChange }: ChoicePickProps) {
  const found = options.find(([one]) => one === value)?.[1];
  if (found !== undefined) return <FilterChip label={chosen(found)} onRemove={() => onChange(null)} />;
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

function ModelPick({ value, onChange }: OnePick) {
  const t = useMessages(people);
  const { all, nameOf } = useKnownModels();
  if (value !== null) return <FilterChip label={nameOf(value)} onRemove={() => onChange(null)} />;
  return (
    <Pick label={t.model} value="" onChange={onChange}>
      <option value="">{t.anyModel}</option>
      {all.map((model) => (
        <option key={model.id} value={model.id}>
          {model.name}
        </option>
      ))}
    </Pick>
  );
}

const WITHIN = [3, 7, 30] as const;

function EndPick({ value, onChange }: OnePick) {
  const t = useMessages(people);
  const id = useId();
  const [isAsking, setAsking] = useState(false);
  if (value !== null) {
    const at = isDay(value) ? zonedMoment(value, timeZone()) : value.replace(" ", "+");
    const day = at === null || Number.isNaN(Date.parse(at)) ? value : formatDay(at);
    return <FilterChip label={t.endsBefore(day)} onRemove={() => onChange(null)} />;
  }
  const today = dayKey(sessionStore.now());
  const choose = (choice: string) => {
    if (choice === "date") setAsking(true);
    else if (choice !== "") onChange(dayAfter(today, Number(choice) + 1));
  };
  if (isAsking) {
    const take = (written: string) => {
      if (!isDay(written)) return;
      setAsking(false);
      onChange(written);
    };
    return (
      <span className={css.date}>
        <label htmlFor={id}>{t.beforeDate}</label>
        <input
          id={id}
          type="date"
          min={nextDay(today)}
          // Asked for by the choice just made.
          // eslint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          onKeyDown={(event) => {
            if (event.key === "Enter") take(event.currentTarget.value);
            if (event.key === "Escape") setAsking(false);
          }}
          onBlur={(event) => {
            setAsking(false);
            take(event.target.value);
          }}
        />
      </span>
    );
  }
  return (
    <Pick label={t.ends} value="" onChange={choose}>
      <option value="">{t.anyEnd}</option>
      {WITHIN.map((days) => (
        <option key={days} value={days}>
          {t.withinDays(days)}
        </option>
      ))}
      <option value="date">{t.onDate}</option>
    </Pick>
  );
}

function dayAfter(day: string, days: number): string {
  return days === 0 ? day : dayAfter(nextDay(day), days - 1);
}

function SortPick({ value, onChange }: { value: PeopleSort; onChange: (value: string) => void }) {
  const t = useMessages(people);
  const names: Record<PeopleSort, string> = {
    ends: t.byEnd,
    "-last_active": t.bySeen,
    last_active: t.byNotSeen,
    "-created_at": t.newest,
    created_at: t.oldest,
    telegram_id: t.byId,
    "-telegram_id": t.byIdDown,
  };
  return (
    <span className={css.sort}>
      <Pick label={`${t.sort}: ${names[value]}`} drawn={names[value]} value={value} onChange={onChange}>
        {PEOPLE_SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {names[sort]}
          </option>
        ))}
      </Pick>
    </span>
  );
}

function Count({ total, isFiltered }: { total: number | null; isFiltered: boolean }) {
  const t = useMessages(people);
  const { data: stats } = useQuery(statsQuery);
  if (total === null) return <p className={css.count}>{"\u00a0"}</p>;
  const all = stats?.users;
  return (
    <p className={css.count} role="status">
      {isFiltered && all !== undefined ? (
        <>
          <strong>{count(total)}</strong> {t.of(t.peopleCount(all))}
        </>
      ) : (
        t.peopleCount(total)
      )}
    </p>
  );
}
