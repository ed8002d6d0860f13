import { useVirtualizer } from "@tanstack/react-virtual";
import { type RefObject, useCallback, useLayoutEffect, useRef } from "react";
import { useLocation } from "wouter";
import { useKeptScroll } from "@/features/admin-people/kept-scroll";
import { people as texts } from "@/features/admin-people/messages";
import { PeopleFooter } from "@/features/admin-people/people-footer";
import { PeopleHead } from "@/features/admin-people/people-head";
import { COLUMNS, PersonRow, WaitingRow } from "@/features/admin-people/person-row";
import css from "@/features/admin-people/people-table.module.css";
import type { ListProps } from "@/features/admin-people/list-props";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { personHref } from "@/shared/admin/ui/person-cell";
import { useRoomBelow } from "@/shared/admin/ui/use-room-below";
import { useRowKeys } from "@/shared/admin/ui/use-row-keys";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import { useMessages } from "@/shared/i18n/language";
import { ROW_HEIGHT, SpacerRow, Table } from "@/shared/ui/table";

const HEAD = 36;
const PAGE_END = 24;
const BAR = 64;
/** Rows from the end at which the next ones are asked for. */
const EARLY = 40;

export function PeopleTable({ people, total, hasMore, readOn, sort, onSort, selection, list, onRange }: ListProps) {
  const t = useMessages(texts);
  const [, navigate] = useLocation();
  const { active } = useKnownModels();
  const now = useServerNow();
  const scroll = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoomBelow(frame, PAGE_END);
  const rows = hasMore ? Math.max(people.length, Math.min(total, people.length + EARLY)) : people.length;
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const virtual = useVirtualizer({
    count: rows,
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingEnd: HEAD,
  });
  useKeptScroll(list, () => scroll.current?.scrollTop ?? 0, (offset) => scroll.current?.scrollTo({ top: offset }));
  useStillRows(scroll, selection.now !== null);
  const open = useCallback(
    (index: number) => {
      const person = people[index];
      if (person !== undefined) navigate(personHref(person.telegram_id));
    },
    [navigate, people],
  );
  const keys = useRowKeys({ count: people.length, onOpen: open, onPick: selection.press, onMove: (index) => virtual.scrollToIndex(index) });
  const items = virtual.getVirtualItems();
  const last = items.at(-1);
  const first = Math.round((virtual.scrollOffset ?? 0) / ROW_HEIGHT);
  const seen = Math.floor(((virtual.scrollRect?.height ?? 0) - HEAD) / ROW_HEIGHT);
  const end = Math.min(people.length, first + Math.max(1, seen));
  useLayoutEffect(() => {
    onRange(first, end);
    if (last !== undefined && last.index >= people.length - EARLY / 2) readOn();
  }, [onRange, first, end, last, people.length, readOn]);
  return (
    <div ref={frame} className={css.frame} style={{ height: room }}>
      <Table
        label={t.title}
        scrollRef={scroll}
        rowCount={total}
        onKeyDown={keys.onKeyDown}
        head={<PeopleHead sort={sort} onSort={onSort} selection={selection} total={total} />}
        footer={<PeopleFooter first={first} end={end} total={total} hasKeys />}
      >
        <SpacerRow height={items[0]?.start ?? 0} colSpan={COLUMNS} />
        {items.map(({ index, key }) => {
          const person = people[index];
          if (person === undefined) return <WaitingRow key={key} />;
          return (
            <PersonRow
              key={person.telegram_id}
              person={person}
              index={index}
              isPicked={selection.isPicked(person.telegram_id)}
              isActive={keys.active === index}
              hasJoined={sort.endsWith("created_at")}
              models={active}
              now={now}
              onPress={selection.press}
              onOpen={open}
            />
          );
        })}
        <SpacerRow height={virtual.getTotalSize() - (last?.end ?? 0)} colSpan={COLUMNS} />
      </Table>
    </div>
  );
}

/** The bar above the table comes and goes; the rows stay under the pointer. */
function useStillRows(scroll: RefObject<HTMLDivElement | null>, hasBar: boolean): void {
  const had = useRef(hasBar);
  useLayoutEffect(() => {
    if (had.current === hasBar) return;
    had.current = hasBar;
    scroll.current?.scrollBy({ top: hasBar ? BAR : -BAR, behavior: "instant" });
  }, [scroll, hasBar]);
}
