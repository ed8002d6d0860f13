/** What the market's state means to a list of signals. */

import type { MarketState, SignalRead } from "@/shared/api/types";

export type Market =
  | { kind: "open" }
  | { kind: "closed"; opensAt: string | null }
  /** Past prices are played back; `moment` is now in them. */
  | { kind: "replay"; moment: string }
  /** The replay has come to its end; what it left open stays open. */
  | { kind: "replayed" };

const latest = (moments: readonly string[]): string => moments.reduce((one, other) => (Date.parse(other) > Date.parse(one) ? other : one));

/** The state of all pairs, or of one, over a list of open signals. */
export function marketOf(
  state: MarketState | undefined,
  pair: string | null,
  open: readonly Pick<SignalRead, "replay">[] = [],
): Market {
  const pairs = (state?.pairs ?? []).filter((one) => pair === null || one.pair === pair);
  const replayed = pairs.filter((one) => one.is_replay);
  if (replayed.length > 0) return { kind: "replay", moment: latest(replayed.map((one) => one.moment)) };
  if (pairs.length > 0 && open.some((signal) => signal.replay)) return { kind: "replayed" };
  if (pairs.length === 0 || pairs.some((one) => one.is_open)) return { kind: "open" };
  const openings = pairs.map((one) => one.opens_at).filter((at) => at !== null);
  const first = openings.sort((one, other) => Date.parse(one) - Date.parse(other))[0];
  return { kind: "closed", opensAt: first ?? null };
}
