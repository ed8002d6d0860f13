import { useWindowVirtualizer } from "@tanstack/react-virtual";
import { useLayoutEffect, useRef, useState } from "react";
import css from "@/features/admin-history/history-cards.module.css";
import type { ListProps } from "@/features/admin-history/list-props";
import { history } from "@/features/admin-history/messages";
import { authorName, historyTitle } from "@/shared/admin/ui/history-words";
import { adminWords } from "@/shared/admin/ui/messages";
import { useKnownModels } from "@/shared/admin/ui/model-names";
import type { HistoryEntry } from "@/shared/api/types";
import { formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Hash } from "@/shared/ui/serial";
import { Skeleton } from "@/shared/ui/skeleton";

export const CARD_HEIGHT = 160;
const GAP = 8;
const EARLY = 15;

/** The same list for narrow windows, which scroll as a whole. */
export function HistoryCards({ entries, hasMore, readOn, onOpen, onTop, topRequest }: ListProps) {
  const t = useMessages(history);
  const box = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => setTop((box.current?.getBoundingClientRect().top ?? 0) + window.scrollY), []);
  const virtual = useWindowVirtualizer({
    count: entries.length + (hasMore ? 6 : 0),
    estimateSize: () => CARD_HEIGHT + GAP,
    overscan: 8,
    scrollMargin: top,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1);
  const offset = virtual.scrollOffset ?? 0;
  useLayoutEffect(() => onTop(offset < top + CARD_HEIGHT / 2), [onTop, offset, top]);
  useLayoutEffect(() => {
    if (topRequest > 0) window.scrollTo({ top: 0 });
  }, [topRequest]);
  useLayoutEffect(() => {
    if (last !== undefined && last.index >= entries.length - EARLY) readOn();
  }, [last, entries.length, readOn]);
  return (
    // eslint-disable-next-line jsx-a11y/no-redundant-roles -- Safari forgets lists without bullets
    <ul ref={box} role="list" className={css.list} aria-label={t.title} style={{ height: virtual.getTotalSize() }}>
      {items.map(({ index, key, start }) => {
        const entry = entries[index];
        return (
          <li key={entry?.id ?? key} className={css.item} style={{ transform: `translateY(${start - top}px)` }}>
            {entry === undefined ? <WaitingEntryCard /> : <EntryCard entry={entry} onOpen={() => onOpen(index)} />}
          </li>
        );
      })}
    </ul>
  );
}

function EntryCard({ entry, onOpen }: { entry: HistoryEntry; onOpen: () => void }) {
  const t = useMessages(history);
  const words = useMessages(adminWords);
  const { nameOf } = useKnownModels();
  return (
    <div className={css.card}>
      <div className={css.head}>
        <span className={css.version}>v{entry.version}</span>
        <bdi className={css.name}>{entry.user_name ?? words.deleted}</bdi>
      </div>
      <button type="button" className={css.title} onClick={onOpen}>
        {historyTitle(entry, nameOf)}
      </button>
      <p className={css.why}>{entry.reason ?? <span className="quiet">{t.notSaid}</span>}</p>
      <p className={css.foot}>
        <span className={css.who}>
          <time dateTime={entry.created_at}>{formatDateTime(entry.created_at)}</time> · <bdi>{authorName(entry)}</bdi>
        </span>
        <Hash value={entry.hash} isTiny />
      </p>
    </div>
  );
}

export function WaitingEntryCard() {
  return (
    <div className={css.card}>
      <Skeleton width="50%" />
      <Skeleton width="70%" />
      <Skeleton width="40%" />
      <Skeleton width="80%" height={10} />
    </div>
  );
}
