import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useId, useState } from "react";
import { history } from "@/features/admin-history/messages";
import css from "@/features/admin-history/person-filter.module.css";
import { ownerQuery, suggestionsQuery } from "@/features/admin-history/queries";
import { atName, personName } from "@/shared/admin/ui/person-name";
import { useDebounced } from "@/shared/admin/ui/use-debounced";
import { groupDigits } from "@/shared/format/ids";
import { useMessages } from "@/shared/i18n/language";
import { FilterChip } from "@/shared/ui/chips";
import { cx } from "@/shared/ui/cx";
import { SearchField } from "@/shared/ui/field";

export interface PersonFilterProps {
  /** The id in the address. */
  value: string | null;
  onChange: (telegramId: string | null) => void;
}

export function PersonFilter({ value, onChange }: PersonFilterProps) {
  const t = useMessages(history);
  const id = value !== null && /^\d{1,16}$/.test(value) ? Number(value) : null;
  const { data: owner } = useQuery(ownerQuery(id));
  if (value === null) return <PersonSearch onChoose={onChange} />;
  const name = owner == null ? t.useId(groupDigits(value)) : personName(owner);
  return (
    <span className={css.chosen}>
      <FilterChip label={t.personIs(name)} onRemove={() => onChange(null)} />
    </span>
  );
}

interface Suggestion {
  id: string;
  name: string;
  detail: string;
}

function useSuggestions(text: string): Suggestion[] {
  const t = useMessages(history);
  const { data } = useQuery(suggestionsQuery(text));
  const found = (data?.items ?? []).map((person) => ({
    id: String(person.telegram_id),
    name: personName(person),
    detail: `${atName(person.username)} · ${groupDigits(person.telegram_id)}`,
  }));
  // Who has been deleted is in the history, not among the people.
  const isId = /^\d{1,16}$/.test(text) && !found.some(({ id }) => id === text);
  return isId ? [...found, { id: text, name: t.useId(groupDigits(text)), detail: "" }] : found;
}

/** Finds a person while one types; arrows and Enter choose. */
function PersonSearch({ onChoose }: { onChoose: (id: string) => void }) {
  const t = useMessages(history);
  const list = useId();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const asked = useDebounced(text.trim().replace(/[\s\u00a0]+(?=\d)/g, ""));
  const found = useSuggestions(asked);
  const isShown = isOpen && asked !== "";
  const onKeyDown = (event: KeyboardEvent) => {
    const chosen = found[at];
    if (event.key === "ArrowDown") setAt(Math.min(found.length - 1, at + 1));
    else if (event.key === "ArrowUp") setAt(Math.max(0, at - 1));
    else if (event.key === "Escape") setOpen(false);
    else if (event.key === "Enter" && chosen !== undefined) onChoose(chosen.id);
    else return;
    event.preventDefault();
  };
  return (
    <div className={css.box}>
      <SearchField
        label={t.person}
        placeholder={t.anybody}
        value={text}
        autoComplete="off"
        spellCheck={false}
        role="combobox"
        aria-expanded={isShown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={isShown && found[at] !== undefined ? `${list}-${at}` : undefined}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.target.value);
          setAt(0);
          setOpen(true);
        }}
      />
      {isShown && (
        <div id={list} role="listbox" aria-label={t.person} className={css.list}>
          {found.map((one, index) => (
            // The field keeps the focus; its keys choose.
            // eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus
            <div
              key={one.id}
              id={`${list}-${index}`}
              role="option"
              aria-selected={index === at}
              className={cx(css.option, index === at && css.active)}
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => onChoose(one.id)}
            >
              <bdi className={css.name}>{one.name}</bdi>
              <span className={css.detail}>{one.detail}</span>
            </div>
          ))}
          {found.length === 0 && <p className={css.none}>{t.noneFound}</p>}
        </div>
      )}
    </div>
  );
}
