/** Checks a model's ledger in the browser, against the heads that this device kept. Pure but for the pages it asks for. */

import { GENESIS, isWhole, type OutcomeLink, outcomeHash, type SignalLink, signalHash } from "@/features/model/chain";
import type { KeptHead } from "@/features/model/kept-heads";
import type { LedgerHead, LedgerPage } from "@/shared/api/types";

export type ChainName = "signals" | "resolutions";

/**
 * `hash`: the row does not have its hash. `link`: it does not follow on the row before. `missing`: no such row.
 * `head`: the newest row is not the one that the head names. `kept`: not the row that was seen earlier. `short`: the ledger
 * ends before a row that was seen. `outcome`: how a signal ended was written to another signal. `hidden`: a closed signal is
 * not shown.
 */
export type Why = "hash" | "link" | "missing" | "head" | "kept" | "short" | "outcome" | "hidden";

export interface Break {
  chain: ChainName;
  seq: number;
  why: Why;
  /** When the head was seen, for `kept` and `short`. */
  keptAt?: number;
}

export interface Report {
  head: LedgerHead;
  /** Kept heads that were compared, whether they match or not. */
  heads: number;
  /** Rows whose hash was computed anew. */
  signals: number;
  outcomes: number;
  /** Open signals of which only the links are shown. */
  sealed: number;
  breaks: Break[];
}

export interface Progress {
  done: number;
  all: number;
}

export interface VerifyOptions {
  kept: readonly KeptHead[];
  page: (from: number) => Promise<LedgerPage>;
  onProgress?: (progress: Progress) => void;
}

/** Rows a page, in each chain: the most that the API gives. */
export const PAGE = 100;
/** Past the end of any ledger, while a page from there still counts in 32 bits: an answer with nothing but the head. */
export const PAST_END = 2 ** 31 - 1 - PAGE;
/** Newest rows of each chain that are looked at besides those that kept heads name. */
const NEWEST = 100;

const CHAINS = ["signals", "resolutions"] as const;

/** Where pages have to begin so that every wanted row is on one: as few as possible, the newest first. */
export function pageStarts(wanted: Iterable<number>): number[] {
  const starts: number[] = [];
  let covered = Number.POSITIVE_INFINITY;
  for (const seq of [...new Set(wanted)].sort((one, other) => other - one)) {
    if (seq >= covered) continue;
    covered = Math.max(1, seq - PAGE + 1);
    starts.push(covered);
  }
  return starts;
}

function newest({ seq }: { seq: number }): number[] {
  const length = Math.min(seq, NEWEST);
  return Array.from({ length }, (_, at) => seq - at);
}

/** A row that lacks a field has no hash at all. */
async function hasHash<Row extends { hash: string }>(row: Row, hashOf: (row: Row) => Promise<string>): Promise<boolean> {
  try {
    return (await hashOf(row)) === row.hash;
  } catch {
    return false;
  }
}

class Check {
  readonly breaks: Break[] = [];
  readonly rows = { signals: new Map<number, SignalLink>(), resolutions: new Map<number, OutcomeLink>() };
  computed = { signals: 0, resolutions: 0 };

  constructor(private readonly head: LedgerHead) {}

  say(chain: ChainName, seq: number, why: Why, keptAt?: number): void {
    const isSaid = this.breaks.some((one) => one.chain === chain && one.seq === seq && one.why === why);
    if (!isSaid) this.breaks.push({ chain, seq, why, ...(keptAt !== undefined && { keptAt }) });
  }

  /** Take a page's rows in, and name those of its stretch that are not there. */
  take(page: LedgerPage, start: number): void {
    for (const row of page.signals) this.rows.signals.set(row.seq, row);
    for (const row of page.resolutions) this.rows.resolutions.set(row.seq, row);
    for (const chain of CHAINS) {
      const end = Math.min(start + PAGE - 1, this.head[chain].seq);
      for (let seq = start; seq <= end; seq++) if (!this.rows[chain].has(seq)) this.say(chain, seq, "missing");
    }
  }

  /** Compute every hash of a page anew. */
  async compute(page: LedgerPage): Promise<void> {
    for (const row of page.signals.filter(isWhole)) {
      this.computed.signals++;
      if (!(await hasHash(row, signalHash))) this.say("signals", row.seq, "hash");
    }
    for (const row of page.resolutions) {
      this.computed.resolutions++;
      if (!(await hasHash(row, outcomeHash))) this.say("resolutions", row.seq, "hash");
    }
  }

  follow(): void {
    for (const chain of CHAINS) {
      const rows: ReadonlyMap<number, SignalLink | OutcomeLink> = this.rows[chain];
      for (const [seq, row] of rows) {
        const before = seq === 1 ? GENESIS : rows.get(seq - 1)?.hash;
        if (before !== undefined && before !== row.prev_hash) this.say(chain, seq, "link");
      }
      const { seq, hash } = this.head[chain];
      const last = rows.get(seq);
      if (last !== undefined && last.hash !== hash) this.say(chain, seq, "head");
    }
  }

  /** What was written after the head may belong to a signal that was read while it was still open. */
  outcomes(): void {
    for (const outcome of this.rows.resolutions.values()) {
      const signal = this.rows.signals.get(outcome.signal_seq);
      if (signal === undefined || outcome.seq > this.head.resolutions.seq) continue;
      if (signal.hash !== outcome.signal_hash) this.say("resolutions", outcome.seq, "outcome");
      if (!isWhole(signal)) this.say("signals", signal.seq, "hidden");
    }
  }

  kept(heads: readonly KeptHead[]): void {
    for (const head of heads) {
      for (const chain of CHAINS) {
        const { seq, hash } = head[chain];
        const row = this.rows[chain].get(seq);
        if (seq > this.head[chain].seq) this.say(chain, seq, "short", head.at);
        else if (row !== undefined && row.hash !== hash) this.say(chain, seq, "kept", head.at);
      }
    }
  }
}

/** Reads what is needed of the ledger, newest first, and checks all of it. Raises what `page` raises. */
export async function verifyLedger({ kept, page, onProgress }: VerifyOptions): Promise<Report> {
  const { head } = await page(PAST_END);
  const isThere = (chain: ChainName) => (one: KeptHead) => (one[chain].seq > 0 && one[chain].seq <= head[chain].seq ? [one[chain].seq] : []);
  const wanted = CHAINS.flatMap((chain) => [...newest(head[chain]), ...kept.flatMap(isThere(chain))]);
  const starts = pageStarts(wanted);
  const check = new Check(head);
  for (const [at, start] of starts.entries()) {
    onProgress?.({ done: at, all: starts.length });
    const answered = await page(start);
    check.take(answered, start);
    await check.compute(answered);
  }
  onProgress?.({ done: starts.length, all: starts.length });
  check.follow();
  check.outcomes();
  check.kept(kept);
  const sealed = [...check.rows.signals.values()].filter((row) => !isWhole(row)).length;
  const { signals, resolutions: outcomes } = check.computed;
  return { head, heads: kept.length, signals, outcomes, sealed, breaks: check.breaks };
}
