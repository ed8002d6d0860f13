import type { ReactNode } from "react";
import { candlesPassed, HORIZON } from "@/features/signal/chart/chart-model";
import { page } from "@/features/signal/messages";
import css from "@/features/signal/signal.module.css";
import type { SignalDetail, SignalRead } from "@/shared/api/types";
import { formatTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { expiryWords } from "@/shared/signal/moments";
import { onThisClock } from "@/shared/signal/server-clock";
import { useAsOf } from "@/shared/signal/use-as-of";
import { Card } from "@/shared/ui/card";
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

/** What is left. A replay's end lies on a calendar of its own, which no clock of ours runs on. */
function useTitle(signal: SignalRead, passed: number): ReactNode {
  const t = useMessages(page);
  const asOf = useAsOf();
  if (asOf !== null) return t.openAsOf(formatTime(asOf));
  if (signal.replay) return t.closesReplay(Math.max(1, HORIZON - passed));
  return <Countdown until={onThisClock(signal.expires_at)} wrap={t.closesIn} ended={t.closesNow} />;
}

/** How much of its time an open signal has left, in candles. */
export function TimeCard({ signal, candles }: { signal: SignalRead; candles: SignalDetail["candles"] | null }) {
  const t = useMessages(page);
  const passed = candles === null ? 0 : Math.min(HORIZON, candlesPassed(signal, candles));
  const title = useTitle(signal, passed);
  return (
    <Card as="section">
      <div className={css.timeHead}>
        <h2 className="t-16">{title}</h2>
        <span className={css.by}>{t.by(expiryWords(signal))}</span>
      </div>
      <Segments passed={passed} />
      <p className={css.note}>{candles === null ? "\u00a0" : t.passed(passed, t.ofCandles(HORIZON))}</p>
    </Card>
  );
}
