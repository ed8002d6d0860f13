import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";
import { useKeptScroll } from "@/features/admin-people/kept-scroll";
import type { ListProps } from "@/features/admin-people/list-props";
import { people as texts } from "@/features/admin-people/messages";
import css from "@/features/admin-people/people-cards.module.css";
import { CARD_HEIGHT, PersonCard, WaitingCard } from "@/features/admin-people/person-card";
import { PeopleFooter } from "@/features/admin-people/people-footer";
import { useMessages } from "@/shared/i18n/language";

const GAP = 8;
const EARLY = 20;

/** The same list for narrow windows, which scroll as a whole. */
export function PeopleCards({ people, total, hasMore, readOn, selection, list, onRange }: ListProps) {
  const t = useMessages(texts);
  const box = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop((box.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const rows = hasMore ? Math.max(people.length, Math.min(total, people.length + EARLY)) : people.length;
  const virtual = useWindowVirtualizer({
    count: rows,
    estimateSize: () => CARD_HEIGHT + GAP,
    overscan: 8,
    scrollMargin: top,
  });
  useKeptScroll(`${list} cards`, () => window.scrollY, (offset) => window.scrollTo({ top: offset }));
  const items = virtual.getVirtualItems();
  const last = items.at(-1);
  const offset = Math.max(0, (virtual.scrollOffset ?? 0) - top);
  const first = Math.floor(offset / (CARD_HEIGHT + GAP));
  const end = Math.min(people.length, Math.ceil((offset + (virtual.scrollRect?.height ?? 0)) / (CARD_HEIGHT + GAP)));
  useLayoutEffect(() => {
    onRange(first, end);
    if (last !== undefined && last.index >= people.length - EARLY / 2) readOn();
  }, [onRange, first, end, last, people.length, readOn]);
  return (
    <>
      {/* eslint-disable-next-line jsx-a11y/no-redundant-roles -- Safari forgets lists without bullets */}
      <ul ref={box} role="list" className={css.list} aria-label={t.title} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, key, start }) => {
          const person = people[index];
          return (
            <li key={person?.telegram_id ?? key} className={css.item} style={{ transform: `translateY(${start - top}px)` }} aria-setsize={total} aria-posinset={index + 1}>
              {person === undefined ? (
                <WaitingCard />
              ) : (
                <PersonCard person={person} isPicked={selection.isPicked(person.telegram_id)} onPress={() => selection.press(index, false)} />
              )}
            </li>
          );
        })}
      </ul>
      <p className={css.footer} data-raised={selection.now !== null}>
        <PeopleFooter first={first} end={end} total={total} />
      </p>
    </>
  );
}
