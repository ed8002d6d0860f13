import { useVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef } from "react";
import { COLUMNS, EntryRow, WaitingEntry } from "@/features/admin-history/entry-row";
import css from "@/features/admin-history/history-table.module.css";
import type { ListProps } from "@/features/admin-history/list-props";
import { history } from "@/features/admin-history/messages";
import { useRoomBelow } from "@/shared/admin/ui/use-room-below";
import { useRowKeys } from "@/shared/admin/ui/use-row-keys";
import { count } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { ROW_HEIGHT, SpacerRow, Table, Th } from "@/shared/ui/table";

const HEAD = 36;
const PAGE_END = 24;
const EARLY = 30;

export function HistoryTable({ entries, hasMore, readOn, onOpen, onTop, topRequest }: ListProps) {
  const t = useMessages(history);
  const frame = useRef<HTMLDivElement>(null);
  const scroll = useRef<HTMLDivElement>(null);
  const room = useRoomBelow(frame, PAGE_END);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const virtual = useVirtualizer({
    count: entries.length + (hasMore ? 12 : 0),
    getScrollElement: () => scroll.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollPaddingEnd: HEAD,
  });
  const keys = useRowKeys({ count: entries.length, onOpen, onMove: (index) => virtual.scrollToIndex(index) });
  const items = virtual.getVirtualItems();
  const last = items.at(-1);
  const offset = virtual.scrollOffset ?? 0;
  useLayoutEffect(() => onTop(offset < ROW_HEIGHT / 2), [onTop, offset]);
  useLayoutEffect(() => {
    if (topRequest > 0) scroll.current?.scrollTo({ top: 0 });
  }, [topRequest]);
  useLayoutEffect(() => {
    if (last !== undefined && last.index >= entries.length - EARLY) readOn();
  }, [last, entries.length, readOn]);
  const first = Math.round(offset / ROW_HEIGHT);
  const end = Math.min(entries.length, first + Math.max(1, Math.floor(((virtual.scrollRect?.height ?? 0) - HEAD) / ROW_HEIGHT)));
  const footer = (
    <>
      <span>
        <strong className={css.position}>{t.position(count(Math.min(first + 1, end)), count(end))}</strong>
        {hasMore && ` · ${t.loaded} ${count(entries.length)}`}
      </span>
      <span aria-hidden="true" className={css.keys}>
        <span>↑ ↓ {t.move}</span>
        <span>{t.opens}</span>
      </span>
    </>
  );
  return (
    <div ref={frame} className={css.frame} style={{ height: room }}>
      <Table label={t.title} scrollRef={scroll} rowCount={hasMore ? -1 : entries.length} onKeyDown={keys.onKeyDown} head={<Head />} footer={footer}>
        <SpacerRow height={items[0]?.start ?? 0} colSpan={COLUMNS} />
        {items.map(({ index, key }) => {
          const entry = entries[index];
          if (entry === undefined) return <WaitingEntry key={key} />;
          return <EntryRow key={entry.id} entry={entry} index={index} isActive={keys.active === index} onOpen={onOpen} />;
        })}
        <SpacerRow height={virtual.getTotalSize() - (last?.end ?? 0)} colSpan={COLUMNS} />
      </Table>
    </div>
  );
}

/** Pixels of the columns; the person and the reason share what is left. */
export const WIDTHS = [106, 56, undefined, 116, 234, 112, undefined, 94] as const;

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
