import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "wouter";
import css from "@/features/admin-dashboard/dashboard.module.css";
import { dashboard } from "@/features/admin-dashboard/messages";
import { monitoringQuery } from "@/shared/admin/queries";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { Stats } from "@/shared/api/types";
import { count, countChange, decimal } from "@/shared/format/numbers";
import { ago } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";

const WEEK = 7 * 86_400_000;

function inAWeek(now: number): string {
  return new Date(now + WEEK).toISOString();
}

export function Counts({ stats }: { stats: Stats }) {
  const t = useMessages(dashboard);
  const now = useServerNow();
  const oldest = stats.oldest_pending_at;
  return (
    <section className={css.counts} aria-label={t.counts}>
      <Count href="/admin/people" name={t.people} value={count(stats.users)} note={t.today(countChange(stats.new_today))} />
      <Count
        href="/admin/people?sort=-last_active"
        name={t.activeRights}
        value={count(stats.active_rights)}
        note={t.activeDay(stats.active_24_hours)}
      />
      <Count
        href={`/admin/people?expires_before=${encodeURIComponent(inAWeek(now))}&sort=ends`}
        name={t.endSoon}
        value={count(stats.ending_7_days)}
        note={t.endPeople(stats.ending_people_7_days)}
      />
      <Count
        href="/admin/requests"
        name={t.waiting}
        value={count(stats.requests_pending)}
        note={oldest === null ? t.nobody : t.oldest(ago(oldest))}
      />
      <PushCount />
    </section>
  );
}

function PushCount() {
  const t = useMessages(dashboard);
  const { data } = useQuery(monitoringQuery);
  const { p50_ms: median = null, p99_ms: p99 = null } = data?.push ?? {};
  return (
    <Count
      href="/admin/monitoring"
      name={t.push}
      value={median === null ? "—" : `${decimal(median, 1)} ms`}
      note={p99 === null ? t.pushNone : t.pushP99(decimal(p99, 0))}
    />
  );
}

function Count({ href, name, value, note }: { href: string; name: string; value: string; note: ReactNode }) {
  return (
    <Link href={href} className={css.count}>
      <p>{name}</p>
      <b>{value}</b>
      <p>{note}</p>
    </Link>
  );
}
