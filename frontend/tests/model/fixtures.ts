import type { ModelRead, Record_ } from "@/shared/api/types";

export const accuracy = {
  hit_rate: 0.488,
  ci_low: 0.465,
  ci_high: 0.511,
  cs_low: 0.442,
  baseline: 0.45,
  n: 1811,
  source: "live",
  verdict: "not_distinguishable",
};

export function modelOf(id: string, given: Partial<ModelRead> = {}): ModelRead {
  return { id, name: id, description: "", is_free: false, has_access: false, expires_at: null, accuracy, ...given };
}

export function recordOf(given: Partial<Record_> = {}): Record_ {
  return {
    hit_rate: 0.488,
    ci_low: 0.465,
    ci_high: 0.511,
    cs_low: 0.442,
    baseline: 0.45,
    n: 1811,
    verdict: "not_distinguishable",
    wins: 884,
    losses: 900,
    expired: 27,
    expectancy_r: 0.05,
    profit_factor: 1.1,
    max_drawdown_r: 27,
    longest_losing_run: 9,
    brier: 0.243,
    by_pair: [],
    by_year: [],
    calibration: [{ p: 0.58, hit_rate: 0.57, n: 400 }],
    equity: [
      { at: "2025-03-03T00:00:00Z", r: 1 },
      { at: "2026-11-19T00:00:00Z", r: 90 },
    ],
    ...given,
  };
}
