import { Fragment, useLayoutEffect, useRef } from "react";
import { COLUMNS, EntryRow, WaitingEntry } from "@/features/admin-history/entry-row";
import css from "@/features/admin-history/history-table.module.css";
import type { ListProps } from "@/features/admin-history/list-props";
import { history } from "@/features/admin-history/messages";
import { useRoomBelow } from "@/shared/admin/ui/use-room-below";
import { useVirtualRows } from "@/shared/admin/ui/use-virtual-rows";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { SpacerRow, Table, Th } from "@/shared/ui/table";

const PAGE_END = 24;
/** The table adds its head: -1 is what screen readers take for a count that is not known. */
const UNKNOWN = -2;
/** Rows that wait for being read, and from how many of the end on the next ones are asked for. */
const WAITING = 12;
const EARLY = 30;

export function HistoryTable({ entries, hasMore, readOn, onOpen, onTop, topRequest }: ListProps) {
  const t = useMessages(history);
  const frame = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const room = useRoomBelow(frame, PAGE_END);
  const known = entries.length;
  const { rows, rest, keys, first, end, drawn } = useVirtualRows({ count: known + (hasMore ? WAITING : 0), known, scroll, onOpen });
  useLayoutEffect(() => onTop(first === 0), [onTop, first]);
  useLayoutEffect(() => {
    if (topRequest > 0) scroll.current?.scrollTo({ top: 0 });
  }, [topRequest]);
  useLayoutEffect(() => {
    if (drawn >= known - EARLY) readOn();
  }, [drawn, known, readOn]);
  const footer = (
    <>
      <span>
        <strong className={css.position}>{t.position(count(Math.min(first + 1, end)), count(end))}</strong>
        {hasMore && ` · ${t.loaded} ${count(known)}`}
      </span>
      <span aria-hidden="true" className={css.keys}>
        <span>↑ ↓ {t.move}</span>
        <span>{t.opens}</span>
      </span>
    </>
  );
  return (
    <div ref={frame} className={css.frame} style={{ height: room }}>
      <Table label={t.title} scrollRef={scroll} rowCount={hasMore ? UNKNOWN : known} onKeyDown={keys.onKeyDown} head={<Head />} footer={footer}>
        {rows.map(({ index, gap }) => {
          const entry = entries[index];
          return (
            <Fragment key={entry?.id ?? `row ${index}`}>
              <SpacerRow height={gap} colSpan={COLUMNS} />
              {entry === undefined ? <WaitingEntry /> : <EntryRow entry={entry} index={index} isActive={keys.active === index} onOpen={onOpen} />}
            </Fragment>
          );
        })}
        <SpacerRow height={rest} colSpan={COLUMNS} />
      </Table>
    </div>
  );
}

/** Pixels of the columns; the person and the reason share what is left. */
export const WIDTHS = [118, 54, undefined, 108, 252, 108, undefined, 92] as const;

function Head() {
  const t = useMessages(history);
  return (
    <>
      <Th width={WIDTHS[0]}>{t.when}</Th>
      <Th width={WIDTHS[1]}>
        <abbr title={t.version} className={css.short}>
          {t.versionShort}
        </abbr>
      </Th>
      <Th>{t.person}</Th>
      <Th width={WIDTHS[3]}>{t.action}</Th>
      <Th width={WIDTHS[4]}>{t.change}</Th>
      <Th width={WIDTHS[5]}>{t.who}</Th>
      <Th>{t.why}</Th>
      <Th width={WIDTHS[7]}>{t.hash}</Th>
    </>
  );
}
