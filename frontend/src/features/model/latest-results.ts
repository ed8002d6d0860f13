/** The newest results of a public ledger, as they come: nothing is picked. */

import { isWhole, type OutcomeLink, type SignalLink, type WholeSignal } from "@/features/model/chain";
import { PAGE, pageStarts, PAST_END } from "@/features/model/verify";
import type { LedgerPage } from "@/shared/api/types";
import type { Drawn } from "@/shared/signal/plan";

export interface LedgerResult {
  seq: number;
  isReplay: boolean;
  resolvedAt: string;
  drawn: Drawn;
}

/** As many as a screen holds. */
export const SHOWN = 6;

function resultOf(outcome: OutcomeLink, signal: WholeSignal): LedgerResult {
  const { pair, direction, entry, stop_loss, take_profit, replay } = signal;
  const { status, exit_price, resolved_at: resolvedAt } = outcome;
  const drawn = { pair, entry, stop_loss, take_profit, status, exit_price, direction: direction === "BUY" ? "BUY" : "SELL" } as const;
  return { seq: signal.seq, isReplay: replay, resolvedAt, drawn };
}

/** Newest first, and how many have closed in all. A result stands in the order of closing, its signal in that of publication. */
export async function latestResults(page: (from: number) => Promise<LedgerPage>): Promise<{ all: number; results: LedgerResult[] }> {
  const { head } = await page(PAST_END);
  const all = head.resolutions.seq;
  if (all === 0) return { all, results: [] };
  const newest = await page(Math.max(1, all - PAGE + 1));
  const outcomes = newest.resolutions
    .filter(({ seq }) => seq <= all)
    .sort((one, other) => other.seq - one.seq)
    .slice(0, SHOWN);
  const signals = new Map<number, SignalLink>(newest.signals.map((signal) => [signal.seq, signal]));
  for (const start of pageStarts(outcomes.map((outcome) => outcome.signal_seq).filter((seq) => !signals.has(seq)))) {
    for (const signal of (await page(start)).signals) signals.set(signal.seq, signal);
  }
  const results = outcomes.flatMap((outcome) => {
    const signal = signals.get(outcome.signal_seq);
    return signal !== undefined && isWhole(signal) ? [resultOf(outcome, signal)] : [];
  });
  return { all, results };
}
