import type { MarketState, SignalRead } from "@/shared/api/types";

let made = 0;

/** An open Buy of an hour's candle; what a test is about is given. */
export function signalOf(given: Partial<SignalRead> = {}): SignalRead {
  made += 1;
  return {
    id: `00000000-0000-4000-8000-${String(made).padStart(12, "0")}`,
    seq: made,
    model_id: "shadow-stack",
    pair: "EUR/USD",
    timeframe: "1h",
    direction: "BUY",
    entry: "1.16243",
    take_profit: "1.16526",
    stop_loss: "1.15986",
    confidence: 0.58,
    reasons: [],
    replay: false,
    candle_at: "2026-11-19T13:00:00+00:00",
    created_at: "2026-11-19T14:00:03+00:00",
    expires_at: "2026-11-20T00:00:00+00:00",
    status: "open",
    exit_price: null,
    resolved_at: null,
    hash: "9f3c41d7".padEnd(56, "0") + "77b1a0e2",
    ...given,
  };
}

/** The same, closed at its target, at its stop or in between. */
export function closedOf(status: "won" | "lost" | "expired", given: Partial<SignalRead> = {}): SignalRead {
  const signal = signalOf(given);
  const exit = { won: signal.take_profit, lost: signal.stop_loss, expired: "1.16200" }[status];
  return { ...signal, status, exit_price: exit, resolved_at: "2026-11-19T20:00:00+00:00" };
}

export function marketState(given: Partial<MarketState["pairs"][number]> = {}): MarketState {
  const pair = {
    pair: "EUR/USD",
    timeframe: "1h",
    source: "twelvedata",
    candles: 5000,
    newest_closed_at: "2026-11-19T14:00:00+00:00",
    moment: "2026-11-19T14:10:00+00:00",
    is_replay: false,
    is_open: true,
    opens_at: null,
    is_stale: false,
    gaps: 0,
    checked: 250,
    ...given,
  };
  return { server_time: "2026-11-19T14:10:00+00:00", pairs: [pair] };
}
