import { afterEach, describe, expect, it } from "vitest";
import { axesOf, diagonal, dotsOf, tellingBin, wilson } from "@/features/model/calibration";
import { deepestDrawdown, tabulated, thin } from "@/features/model/equity";
import { timeTicks } from "@/features/model/time-axis";
import { type Judged, verdictSentence } from "@/features/model/verdict-sentence";
import { mainRecord, viewsOf } from "@/features/model/view";
import type { Record_, TrackRecord } from "@/shared/api/types";
import { setTimeZone } from "@/shared/format/time";
import { setLanguage } from "@/shared/i18n/language";

const equity = (...sums: number[]) => sums.map((r, at) => ({ at: new Date(at * 86_400_000).toISOString(), r }));

describe("equity", () => {
  it("finds the deepest fall below the peak so far, which begins at nothing", () => {
    expect(deepestDrawdown(equity(1, 5, 3, 9, 4, 6, 10, 8))).toEqual({ from: 3, to: 4 });
    expect(deepestDrawdown(equity(-1, -2, -3))).toEqual({ from: 0, to: 2 });
    expect(deepestDrawdown(equity(1, 2, 3))).toBeNull();
    expect(deepestDrawdown([])).toBeNull();
  });

  it("thins 30,000 points to the pixels and loses no extreme", () => {
    const points = Array.from({ length: 30_000 }, (_, at) => ({ x: (at / 30_000) * 300, y: Math.sin(at * 12.9898) * 50 }));
    points[12_345] = { x: points[12_345]!.x, y: 999 };
    points[12_346] = { x: points[12_346]!.x, y: -999 };
    const drawn = thin(points);
    expect(drawn.length).toBeLessThanOrEqual(1200);
    expect(Math.max(...drawn.map(({ y }) => y))).toBe(999);
    expect(Math.min(...drawn.map(({ y }) => y))).toBe(-999);
    expect(drawn[0]).toBe(points[0]);
    expect(drawn.at(-1)).toBe(points.at(-1));
    expect(drawn.every(({ x }, at) => at === 0 || x >= drawn[at - 1]!.x)).toBe(true);
    expect(thin(points.slice(0, 3))).toEqual(points.slice(0, 3));
  });

  it("keeps the first and the last row of its table", () => {
    const rows = tabulated(Array.from({ length: 400 }, (_, at) => at), 24);
    expect([rows.length, rows[0], rows.at(-1)]).toEqual([24, 0, 399]);
    expect(tabulated([1, 2], 24)).toEqual([1, 2]);
  });

  it("writes years, months, days or hours under it", () => {
    setTimeZone("America/Los_Angeles");
    setLanguage("en");
    const at = (text: string) => Date.parse(text);
    expect(timeTicks(at("2009-05-05"), at("2026-11-25")).map(({ text }) => text)).toEqual(["2015", "2020", "2025"]);
    expect(timeTicks(at("2026-01-15"), at("2026-11-25")).map(({ text }) => text.replace("\u00a0", " "))).toContain("Jul 26");
    expect(timeTicks(at("2026-11-01"), at("2026-11-25")).map(({ text }) => text.replace("\u00a0", " "))).toContain("8 Nov");
    setTimeZone(null);
  });
});

describe("calibration", () => {
  it("has the server's intervals", () => {
    for (const [wins, n, low, high] of [
      [13433, 27496, 0.48263740888756024, 0.4944533681286133],
      [3, 10, 0.10779126740630102, 0.6032218525388546],
      [0, 5, 0, 0.43448246478317476],
      [5, 5, 0.5655175352168251, 1],
    ] as const) {
      const found = wilson(wins / n, n);
      expect(found[0]).toBeCloseTo(low, 12);
      expect(found[1]).toBeCloseTo(high, 12);
    }
    expect(wilson(0, 0)).toEqual([0, 1]);
  });

  it("draws close confidences on an axis that does not blow them up, and the diagonal within both", () => {
    const dots = dotsOf([
      { p: 0.487, hit_rate: 0.48, n: 2700 },
      { p: 0.491, hit_rate: 0.5, n: 2700 },
    ]);
    const axes = axesOf(dots);
    expect(axes.said[1] - axes.said[0]).toBeCloseTo(0.04, 12);
    expect(axes.came[1] - axes.came[0]).toBeGreaterThanOrEqual(0.1);
    for (const { p, low, high } of dots) {
      expect(axes.said[0]).toBeLessThan(p);
      expect(axes.said[1]).toBeGreaterThan(p);
      expect(axes.came[0]).toBeLessThanOrEqual(low);
      expect(axes.came[1]).toBeGreaterThanOrEqual(high);
    }
    const [from, to] = diagonal(axes);
    expect(from).toBeGreaterThanOrEqual(Math.max(axes.said[0], axes.came[0]));
    expect(to).toBeLessThanOrEqual(Math.min(axes.said[1], axes.came[1]));
  });

  it("puts the most confident group into words, unless it is tiny", () => {
    const bins = [
      { p: 0.5, hit_rate: 0.49, n: 200 },
      { p: 0.58, hit_rate: 0.57, n: 150 },
      { p: 0.8, hit_rate: 1, n: 3 },
    ];
    expect(tellingBin(bins)?.p).toBe(0.58);
    expect(tellingBin([])).toBeNull();
  });
});

describe("the verdict's sentence", () => {
  const judged: Judged = { verdict: "not_distinguishable", hit_rate: 0.488, baseline: 0.45, cs_low: 0.442, n: 1811 };
  const say = (change: Partial<Judged>) => verdictSentence({ ...judged, ...change });
  afterEach(() => setLanguage("en"));

  it("says what each verdict rests on, and never that luck was beaten when it was not", () => {
    setLanguage("en");
    expect(say({})).toBe("48.8% looks better than 45.0%, but luck is not ruled out: the cautious bound is 44.2.");
    expect(say({ hit_rate: 0.44 })).toContain("44.0% is too close to that");
    expect(say({ verdict: "better_than_chance", cs_low: 0.462 })).toBe(
      "Random entries on the same candles hit 45.0%. The cautious bound, 46.2, is above that.",
    );
    expect(say({ verdict: "worse_than_chance" })).toContain("is below that");
    expect(say({ verdict: "not_enough_data", n: 1 })).toMatch(/^1\u00a0signal has closed/);
  });

  it("says it in Russian", () => {
    setLanguage("ru");
    expect(say({}).replaceAll("\u00a0", " ")).toBe("48,8 % выглядит лучше, чем 45,0 %, но везение не исключено: осторожная граница 44,2.");
    expect(say({ verdict: "not_enough_data", n: 26 }).replaceAll("\u00a0", " ")).toContain("Закрыто 26 сигналов");
  });
});

describe("sides of a model", () => {
  const some = { n: 5 } as Record_;
  const track = (given: Partial<TrackRecord>): TrackRecord => ({ model_id: "x", live: null, backtest: null, replay: null, ...given });

  it("offers a replay only where there is one", () => {
    expect(viewsOf(track({ backtest: some }), "live")).toEqual(["live", "backtest", "signals"]);
    expect(viewsOf(track({ replay: some }), "live")).toContain("replay");
  });

  it("lets live stand for the model where the server did, and never the replay", () => {
    expect(mainRecord(track({ live: some, backtest: some }), "live")?.source).toBe("live");
    expect(mainRecord(track({ live: some, backtest: some }), "backtest")?.source).toBe("backtest");
    expect(mainRecord(track({ live: some }), "backtest")?.source).toBe("live");
    expect(mainRecord(track({ replay: some }), undefined)).toBeNull();
  });
});
