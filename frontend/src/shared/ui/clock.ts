/** One clock for everything that counts on the screen: one timer by the minute, one by the second, each while somebody looks. */

import { useCallback, useSyncExternalStore } from "react";

export type Beat = "minute" | "second";

const lengths: Readonly<Record<Beat, number>> = { minute: 60_000, second: 1000 };

interface Ticker {
  now: number;
  listeners: Set<() => void>;
  timer: ReturnType<typeof setTimeout> | undefined;
}

const tickers: Readonly<Record<Beat, Ticker>> = {
  minute: { now: Date.now(), listeners: new Set(), timer: undefined },
  second: { now: Date.now(), listeners: new Set(), timer: undefined },
};

function tick(beat: Beat): void {
  const ticker = tickers[beat];
  ticker.now = Date.now();
  for (const tell of ticker.listeners) tell();
  arm(beat);
}

/** To the next full minute or second, so that all counters change together. */
function arm(beat: Beat): void {
  const ticker = tickers[beat];
  clearTimeout(ticker.timer);
  ticker.timer = undefined;
  if (ticker.listeners.size === 0 || document.hidden) return;
  const length = lengths[beat];
  ticker.timer = setTimeout(() => tick(beat), length - (Date.now() % length) + 5);
}

function wake(): void {
  if (document.hidden) return;
  tick("minute");
  tick("second");
}

function listen(beat: Beat, tell: () => void): () => void {
  const ticker = tickers[beat];
  if (tickers.minute.listeners.size + tickers.second.listeners.size === 0) document.addEventListener("visibilitychange", wake);
  ticker.listeners.add(tell);
  if (ticker.listeners.size === 1) {
    ticker.now = Date.now();
    arm(beat);
  }
  return () => {
    ticker.listeners.delete(tell);
    arm(beat);
    if (tickers.minute.listeners.size + tickers.second.listeners.size === 0) {
      document.removeEventListener("visibilitychange", wake);
    }
  };
}

/** Milliseconds now, renewed at every full minute or second. */
export function useNow(beat: Beat = "minute"): number {
  const subscribe = useCallback((tell: () => void) => listen(beat, tell), [beat]);
  return useSyncExternalStore(subscribe, () => current(beat));
}

/** Nobody listened for a while: what was kept is old by then. */
function current(beat: Beat): number {
  const ticker = tickers[beat];
  if (ticker.listeners.size === 0 && Date.now() - ticker.now >= lengths[beat]) ticker.now = Date.now();
  return ticker.now;
}
