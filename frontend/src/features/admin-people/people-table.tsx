import { Fragment, type RefObject, useCallback, useLayoutEffect, useRef } from "react";
import { useLocation } from "wouter";
import { useKeptScroll } from "@/features/admin-people/kept-scroll";
import type { ListProps } from "@/features/admin-people/list-props";
import { people as texts } from "@/features/admin-people/messages";
import { PeopleFooter } from "@/features/admin-people/people-footer";
import { PeopleHead } from "@/features/admin-people/people-head";
import css from "@/features/admin-people/people-table.module.css";
import { COLUMNS, PersonRow, WaitingRow } from "@/features/admin-people/person-row";
import { useTellsReach } from "@/features/admin-people/row-state";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import { personHref } from "@/shared/admin/ui/person-cell";
import { useRoomBelow } from "@/shared/admin/ui/use-room-below";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import { useVirtualRows } from "@/shared/admin/ui/use-virtual-rows";
import { useMessages } from "@/shared/i18n/language";
import { SpacerRow, Table } from "@/shared/ui/table";

const PAGE_END = 24;
const BAR = 64;
/** Rows that wait for being read, and from how many of the end on the next ones are asked for. */
const EARLY = 40;

export function PeopleTable({ people, total, hasMore, readOn, sort, onSort, selection, list, onRange }: ListProps) {
  const t = useMessages(texts);
  const [, navigate] = useLocation();
  const { active } = useKnownModels();
  const now = useServerNow();
  const tellsReach = useTellsReach();
  const scroll = useRef<HTMLDivElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const room = useRoomBelow(frame, PAGE_END);
  const open = useCallback(
    (index: number) => {
      const person = people[index];
      if (person !== undefined) navigate(personHref(person.telegram_id));
    },
    [navigate, people],
  );
  const count = hasMore ? Math.max(people.length, Math.min(total, people.length + EARLY)) : people.length;
  const { rows, rest, keys, first, end, drawn } = useVirtualRows({ count, known: people.length, scroll, onOpen: open, onPick: selection.press });
  useKeptScroll(list, () => scroll.current?.scrollTop ?? 0, (offset) => scroll.current?.scrollTo({ top: offset }));
  useStillRows(scroll, selection.now !== null);
  useLayoutEffect(() => onRange(first, end), [onRange, first, end]);
  useLayoutEffect(() => {
    if (drawn >= people.length - EARLY / 2) readOn();
  }, [drawn, people.length, readOn]);
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
        {rows.map(({ index, gap }) => {
          const person = people[index];
          return (
            <Fragment key={person?.telegram_id ?? `row ${index}`}>
              <SpacerRow height={gap} colSpan={COLUMNS} />
              {person === undefined ? (
                <WaitingRow />
              ) : (
                <PersonRow
                  person={person}
                  index={index}
                  isPicked={selection.isPicked(person.telegram_id)}
                  isActive={keys.active === index}
                  hasJoined={sort.endsWith("created_at")}
                  models={active}
                  now={now}
                  tellsReach={tellsReach}
                  onPress={selection.press}
                  onOpen={open}
                />
              )}
            </Fragment>
          );
        })}
        <SpacerRow height={rest} colSpan={COLUMNS} />
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
