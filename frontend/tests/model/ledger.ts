/** A ledger as the API gives it, made by hand: signals that close in another order than they were published in. */

import { GENESIS, type OutcomeLink, outcomeHash, signalHash, type SignalLink, type WholeSignal } from "@/features/model/chain";
import { PAGE } from "@/features/model/verify";
import type { LedgerHead, LedgerPage } from "@/shared/api/types";

export interface Ledger {
  signals: SignalLink[];
  resolutions: OutcomeLink[];
}

const moment = (seq: number) => new Date(Date.UTC(2026, 0, 1) + seq * 3_600_000).toISOString().replace("Z", "000Z");

async function signalAt(seq: number, prevHash: string): Promise<WholeSignal> {
  const made: WholeSignal = {
    seq,
    prev_hash: prevHash,
    hash: "",
    id: `00000000-0000-4000-8000-${String(seq).padStart(12, "0")}`,
    model_id: "shadow-stack",
    pair: "EUR/USD",
    timeframe: "1h",
    direction: seq % 2 === 0 ? "BUY" : "SELL",
    entry: "1.10000",
    take_profit: seq % 2 === 0 ? "1.11000" : "1.09000",
    stop_loss: seq % 2 === 0 ? "1.09000" : "1.11000",
    confidence: 0.5731,
    reasons: [{ feature: "rsi_14", value: "28.4", effect: "+0.0412" }],
    replay: false,
    candle_at: moment(seq),
    created_at: moment(seq + 1),
    expires_at: moment(seq + 20),
    model_version: "1",
    feature_hash: "f",
    salt: String(seq).padStart(32, "0"),
  };
  return { ...made, hash: await signalHash(made) };
}

async function outcomeOf(signal: WholeSignal, seq: number, prevHash: string): Promise<OutcomeLink> {
  const status = seq % 3 === 0 ? "won" : "lost";
  const made: OutcomeLink = {
    seq,
    signal_seq: signal.seq,
    prev_hash: prevHash,
    hash: "",
    signal_hash: signal.hash,
    status,
    exit_price: status === "won" ? signal.take_profit : signal.stop_loss,
    resolved_at: moment(signal.seq + 10),
  };
  return { ...made, hash: await outcomeHash(made) };
}

/** `length` signals; all but the last `open` have closed, each second pair in turned order. */
export async function makeLedger(length: number, open = 0): Promise<Ledger> {
  const signals: WholeSignal[] = [];
  for (let seq = 1; seq <= length; seq++) signals.push(await signalAt(seq, signals.at(-1)?.hash ?? GENESIS));
  const closed = signals.slice(0, length - open);
  for (let at = 0; at + 1 < closed.length; at += 4) [closed[at], closed[at + 1]] = [closed[at + 1]!, closed[at]!];
  const resolutions: OutcomeLink[] = [];
  for (const [at, signal] of closed.entries()) {
    resolutions.push(await outcomeOf(signal, at + 1, resolutions.at(-1)?.hash ?? GENESIS));
  }
  return { signals, resolutions };
}

/** What those who do not hold the model see of an open signal. */
export function seal({ seq, prev_hash, hash, candle_at, created_at }: SignalLink): SignalLink {
  return { seq, prev_hash, hash, candle_at, created_at };
}

export function headOf({ signals, resolutions }: Ledger): LedgerHead {
  const link = (row: { seq: number; hash: string } | undefined) => ({ seq: row?.seq ?? 0, hash: row?.hash ?? GENESIS });
  return { model_id: "shadow-stack", signals: link(signals.at(-1)), resolutions: link(resolutions.at(-1)) };
}

export function pageOf(ledger: Ledger, from: number, limit = PAGE): LedgerPage {
  const isOn = ({ seq }: { seq: number }) => seq >= from && seq < from + limit;
  const longest = Math.max(ledger.signals.length, ledger.resolutions.length);
  return {
    model_id: "shadow-stack",
    signals: ledger.signals.filter(isOn),
    resolutions: ledger.resolutions.filter(isOn),
    head: headOf(ledger),
    next_from: from + limit <= longest ? from + limit : null,
  };
}
