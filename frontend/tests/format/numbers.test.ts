import { beforeEach, describe, expect, it } from "vitest";
import * as numbers from "@/shared/format/numbers";
import { groupDigits, hashStart, serialNumber, shortHash } from "@/shared/format/ids";
import { setLanguage } from "@/shared/i18n/language";

const space = "\u00a0";
/** Engines group by one of two no-break spaces. */
const plain = (text: string) => text.replaceAll("\u202f", space);

describe("in English", () => {
  beforeEach(() => setLanguage("en"));

  it("writes rates with one decimal", () => {
    expect(numbers.rate(0.509)).toBe("50.9%");
    expect(numbers.rate(0)).toBe("0.0%");
    expect(numbers.rate(1)).toBe("100.0%");
    expect(numbers.rateNumber(0.45)).toBe("45.0");
    expect(numbers.interval(0.486, 0.532)).toBe("48.6–53.2");
    expect(numbers.percent(0.58)).toBe("58%");
  });

  it("always signs R and results, with a true minus", () => {
    expect(numbers.rMultiple(1.1)).toBe("+1.10R");
    expect(numbers.rMultiple(-1)).toBe("−1.00R");
    expect(numbers.rMultiple(-22.7, 1)).toBe("−22.7R");
    expect(numbers.rMultiple(197, 0)).toBe("+197R");
    expect(numbers.signedPips(28.3)).toBe(`+28.3${space}pips`);
    expect(numbers.signedPips(-1)).toBe(`−1.0${space}pip`);
    expect(numbers.signed(-0.12)).toBe("−0.12");
    expect(numbers.countChange(312)).toBe("+312");
  });

  it("gives zero no sign, also what rounds to it", () => {
    expect(numbers.rMultiple(0)).toBe("0.00R");
    expect(numbers.rMultiple(-0)).toBe("0.00R");
    expect(numbers.rMultiple(-0.001)).toBe("0.00R");
    expect(numbers.decimal(-0.001)).toBe("0.00");
    expect(numbers.countChange(0)).toBe("0");
  });

  it("signs no distance, count or plain number", () => {
    expect(numbers.pips(25.7)).toBe(`25.7${space}pips`);
    expect(numbers.pips(-25.7)).toBe(`25.7${space}pips`);
    expect(numbers.count(100_482)).toBe("100,482");
    expect(numbers.sampleSize(1792)).toBe(`n${space}1,792`);
    expect(numbers.decimal(1.24)).toBe("1.24");
    expect(numbers.decimal(-0.12)).toBe("−0.12");
  });
});

describe("in Russian", () => {
  beforeEach(() => setLanguage("ru"));

  it("writes a comma, spaced per cents and the forms of pips", () => {
    expect(plain(numbers.rate(0.509))).toBe(`50,9${space}%`);
    expect(numbers.interval(0.486, 0.532)).toBe("48,6–53,2");
    expect(plain(numbers.percent(0.58))).toBe(`58${space}%`);
    expect(numbers.rMultiple(-1)).toBe("−1,00R");
    expect(numbers.signedPips(28.3)).toBe(`+28,3${space}пункта`);
    expect(numbers.signedPips(-1)).toBe(`−1,0${space}пункт`);
    expect(numbers.pips(5)).toBe(`5,0${space}пунктов`);
  });

  it("groups thousands by spaces", () => {
    expect(plain(numbers.count(100_482))).toBe(`100${space}482`);
    expect(plain(numbers.sampleSize(1792))).toBe(`n${space}=${space}1${space}792`);
    expect(plain(serialNumber(1811))).toBe(`№${space}1${space}811`);
  });
});

describe("ids", () => {
  it("are grouped by threes from the right", () => {
    expect(groupDigits(7_000_012_345)).toBe(["7", "000", "012", "345"].join(space));
    expect(groupDigits("123")).toBe("123");
    expect(groupDigits(1234)).toBe(`1${space}234`);
  });

  it("are shortened only when something is left out", () => {
    expect(shortHash(`9f3c41d7${"0".repeat(48)}77b1a0e2`)).toBe("9f3c41d7…77b1a0e2");
    expect(shortHash("9f3c41d777b1a0e2")).toBe("9f3c41d777b1a0e2");
    expect(hashStart("9f3c41d777b1a0e2")).toBe("9f3c41d7");
  });

  it("of the ledger are counted", () => {
    setLanguage("en");
    expect(serialNumber(1793)).toBe("#1,793");
  });
});
