import { describe, expect, it } from "vitest";
import { canonicalJson, type Json } from "@/features/model/canonical";
import { chainHash, GENESIS, outcomeHash, signalHash, type OutcomeLink, type WholeSignal } from "@/features/model/chain";
import { vectors } from "./vectors";

/** The example of docs/verify.md. */
const signal: WholeSignal = {
  seq: 1,
  prev_hash: GENESIS,
  id: "0b9d3f0a-6a52-4a8e-9a1c-0d7f6c1f2e11",
  model_id: "shadow-stack",
  pair: "EUR/USD",
  timeframe: "1d",
  direction: "BUY",
  entry: "1.08450",
  take_profit: "1.09350",
  stop_loss: "1.07550",
  confidence: 0.5731,
  reasons: [{ feature: "rsi_14", value: "28.4", effect: "+0.0412" }],
  replay: false,
  candle_at: "2026-03-01T23:00:00.000000Z",
  created_at: "2026-03-02T15:00:04.120981Z",
  expires_at: "2026-03-16T15:00:00.000000Z",
  model_version: "3f9ac1",
  feature_hash: "7d1e02",
  salt: "c1b7f0a2944e5d3862b0a9e14f7d8c35",
  hash: "c311c56b8fc5b140566e64022ae5b5a10b5b804c1889b961916981a6e91c9f35",
};

const outcome: OutcomeLink = {
  seq: 1,
  signal_seq: 1,
  prev_hash: GENESIS,
  signal_hash: signal.hash,
  status: "won",
  exit_price: "1.09350",
  resolved_at: "2026-03-06T15:00:00.000000Z",
  hash: "5cba5328599477e0b771a75906c86170b3a33aa171df34952dc7c83a6d0a4ae3",
};

describe("canonical JSON and the chain on it", () => {
  it.each(vectors)("writes and hashes what the server does: $text", async ({ value, prev, text, hash }) => {
    expect(canonicalJson(value)).toBe(text);
    expect(await chainHash(prev, value)).toBe(hash);
  });

  it("gives the hashes of the documented example, whatever the order of its fields", async () => {
    expect(await signalHash(signal)).toBe(signal.hash);
    expect(await outcomeHash(outcome)).toBe(outcome.hash);
    const turned = Object.fromEntries(Object.entries(signal).reverse()) as WholeSignal;
    expect(await signalHash(turned)).toBe(signal.hash);
    expect(await signalHash({ ...signal, entry: "1.08451" })).not.toBe(signal.hash);
  });

  it("refuses what JSON has not", () => {
    expect(() => canonicalJson({ a: Number.NaN })).toThrow(TypeError);
    expect(() => canonicalJson({ a: undefined } as unknown as Json)).toThrow(TypeError);
  });
});
