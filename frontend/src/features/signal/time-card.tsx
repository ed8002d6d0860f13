import { candlesPassed, HORIZON } from "@/features/signal/chart/chart-model";
import { page } from "@/features/signal/messages";
import css from "@/features/signal/signal.module.css";
import type { SignalDetail, SignalRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { expiryWords } from "@/shared/signal/moments";
import { onThisClock } from "@/shared/signal/server-clock";
import { useAsOf } from "@/shared/signal/use-as-of";
import { Card, CardHead } from "@/shared/ui/card";
import { Countdown } from "@/shared/ui/countdown";
import { cx } from "@/shared/ui/cx";

function Segments({ passed }: { passed: number }) {
  return (
    <div className={css.segments} aria-hidden="true">
      {Array.from({ length: HORIZON }, (_, at) => (
        <span key={at} className={cx(css.segment, at < passed && css.passed)} />
      ))}
    </div>
  );
}

/** How much of its time an open signal has left, in candles. */
export function TimeCard({ signal, candles }: { signal: SignalRead; candles: SignalDetail["candles"] | null }) {
  const t = useMessages(page);
  const asOf = useAsOf();
  const passed = candles === null ? 0 : Math.min(HORIZON, candlesPassed(signal, candles));
  // A replay's end lies on a calendar of its own, which no clock of ours runs on.
  const title = signal.replay ? (
    t.closesReplay(Math.max(1, HORIZON - passed))
  ) : (
    <Countdown until={onThisClock(signal.expires_at)} frozenAt={asOf} wrap={t.closesIn} ended={t.closesNow} />
  );
  return (
    <Card as="section">
      <CardHead title={title} aside={<span className="nowrap">{t.by(expiryWords(signal))}</span>} />
      <Segments passed={passed} />
      <p className={css.note}>{candles === null ? "\u00a0" : t.passed(passed, t.ofCandles(HORIZON))}</p>
    </Card>
  );
}
