import { describe, expect, test } from "vitest";
import { closedR, netR, pipsOf, railOf } from "@/shared/signal/plan";
import { closedOf, signalOf } from "../feed/fixtures";

const sell = { direction: "SELL", pair: "USD/JPY", entry: "155.127", stop_loss: "155.482", take_profit: "154.719" } as const;

describe("a rail runs from the stop to the target, for Buy and Sell alike", () => {
  test("open: target and last close in R", () => {
    const buy = railOf(signalOf(), "1.16361");
    expect([buy.targetR.toFixed(2), buy.lastR?.toFixed(2), buy.exitR]).toEqual(["1.10", "0.46", null]);
    const sold = railOf(signalOf(sell), "155.482");
    expect([sold.targetR.toFixed(2), sold.lastR]).toEqual(["1.15", -1]);
  });

  test("closed: how far it went, whatever the last close is", () => {
    const rail = railOf(closedOf("expired"), "1.16526");
    expect([rail.exitR?.toFixed(2), rail.lastR]).toEqual(["-0.17", null]);
  });
});

test("pips are distances in a plan and signed in a result", () => {
  expect(pipsOf(signalOf())).toEqual({ risk: 25.7, reward: 28.3, won: null });
  expect(pipsOf(closedOf("won", sell))).toEqual({ risk: 35.5, reward: 40.8, won: 40.8 });
  expect(pipsOf(closedOf("lost")).won).toBe(-25.7);
});

test("several together, losses as they are", () => {
  expect(closedR(signalOf())).toBeNull();
  expect(netR([closedOf("lost"), closedOf("lost"), signalOf()])).toBe(-2);
  expect(netR([])).toBe(0);
});
