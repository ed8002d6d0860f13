import { monitoring } from "@/features/admin-monitoring/messages";
import css from "@/features/admin-monitoring/monitoring.module.css";
import type { Monitoring } from "@/shared/api/types";
import { count, decimal } from "@/shared/format/numbers";
import { ago } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";

export function Delivery({ state: { push, sockets, listener, candles } }: { state: Monitoring }) {
  const t = useMessages(monitoring);
  const inMs = (value: number | null) => (value === null ? t.none : `${decimal(value, 1)} ms`);
  const newest = candles.map((candle) => candle.newest_closed_at).sort().at(-1);
  return (
    <Card>
      <CardHead title={t.delivery} aside={t.deliveryWhen} />
      <dl className={css.facts}>
        <Fact name={t.median} value={inMs(push.p50_ms)} />
        <Fact name={t.p99} value={inMs(push.p99_ms)} />
        <Fact name={t.changes} value={count(push.n)} />
        <Fact name={t.sockets} value={count(sockets)} />
        <Fact name={t.listener} value={listener ? t.listening : t.deaf} />
        <Fact name={t.newestCandle} value={newest === undefined ? t.none : ago(newest)} />
      </dl>
    </Card>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
