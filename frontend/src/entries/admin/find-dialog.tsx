import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useLocation } from "wouter";
import css from "@/entries/admin/find-dialog.module.css";
import { admin } from "@/entries/admin/messages";
import { usePlaces } from "@/entries/admin/places";
import { adminKeys } from "@/shared/admin/queries";
import { PersonCell, personHref } from "@/shared/admin/ui/person-cell";
import { useDebounced } from "@/shared/admin/ui/use-debounced";
import { answer, api } from "@/shared/api/client";
import { useMessages } from "@/shared/i18n/language";
import { SearchField } from "@/shared/ui/field";
import { Sheet } from "@/shared/ui/sheet";

const MOST = 8;

function usePeople(text: string) {
  const query = useDebounced(text.trim(), 200);
  return useQuery({
    queryKey: [...adminKeys.people, "find", query],
    queryFn: ({ signal }) => answer(api.GET("/api/admin/users", { params: { query: { query, limit: MOST } }, signal })),
    enabled: query !== "",
    placeholderData: keepPreviousData,
  });
}

/** Jump to a person or a screen: type, arrow, Enter. */
export function FindDialog({ onClose }: { onClose: () => void }) {
  const t = useMessages(admin);
  const [, navigate] = useLocation();
  const [text, setText] = useState("");
  const [place, setPlace] = useState(0);
  const { data: found } = usePeople(text);
  const wanted = text.trim().toLowerCase();
  const screens = usePlaces()
    .flat()
    .filter(({ label }) => label.toLowerCase().includes(wanted));
  const people = wanted === "" ? [] : (found?.items ?? []);
  const results = [...people.map((one) => personHref(one.telegram_id)), ...screens.map(({ href }) => href)];
  const active = Math.min(place, results.length - 1);

  const go = (href: string | undefined) => {
    if (href === undefined) return;
    onClose();
    navigate(href);
  };
  const press = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined) setPlace((active + step + results.length) % Math.max(1, results.length));
    else if (event.key === "Enter") go(results[active]);
    else return;
    event.preventDefault();
  };
  const option = (href: string) => {
    const index = results.indexOf(href);
    return { id: `find-${index}`, role: "option", "aria-selected": index === active, onClick: () => go(href) } as const;
  };
  return (
    <Sheet title={t.find} onClose={onClose}>
      <SearchField
        label={t.findPerson}
        isLabelHidden
        placeholder={t.findPerson}
        value={text}
        role="combobox"
        aria-expanded
        aria-controls="found"
        aria-activedescendant={active < 0 ? undefined : `find-${active}`}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setPlace(0);
        }}
        onKeyDown={press}
      />
      <div id="found" role="listbox" aria-label={t.found} className={css.found}>
        {people.map((person) => (
          <div key={person.telegram_id} {...option(personHref(person.telegram_id))}>
            <PersonCell person={person} isLink={false} />
          </div>
        ))}
        {screens.map(({ href, label, icon: Icon }) => (
          <div key={href} {...option(href)}>
            <Icon />
            {label}
          </div>
        ))}
        {results.length === 0 && <p>{t.nothingFound}</p>}
      </div>
    </Sheet>
  );
}
