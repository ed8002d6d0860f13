import { describe, expect, it } from "vitest";
import { pipsBetween, pipSize, pipsWon, pricePrecision, rAt, splitPrice } from "@/shared/format/price";

describe("splitPrice", () => {
  it.each([
    ["1.16243", "1.1624", "3"],
    ["155.127", "155.12", "7"],
    ["1.10000", "1.1000", "0"],
    ["155", "155", ""],
    ["", "", ""],
  ])("%s", (price, main, last) => {
    expect(splitPrice(price)).toEqual({ main, last });
  });
});

describe("precision and pip", () => {
  it("is what the string has", () => {
    expect(pricePrecision("1.16240")).toBe(5);
    expect(pricePrecision("155.127")).toBe(3);
    expect(pricePrecision("155")).toBe(0);
  });

  it("is coarser against the yen", () => {
    expect(pipSize("USD/JPY")).toBe(0.01);
    expect(pipSize("EURJPY")).toBe(0.01);
    expect(pipSize("EUR/USD")).toBe(0.0001);
  });

  it("counts pips with one decimal and no floating dust", () => {
    expect(pipsBetween("EUR/USD", "1.16243", "1.16526")).toBe(28.3);
    expect(pipsBetween("EUR/USD", "1.16243", "1.15986")).toBe(-25.7);
    expect(pipsBetween("USD/JPY", "155.127", "155.482")).toBe(35.5);
    expect(Object.is(pipsBetween("EUR/USD", "1.1", "1.1"), 0)).toBe(true);
  });

  it("wins by falling when it was sold", () => {
    expect(pipsWon("BUY", "EUR/USD", "1.16243", "1.16526")).toBe(28.3);
    expect(pipsWon("SELL", "GBP/USD", "1.31462", "1.31140")).toBe(32.2);
    expect(pipsWon("SELL", "GBP/USD", "1.31462", "1.31742")).toBe(-28);
    expect(Object.is(pipsWon("SELL", "EUR/USD", "1.1", "1.1"), 0)).toBe(true);
  });
});

describe("rAt", () => {
  const buy = { entry: "1.16243", stop_loss: "1.15986" };
  const sell = { entry: "155.127", stop_loss: "155.482" };

  it("is -1 at the stop and 0 at the entry, whatever the direction", () => {
    expect(rAt(buy, "1.15986")).toBe(-1);
    expect(rAt(sell, "155.482")).toBe(-1);
    expect(Object.is(rAt(buy, "1.16243"), 0)).toBe(true);
    expect(Object.is(rAt(sell, "155.127"), 0)).toBe(true);
  });

  it("is above zero where it should go", () => {
    expect(rAt(buy, "1.16526")).toBeCloseTo(1.101, 3);
    expect(rAt(sell, "154.719")).toBeCloseTo(1.149, 3);
    expect(rAt(sell, "155.300")).toBeCloseTo(-0.487, 3);
  });

  it("is null where nothing was risked", () => {
    expect(rAt({ entry: "1.1", stop_loss: "1.1" }, "1.2")).toBeNull();
  });
});
