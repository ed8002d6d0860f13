import { describe, expect, test } from "vitest";
import { candlesPassed, chartModel, isClosesOnly } from "@/features/signal/chart/chart-model";
import type { SignalDetail } from "@/shared/api/types";
import { closedOf, signalOf } from "../feed/fixtures";

/** One an hour from 10:00 on; the signal's own is that of 13:00. */
function candles(count: number, spread = 0.0002): SignalDetail["candles"] {
  return Array.from({ length: count }, (_, at) => {
    const close = 1.16 + at / 1000;
    return {
      opened_at: new Date(Date.UTC(2026, 10, 19, 10 + at)).toISOString(),
      open: close.toFixed(5),
      high: (close + spread).toFixed(5),
      low: (close - spread).toFixed(5),
      close: close.toFixed(5),
    };
  });
}

describe("where a plan stands among the candles", () => {
  test("open: from its own candle to the last one that it may have", () => {
    const model = chartModel(signalOf(), candles(6));
    expect(model).toMatchObject({ start: 3, end: 13, at: { place: 5, price: 1.165 }, precision: 5, isLine: false });
    expect(model?.bars[3]?.time).toBe(Date.UTC(2026, 10, 19, 14) / 1000);
  });

  test("closed: it left at the candle that decided, at that price", () => {
    const won = closedOf("won"); // at 20:00
    expect(chartModel(won, candles(14))).toMatchObject({ start: 3, end: 13, at: { place: 9, price: 1.16526 } });
  });

  test("nothing to draw is null", () => {
    expect(chartModel(signalOf(), [])).toBeNull();
  });
});

test("candles are counted up to the one that decided", () => {
  expect(candlesPassed(signalOf(), candles(4))).toBe(0);
  expect(candlesPassed(signalOf(), candles(6))).toBe(2);
  expect(candlesPassed(closedOf("won"), candles(14))).toBe(6);
});

test("one rate a day is no candle", () => {
  expect(isClosesOnly(candles(3, 0))).toBe(true);
  expect(isClosesOnly(candles(3))).toBe(false);
});
