import { isClosesOnly } from "@/features/signal/chart/chart-model";
import css from "@/features/signal/chart/chart.module.css";
import { page } from "@/features/signal/messages";
import type { SignalDetail } from "@/shared/api/types";
import { formatDate, formatDayTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { candleLength } from "@/shared/signal/moments";

const DAY = 24 * 60 * 60_000;

function Head({ isLine }: { isLine: boolean }) {
  const t = useMessages(page);
  const names = isLine ? [t.closePrice] : [t.openPrice, t.high, t.low, t.closePrice];
  return (
    <thead>
      <tr>
        <th scope="col">{t.time}</th>
        {names.map((name) => (
          <th key={name} scope="col">
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

/** What the chart draws, as numbers. */
export function CandleTable({ signal, candles }: Pick<SignalDetail, "signal" | "candles">) {
  const t = useMessages(page);
  const isLine = isClosesOnly(candles);
  const length = candleLength(signal.timeframe);
  const when = length >= DAY ? formatDate : formatDayTime;
  return (
    // A region that scrolls has to be reachable by the keyboard.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={css.scroll} role="region" aria-label={t.tableName(signal.pair)} tabIndex={0}>
      <table className={css.table}>
        <caption>{t.tableName(signal.pair)}</caption>
        <Head isLine={isLine} />
        <tbody>
          {candles.toReversed().map((candle) => (
            <tr key={candle.opened_at} className={candle.opened_at === signal.candle_at ? css.own : undefined}>
              <th scope="row">
                {when(Date.parse(candle.opened_at) + length)}
                {candle.opened_at === signal.candle_at && <span className="visually-hidden"> ({t.own})</span>}
              </th>
              {!isLine && (
                <>
                  <td>{candle.open}</td>
                  <td>{candle.high}</td>
                  <td>{candle.low}</td>
                </>
              )}
              <td>{candle.close}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
