import { memo, type MouseEvent, useEffect, useRef } from "react";
import { Link } from "wouter";
import { ChangeCell } from "@/features/admin-history/change-cell";
import css from "@/features/admin-history/entry-row.module.css";
import { history } from "@/features/admin-history/messages";
import { actionWord, authorName } from "@/shared/admin/ui/history-words";
import { listDate } from "@/shared/admin/ui/list-date";
import { adminWords } from "@/shared/admin/ui/messages";
import { personHref } from "@/shared/admin/ui/person-cell";
import type { HistoryEntry } from "@/shared/api/types";
import { groupDigits } from "@/shared/format/ids";
import { formatTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Hash } from "@/shared/ui/serial";
import { Skeleton } from "@/shared/ui/skeleton";
import { Td, Tr } from "@/shared/ui/table";

export const COLUMNS = 8;

export interface EntryRowProps {
  entry: HistoryEntry;
  index: number;
  isActive: boolean;
  onOpen: (index: number) => void;
}

const isForControl = (target: EventTarget): boolean => target instanceof Element && target.closest("a, button") !== null;

export const EntryRow = memo(function EntryRow({ entry, index, isActive, onOpen }: EntryRowProps) {
  const t = useMessages(history);
  const words = useMessages(adminWords);
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (isActive) row.current?.querySelector<HTMLElement>("[data-row-link]")?.focus({ preventScroll: true });
  }, [isActive]);
  const press = (event: MouseEvent) => {
    if (!isForControl(event.target) && window.getSelection()?.isCollapsed !== false) onOpen(index);
  };
  const name = entry.user_name ?? words.deleted;
  return (
    <Tr ref={row} index={index + 1} isActive={isActive} onClick={press}>
      <Td>
        <time dateTime={entry.created_at} className={css.two}>
          <span>{listDate(entry.created_at)}</span>
          <small>{formatTime(entry.created_at)}</small>
        </time>
      </Td>
      <Td>
        <button
          type="button"
          className={css.version}
          tabIndex={isActive ? 0 : -1}
          aria-label={t.openEntry(entry.version, name)}
          data-row-link=""
          onClick={() => onOpen(index)}
        >
          v{entry.version}
        </button>
      </Td>
      <Td isHead>
        <span className={css.two}>
          <Link href={personHref(entry.user_id)} className={css.name} tabIndex={isActive ? 0 : -1} title={name}>
            <bdi>{name}</bdi>
          </Link>
          <small className="num">{groupDigits(entry.user_id)}</small>
        </span>
      </Td>
      <Td>{actionWord(entry.action)}</Td>
      <Td>
        <ChangeCell entry={entry} />
      </Td>
      <Td>
        <span className={css.cut} title={authorName(entry)}>
          <bdi>{authorName(entry)}</bdi>
        </span>
      </Td>
      <Td isQuiet>
        <span className={css.why} title={entry.reason ?? undefined}>
          {entry.reason}
        </span>
      </Td>
      <Td isQuiet>
        <Hash value={entry.hash} isTiny />
      </Td>
    </Tr>
  );
});

export function WaitingEntry() {
  return (
    <Tr>
      <Td>
        <Skeleton width={84} />
      </Td>
      <Td>
        <Skeleton width={26} />
      </Td>
      <Td>
        <Skeleton width="70%" />
      </Td>
      <Td>
        <Skeleton width={64} />
      </Td>
      <Td>
        <Skeleton width="80%" />
      </Td>
      <Td />
      <Td />
      <Td>
        <Skeleton width={66} />
      </Td>
    </Tr>
  );
}
