import { describe, expect, test } from "vitest";
import { narrowedBy, passes, readFilter, WIDE, writeFilter } from "@/features/feed/filter";
import { signalOf } from "./fixtures";

describe("the filter in the address", () => {
  test("comes back as it was written", () => {
    const filter = { show: "closed", pair: "EUR/USD", modelId: "shadow-stack", confidence: 55 } as const;
    expect(readFilter(new URLSearchParams(writeFilter(filter).toString()))).toEqual(filter);
  });

  test("of nothing is an empty address", () => {
    expect(writeFilter({ show: "all", ...WIDE }).toString()).toBe("");
    expect(readFilter(new URLSearchParams())).toEqual({ show: "all", ...WIDE });
  });

  test.each(["show=x", "pair=eurusd", "pair=EUR/USD%3B", "model=../x", "confidence=1e9", "confidence=-1", "confidence=5.5"])(
    "takes nothing from %s",
    (search) => {
      const { show, ...narrowing } = readFilter(new URLSearchParams(search));
      expect([show, narrowedBy(narrowing)]).toEqual(["all", 0]);
    },
  );
});

test("a signal passes by pair, model and rounded confidence", () => {
  const signal = signalOf({ confidence: 0.55 });
  expect(passes(signal, { pair: "EUR/USD", modelId: "shadow-stack", confidence: 55 })).toBe(true);
  expect(passes(signal, { ...WIDE, pair: "USD/JPY" })).toBe(false);
  expect(passes(signal, { ...WIDE, modelId: "gray-cardinal" })).toBe(false);
  expect(passes(signal, { ...WIDE, confidence: 56 })).toBe(false);
});
