import { cleanup, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { linesOf } from "@/features/results/lines";
import { Results } from "@/features/results/results";
import { comparison, ownRate } from "@/features/results/wilson";
import type { OwnStats } from "@/shared/api/types";
import { setLanguage } from "@/shared/i18n/language";
import { json, serve, show } from "../me/server";

beforeEach(() => setLanguage("en"));
afterEach(cleanup);

const own = (won: number, lost: number, skipped = 0) => ({ won, lost, skipped, hit_rate: null });
const published = (won: number, lost: number, expired = 0) => ({ won, lost, expired, hit_rate: won / (won + lost + expired) });
const line = (name: string, taken: ReturnType<typeof own>) => ({ name, taken, published: published(1, 1) });

const stats: OwnStats = {
  taken: own(6, 4, 2),
  published: published(48, 50, 2),
  streaks: { current: -2, longest_won: 3, longest_lost: 2 },
  by_model: [line("a", own(1, 1)), line("b", own(5, 3, 1)), line("c", own(0, 0))],
  by_pair: [line("EUR/USD", own(6, 4, 2))],
  by_month: [line("2026-01", own(1, 1)), line("2026-02", own(5, 3))],
};

describe("one's own rate", () => {
  it("has Wilson's interval", () => {
    const rate = ownRate({ won: 6, lost: 4 });
    expect(rate?.hit_rate).toBe(0.6);
    expect(rate?.ci_low).toBeCloseTo(0.3127, 4);
    expect(rate?.ci_high).toBeCloseTo(0.8318, 4);
    expect(ownRate({ won: 3, lost: 0 })?.ci_high).toBe(1);
    expect(ownRate({ won: 0, lost: 0 })).toBeNull();
  });

  it("is compared only from a hundred answers on, and only by its interval", () => {
    const [few, many] = [ownRate({ won: 60, lost: 39 }), ownRate({ won: 130, lost: 70 })];
    expect(comparison(few!, 0.3)).toBe("few");
    expect(comparison(many!, 0.5)).toBe("above");
    expect(comparison(many!, 0.6)).toBe("same");
    expect(comparison(many!, 0.8)).toBe("below");
    expect(comparison(many!, null)).toBe("alone");
  });
});

describe("breakdowns", () => {
  it("leave out what was not answered, most answers first, newest month first", () => {
    expect(linesOf(stats, "model").map(({ name }) => name)).toEqual(["b", "a"]);
    expect(linesOf(stats, "month").map(({ name }) => name)).toEqual(["2026-02", "2026-01"]);
  });
});

describe("Results", () => {
  it("shows a rate with its interval, its n and what few answers mean", async () => {
    serve({ "GET /api/me/stats": () => json(stats), "GET /api/models": () => json([]) });
    show(<Results />);
    expect(await screen.findByRole("img", { name: "Your rate 60.0%, 95% interval 31.3–83.2, published 48.0%" })).toBeTruthy();
    expect(screen.getByText("Not enough data yet.")).toBeTruthy();
    expect(screen.getByText("2 lost")).toBeTruthy();
    await userEvent.setup().click(screen.getByRole("radio", { name: "Month" }));
    expect(screen.getByText("February 2026")).toBeTruthy();
  });

  it("leads to the signals while there is no answer", async () => {
    const none = { ...stats, taken: own(0, 0), by_model: [], by_pair: [], by_month: [] };
    serve({ "GET /api/me/stats": () => json(none) });
    show(<Results />);
    expect((await screen.findByRole("link", { name: "To the signals" })).getAttribute("href")).toBe("/");
  });

  it("says what failed, with the request's id", async () => {
    serve({ "GET /api/me/stats": () => json({ code: "internal", request_id: "r-2" }, 500) });
    show(<Results />);
    expect(await screen.findByText("r-2")).toBeTruthy();
  });
});
