import { describe, expect, it } from "vitest";
import { axisPlace, axisTicks, intervalGeometry, sharedAxis } from "@/shared/ui/interval-geometry";
import { railGeometry } from "@/shared/ui/rail-geometry";

describe("rail", () => {
  const plan = { stopR: -1, targetR: 1.1 } as const;
  const entry = 47.62;

  it("puts the entry where the stop and the target are to scale", () => {
    expect(railGeometry({ ...plan, status: "open" })).toEqual({ entry, fill: null, tick: null });
    expect(railGeometry({ stopR: -1, targetR: 3, status: "open" }).entry).toBe(25);
    expect(railGeometry({ stopR: -1, targetR: 1, status: "open" }).entry).toBe(50);
  });

  it("fills from the entry to the last close, to either side", () => {
    const up = railGeometry({ ...plan, status: "open", lastR: 0.46 });
    expect(up).toEqual({ entry, fill: { from: entry, to: 69.52, tone: "won" }, tick: 69.52 });
    const down = railGeometry({ ...plan, status: "open", lastR: -0.5 });
    expect(down).toEqual({ entry, fill: { from: 23.81, to: entry, tone: "lost" }, tick: 23.81 });
  });

  it("fills all the way for what was won or lost", () => {
    expect(railGeometry({ ...plan, status: "won", exitR: 1.1 }).fill).toEqual({ from: entry, to: 100, tone: "won" });
    expect(railGeometry({ ...plan, status: "lost", exitR: -1 }).fill).toEqual({ from: 0, to: entry, tone: "lost" });
  });

  it("shows in grey how far something came that expired", () => {
    const drawn = railGeometry({ ...plan, status: "expired", exitR: -0.34 });
    expect(drawn).toEqual({ entry, fill: { from: 31.43, to: entry, tone: "neutral" }, tick: 31.43 });
    expect(railGeometry({ ...plan, status: "expired" }).fill).toBeNull();
  });

  it("draws a gap beyond the stop or the target at that end", () => {
    expect(railGeometry({ ...plan, status: "open", lastR: -1.4 }).tick).toBe(0);
    expect(railGeometry({ ...plan, status: "open", lastR: 9 }).tick).toBe(100);
  });
});

describe("interval", () => {
  const measured = { hit_rate: 0.509, ci_low: 0.486, ci_high: 0.532, cs_low: 0.462, baseline: 0.45 };

  it("puts everything on the axis", () => {
    expect(intervalGeometry(measured, [0.4, 0.6])).toEqual({ rate: 54.5, low: 43, high: 66, tail: 31, chance: 25 });
  });

  it("has no tail without a bound, nor for one inside of the interval", () => {
    expect(intervalGeometry({ ...measured, cs_low: null }, [0.4, 0.6]).tail).toBeNull();
    expect(intervalGeometry({ ...measured, cs_low: undefined }, [0.4, 0.6]).tail).toBeNull();
    expect(intervalGeometry({ ...measured, cs_low: 0.49 }, [0.4, 0.6]).tail).toBeNull();
  });

  it("keeps to the ends of the axis", () => {
    expect(axisPlace([0.4, 0.6], 0.1)).toBe(0);
    expect(axisPlace([0.4, 0.6], 0.9)).toBe(100);
  });

  it("shares an axis that holds every tail, whisker and chance", () => {
    const wide = { hit_rate: 0.615, ci_low: 0.425, ci_high: 0.776, cs_low: 0.3, baseline: 0.45 };
    expect(sharedAxis([measured, wide])).toEqual([0.28, 0.8]);
  });

  it("gives one narrow rate some room, and stays within 0 and 1", () => {
    const [low, high] = sharedAxis([measured]);
    expect(high - low).toBeGreaterThanOrEqual(0.16);
    expect(low).toBeLessThan(0.45);
    expect(sharedAxis([{ hit_rate: 1, ci_low: 0.1, ci_high: 1, cs_low: 0, baseline: 0.45 }])).toEqual([0, 1]);
    expect(sharedAxis([])).toEqual([0.4, 0.6]);
  });

  it("writes few and even per cents under it", () => {
    expect(axisTicks([0.4, 0.6])).toEqual([0.4, 0.44, 0.48, 0.52, 0.56, 0.6]);
    expect(axisTicks([0.28, 0.8])).toEqual([0.3, 0.4, 0.5, 0.6, 0.7, 0.8]);
    expect(axisTicks([0, 1])).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
  });
});
