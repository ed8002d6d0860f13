/** A signal as numbers: what its rail, its result and a day's total are drawn from. */

import type { SignalRead } from "@/shared/api/types";
import { pipsBetween, pipsWon, rAt } from "@/shared/format/price";

/** What has to be known of a signal to draw it; rows of a public ledger have as much. */
export type Drawn = Pick<
  SignalRead,
  "direction" | "pair" | "entry" | "stop_loss" | "take_profit" | "exit_price" | "status"
>;

export interface RailPlan {
  entry: string;
  stop: string;
  target: string;
  status: SignalRead["status"];
  targetR: number;
  exitR: number | null;
  lastR: number | null;
}

/** Stop at -1, entry at 0: where target, exit and, while it is open, the last close stand. */
export function railOf(signal: Drawn, lastClose: string | null = null): RailPlan {
  const { entry, stop_loss: stop, take_profit: target, status } = signal;
  return {
    entry,
    stop,
    target,
    status,
    targetR: rAt(signal, target) ?? 1,
    exitR: closedR(signal),
    lastR: status === "open" && lastClose !== null ? rAt(signal, lastClose) : null,
  };
}

/** What it came to, in R; null while it is open. */
export function closedR(signal: Drawn): number | null {
  return signal.exit_price === null ? null : rAt(signal, signal.exit_price);
}

/** What several came to together, expired ones too. */
export function netR(signals: readonly Drawn[]): number {
  const sum = signals.reduce((total, signal) => total + (closedR(signal) ?? 0), 0);
  return Math.round(sum * 100) / 100 + 0;
}

export interface PlanPips {
  risk: number;
  reward: number;
  /** Null while it is open. */
  won: number | null;
}

export function pipsOf({ direction, pair, entry, stop_loss, take_profit, exit_price }: Drawn): PlanPips {
  return {
    risk: Math.abs(pipsBetween(pair, entry, stop_loss)),
    reward: Math.abs(pipsBetween(pair, entry, take_profit)),
    won: exit_price === null ? null : pipsWon(direction, pair, entry, exit_price),
  };
}
