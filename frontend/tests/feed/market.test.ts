import { expect, test } from "vitest";
import { marketOf } from "@/features/feed/market";
import { marketState, signalOf } from "./fixtures";

test("one open pair is an open market; nothing known yet is no closed one", () => {
  const both = { ...marketState(), pairs: [marketState({ is_open: false }), marketState()].flatMap((state) => state.pairs) };
  expect(marketOf(both, null)).toEqual({ kind: "open" });
  expect(marketOf(undefined, null)).toEqual({ kind: "open" });
});

test("a closed market opens with the first of its pairs", () => {
  const [late, soon] = ["2026-11-22T22:00:00+00:00", "2026-11-22T21:00:00+00:00"];
  const pairs = [late, soon].flatMap((at) => marketState({ is_open: false, opens_at: at }).pairs);
  expect(marketOf({ ...marketState(), pairs }, null)).toEqual({ kind: "closed", opensAt: soon });
});

test("a replay is told from what it left behind", () => {
  const running = marketState({ is_replay: true, moment: "2025-05-05T14:00:00+00:00" });
  expect(marketOf(running, null)).toEqual({ kind: "replay", moment: "2025-05-05T14:00:00+00:00" });
  expect(marketOf(marketState(), null, [signalOf({ replay: true })])).toEqual({ kind: "replayed" });
});
