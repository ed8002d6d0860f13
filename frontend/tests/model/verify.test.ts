import { beforeAll, describe, expect, it } from "vitest";
import { signalHash, type WholeSignal } from "@/features/model/chain";
import type { KeptHead } from "@/features/model/kept-heads";
import { pageStarts, type Progress, verifyLedger } from "@/features/model/verify";
import { headOf, type Ledger, makeLedger, pageOf, seal } from "./ledger";

const LENGTH = 330;
let ledger: Ledger;

beforeAll(async () => {
  ledger = await makeLedger(LENGTH, 5);
});

const copy = (): Ledger => ({ signals: [...ledger.signals], resolutions: [...ledger.resolutions] });

function keptAt(seq: number, outcomes: number): KeptHead {
  const { signals, resolutions } = headOf({
    signals: ledger.signals.slice(0, seq),
    resolutions: ledger.resolutions.slice(0, outcomes),
  });
  return { at: 1000 + seq, signals, resolutions };
}

async function verify(shown: Ledger, kept: KeptHead[] = []) {
  const asked: number[] = [];
  const progress: Progress[] = [];
  const report = await verifyLedger({
    kept,
    page: (from) => {
      asked.push(from);
      return Promise.resolve(pageOf(shown, from));
    },
    onProgress: (step) => progress.push(step),
  });
  return { report, asked, progress };
}

describe("pages to read", () => {
  it("covers every wanted row with as few pages as possible", () => {
    expect(pageStarts([])).toEqual([]);
    expect(pageStarts([1])).toEqual([1]);
    expect(pageStarts([330, 231, 230, 5, 5])).toEqual([231, 131, 1]);
  });
});

describe("verifying a ledger", () => {
  it("confirms a whole ledger and the heads that were kept of it", async () => {
    const { report, asked, progress } = await verify(ledger, [keptAt(12, 4), keptAt(20, 11), keptAt(LENGTH, 325)]);
    expect(report.breaks).toEqual([]);
    expect(report.heads).toBe(3);
    expect(report.signals).toBeGreaterThanOrEqual(100);
    expect(report.outcomes).toBeGreaterThanOrEqual(100);
    expect(report.sealed).toBe(0);
    // The head, the newest of both chains, and the one old page that two heads need.
    expect(asked.length).toBe(4);
    expect(progress.at(-1)).toEqual({ done: 3, all: 3 });
  });

  it("follows the links of open signals that are not shown", async () => {
    const shown = copy();
    shown.signals = shown.signals.map((signal) => (signal.seq > LENGTH - 5 ? seal(signal) : signal));
    const { report } = await verify(shown);
    expect(report.breaks).toEqual([]);
    expect(report.sealed).toBe(5);
  });

  it("has nothing to say about an empty ledger", async () => {
    const { report } = await verify({ signals: [], resolutions: [] });
    expect(report).toMatchObject({ heads: 0, signals: 0, outcomes: 0, sealed: 0, breaks: [] });
  });

  it("names a row whose fields were changed", async () => {
    const shown = copy();
    shown.signals[319] = { ...(shown.signals[319] as WholeSignal), entry: "1.20000" };
    const { report } = await verify(shown);
    expect(report.breaks).toEqual([{ chain: "signals", seq: 320, why: "hash" }]);
  });

  it("names the row after one that was rewritten with a hash of its own", async () => {
    const shown = copy();
    const forged = { ...(shown.signals[319] as WholeSignal), entry: "1.20000" };
    shown.signals[319] = { ...forged, hash: await signalHash(forged) };
    const { report } = await verify(shown);
    const said = report.breaks.map(({ chain, seq, why }) => `${chain} ${seq} ${why}`);
    expect(said).toContain("signals 321 link");
    expect(said.some((one) => /^resolutions \d+ outcome$/.test(one))).toBe(true);
  });

  it("names a row that is missing, and a closed signal that is still not shown", async () => {
    const shown = copy();
    shown.resolutions = shown.resolutions.filter(({ seq }) => seq !== 300);
    shown.signals = shown.signals.map((signal) => (signal.seq === 310 ? seal(signal) : signal));
    const { report } = await verify(shown);
    expect(report.breaks).toEqual(
      expect.arrayContaining([
        { chain: "resolutions", seq: 300, why: "missing" },
        { chain: "signals", seq: 310, why: "hidden" },
      ]),
    );
  });

  it("finds a ledger that was written anew from beginning to end only by the heads that were kept", async () => {
    const other = await makeLedger(LENGTH, 9);
    const first = other.signals[0] as WholeSignal;
    expect(first.hash).toBe(ledger.signals[0]?.hash);
    const forged = await rewritten(other);
    expect((await verify(forged)).report.breaks).toEqual([]);
    const { report } = await verify(forged, [keptAt(12, 0), keptAt(50, 0)]);
    expect(report.breaks).toEqual([
      { chain: "signals", seq: 12, why: "kept", keptAt: 1012 },
      { chain: "signals", seq: 50, why: "kept", keptAt: 1050 },
    ]);
  });

  it("finds a ledger that was cut at its end", async () => {
    const cut: Ledger = { signals: ledger.signals.slice(0, 320), resolutions: ledger.resolutions.slice(0, 300) };
    const { report } = await verify(cut, [keptAt(LENGTH, 310)]);
    expect(report.breaks).toEqual([
      { chain: "signals", seq: LENGTH, why: "short", keptAt: 1000 + LENGTH },
      { chain: "resolutions", seq: 310, why: "short", keptAt: 1000 + LENGTH },
    ]);
  });

  it("names a newest row that is not the head's", async () => {
    const page = (from: number) =>
      Promise.resolve({ ...pageOf(ledger, from), head: { ...headOf(ledger), signals: { seq: LENGTH, hash: "f".repeat(64) } } });
    const { breaks } = await verifyLedger({ kept: [], page });
    expect(breaks).toEqual([{ chain: "signals", seq: LENGTH, why: "head" }]);
  });
});

/** The same signals with another salt each: whole in itself, and another ledger. */
async function rewritten({ signals }: Ledger): Promise<Ledger> {
  const made: WholeSignal[] = [];
  for (const signal of signals as WholeSignal[]) {
    const next = { ...signal, salt: "another", prev_hash: made.at(-1)?.hash ?? signal.prev_hash };
    made.push({ ...next, hash: await signalHash(next) });
  }
  return { signals: made, resolutions: [] };
}
