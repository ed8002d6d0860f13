/** A signal and its candles as numbers of a chart. */

import type { SignalDetail, SignalRead } from "@/shared/api/types";
import { pricePrecision } from "@/shared/format/price";
import { candleLength } from "@/shared/signal/moments";

type Candle = SignalDetail["candles"][number];

/** Candles that a signal has at most: the rules of the service (docs/signals.md). */
export const HORIZON = 10;
const BEFORE = 36;
const AFTER = 3;

export interface Bar {
  /** Seconds, at the candle's close: the moment that its signal was made at. */
  time: number;
  open: number;
  high: number;
  low: number;
  close: number;
}

export interface ChartModel {
  bars: Bar[];
  /** A source of one rate a day: drawn as a line with dots. */
  isLine: boolean;
  direction: SignalRead["direction"];
  status: SignalRead["status"];
  entry: number;
  stop: number;
  target: number;
  precision: number;
  /** Places of bars: the signal's own, and the last one that it may have. */
  start: number;
  end: number;
  /** Where it ended, or while it is open, the last close. */
  at: { place: number; price: number };
  /** What to show first, by places of bars. */
  shown: { from: number; to: number };
}

export function isClosesOnly(candles: readonly Candle[]): boolean {
  return candles.every(({ open, high, low, close }) => open === close && high === close && low === close);
}

/** Place of the signal's own candle. -1 if nothing so old is there. */
function placeOf(candles: readonly Candle[], moment: string): number {
  return candles.findLastIndex((candle) => Date.parse(candle.opened_at) <= Date.parse(moment));
}

/** Candles that closed after the signal's own, up to its end. */
export function candlesPassed(signal: SignalRead, candles: readonly Candle[]): number {
  const until = signal.resolved_at === null ? Number.POSITIVE_INFINITY : Date.parse(signal.resolved_at);
  const made = Date.parse(signal.candle_at);
  return candles.filter(({ opened_at: at }) => Date.parse(at) > made && Date.parse(at) < until).length;
}

function barsOf(candles: readonly Candle[], timeframe: string): Bar[] {
  const length = candleLength(timeframe);
  return candles.map(({ opened_at: at, open, high, low, close }) => ({
    time: Math.round((Date.parse(at) + length) / 1000),
    open: Number(open),
    high: Number(high),
    low: Number(low),
    close: Number(close),
  }));
}

/** Null where there is nothing to draw. */
export function chartModel(signal: SignalRead, candles: readonly Candle[]): ChartModel | null {
  const bars = barsOf(candles, signal.timeframe);
  const last = bars.at(-1);
  if (last === undefined) return null;
  const start = Math.max(0, placeOf(candles, signal.candle_at));
  const passed = candlesPassed(signal, candles);
  const isOpen = signal.status === "open";
  const end = start + Math.max(HORIZON, passed);
  const at = isOpen
    ? { place: bars.length - 1, price: last.close }
    : { place: Math.min(start + passed, bars.length - 1), price: Number(signal.exit_price ?? signal.entry) };
  return {
    bars,
    isLine: isClosesOnly(candles),
    direction: signal.direction,
    status: signal.status,
    entry: Number(signal.entry),
    stop: Number(signal.stop_loss),
    target: Number(signal.take_profit),
    precision: pricePrecision(signal.entry),
    start,
    end,
    at,
    shown: { from: Math.max(-1, start - BEFORE), to: end + AFTER },
  };
}
