import css from "@/shared/admin/ui/end-cell.module.css";
import { isSoon, type NextEnd } from "@/shared/admin/ui/ends";
import { listDate, tellHour } from "@/shared/admin/ui/list-date";
import { adminWords } from "@/shared/admin/ui/messages";
import { formatDateTime, timeLeft } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import { ClockIcon } from "@/shared/ui/icons";

export interface EndDateProps {
  /** Null: for ever. */
  end: string | null;
  now: number;
  /** With the hour. */
  isExact?: boolean | undefined;
}

/** "21 Nov 2026"; amber with a clock in its last three days. */
export function EndDate({ end, now, isExact = false }: EndDateProps) {
  const t = useMessages(adminWords);
  if (end === null) return <span>{t.forEver}</span>;
  const soon = isSoon(end, now);
  return (
    <time dateTime={end} onPointerEnter={tellHour(end)} className={cx(css.end, soon && css.soon)}>
      {soon && <ClockIcon size={16} />}
      {isExact ? formatDateTime(end) : listDate(end)}
      {soon && <span className="visually-hidden"> ({t.endsSoon})</span>}
    </time>
  );
}

/** The next end of somebody's access, or that there is none. */
export function NextEndCell({ next, now }: { next: NextEnd; now: number }) {
  const t = useMessages(adminWords);
  if (next.kind === "at") return <EndDate end={next.end} now={now} />;
  return <span className="quiet">{next.kind === "ever" ? t.forEver : t.noAccess}</span>;
}

/** How long it still runs. */
export function LeftCell({ next, now }: { next: NextEnd; now: number }) {
  return next.kind === "at" ? <span className="nowrap">{timeLeft(next.end, now)}</span> : null;
}
