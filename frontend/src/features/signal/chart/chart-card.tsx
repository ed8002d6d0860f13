import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useMemo, useState } from "react";
import { CandleTable } from "@/features/signal/chart/candle-table";
import { chartModel, isClosesOnly } from "@/features/signal/chart/chart-model";
import { ChartSkeleton } from "@/features/signal/chart/chart-skeleton";
import css from "@/features/signal/chart/chart.module.css";
import { page } from "@/features/signal/messages";
import { marketQuery } from "@/shared/api/queries";
import type { SignalDetail, SignalRead } from "@/shared/api/types";
import { formatDate } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { timeframeWords } from "@/shared/signal/moments";
import { useServerNow } from "@/shared/signal/server-clock";
import { signalName } from "@/shared/signal/signal-name";
import { Button } from "@/shared/ui/button";
import { Card } from "@/shared/ui/card";

/** A chart that does not load (offline, an update in between) leaves the rest of the page as it is. */
const PriceChart = lazy(async () => {
  const loaded = await import("@/features/signal/chart/price-chart").catch(() => null);
  return { default: loaded?.PriceChart ?? NotDrawn };
});

type Candles = SignalDetail["candles"];

export interface ChartCardProps {
  signal: SignalRead;
  /** Null while they are loaded. */
  candles: Candles | null;
}

function NotDrawn() {
  const t = useMessages(page);
  return <p className={css.none}>{t.notDrawn}</p>;
}

/** Without a canvas there are still the numbers. */
function canDraw(): boolean {
  return document.createElement("canvas").getContext("2d") !== null;
}

/** Who measured the prices. */
function useSource(pair: string): string {
  const t = useMessages(page);
  const { data } = useQuery(marketQuery);
  const source = data?.pairs.find((one) => one.pair === pair)?.source;
  if (source === undefined) return "";
  const names: Record<string, string> = { ecb: t.ecb, twelvedata: "Twelve Data", import: t.imported };
  return names[source] ?? source;
}

function Caption({ signal, candles }: ChartCardProps) {
  const t = useMessages(page);
  const source = useSource(signal.pair);
  const timeframe = timeframeWords(signal.timeframe);
  const isLine = candles !== null && candles.length > 0 && isClosesOnly(candles);
  const said = isLine && signal.timeframe === "1d" ? t.rates(source) : (isLine ? t.closes : t.candles)(timeframe, source);
  return (
    <div className={css.head}>
      <span>{candles === null || source === "" ? "\u00a0" : said}</span>
      <a href="https://www.tradingview.com/" target="_blank" rel="noopener noreferrer">
        {t.attribution}
      </a>
    </div>
  );
}

/** The chart in one sentence. */
function useName(signal: SignalRead, candles: Candles): string {
  const t = useMessages(page);
  const now = useServerNow();
  const [first, last] = [candles[0], candles.at(-1)];
  if (first === undefined || last === undefined) return signalName(signal, now);
  const lowest = candles.reduce((one, other) => (Number(other.low) < Number(one.low) ? other : one));
  const highest = candles.reduce((one, other) => (Number(other.high) > Number(one.high) ? other : one));
  const seen = t.chartName(signal.pair, formatDate(first.opened_at), formatDate(last.opened_at), lowest.low, highest.high);
  return `${seen}, ${t.chartLast(last.close)}. ${signalName(signal, now)}`;
}

function Drawing({ signal, candles }: { signal: SignalRead; candles: Candles }) {
  const t = useMessages(page);
  const name = useName(signal, candles);
  const model = useMemo(() => chartModel(signal, candles), [signal, candles]);
  if (model === null) return <p className={css.none}>{t.noCandles}</p>;
  return (
    <Suspense fallback={<ChartSkeleton />}>
      <PriceChart model={model} label={name} />
    </Suspense>
  );
}

/** Prices around a signal, as a drawing or as numbers. */
export function ChartCard({ signal, candles }: ChartCardProps) {
  const t = useMessages(page);
  const [isTable, setTable] = useState(() => !canDraw());
  return (
    <Card className={css.card}>
      <Caption signal={signal} candles={candles} />
      {isTable && candles !== null ? (
        <CandleTable signal={signal} candles={candles} />
      ) : (
        <div className={css.place}>{candles === null ? <ChartSkeleton /> : <Drawing signal={signal} candles={candles} />}</div>
      )}
      <div className={css.foot}>
        <Button kind="plain" size="small" isDisabled={candles === null} onClick={() => setTable(!isTable)}>
          {isTable ? t.asChart : t.asTable}
        </Button>
      </div>
    </Card>
  );
}
