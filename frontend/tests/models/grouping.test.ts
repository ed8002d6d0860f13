import { describe, expect, it } from "vitest";
import { groupModels, pendingModels, soonEnd, sourceOf } from "@/features/models/grouping";
import { purposeOf } from "@/features/models/purpose";
import type { AccessRight, ModelRead, RequestRead } from "@/shared/api/types";

const accuracy = { hit_rate: 0.5, ci_low: 0.4, ci_high: 0.6, cs_low: 0.3, baseline: 0.45, n: 200, source: "live", verdict: "not_distinguishable" };
const model = (id: string, given: Partial<ModelRead> = {}): ModelRead => ({
  id,
  name: id,
  description: "",
  is_free: false,
  has_access: false,
  expires_at: null,
  accuracy,
  ...given,
});
const right = (id: string, expires_at: string | null = null): AccessRight => ({
  model_id: id,
  model_name: id,
  granted_at: "2026-11-01T00:00:00Z",
  expires_at,
  source: "admin",
});
const held = (...rights: AccessRight[]) => new Map(rights.map((one) => [one.model_id, one]));

describe("groups of models", () => {
  it("goes by what is held now, not by what the list said when it was read", () => {
    const { open, locked } = groupModels([model("a", { has_access: true }), model("b")], held(right("b")));
    expect(open.map((one) => one.model.id)).toEqual(["b"]);
    expect(locked.map(({ id }) => id)).toEqual(["a"]);
  });

  it("has the soonest end first and the free one last", () => {
    const models = [model("free", { is_free: true }), model("ever"), model("late"), model("soon")];
    const rights = held(right("free"), right("ever"), right("late", "2027-01-01T00:00:00Z"), right("soon", "2026-11-21T00:00:00Z"));
    expect(groupModels(models, rights).open.map((one) => one.model.id)).toEqual(["soon", "late", "ever", "free"]);
  });

  it("tells an end from 72 hours on", () => {
    const end = "2026-11-21T18:00:00Z";
    const before = (hours: number) => Date.parse(end) - hours * 3_600_000;
    expect(soonEnd(right("a", end), before(72))).toBe(end);
    expect(soonEnd(right("a", end), before(73))).toBeNull();
    expect(soonEnd(right("a"), before(1))).toBeNull();
  });

  it("names the source of its figures", () => {
    const backtest = { accuracy: { ...accuracy, source: "backtest" } };
    expect(sourceOf([model("a"), model("b", { accuracy: null })])).toBe("live");
    expect(sourceOf([model("a", backtest)])).toBe("backtest");
    expect(sourceOf([model("a"), model("b", backtest)])).toBe("mixed");
    expect(sourceOf([model("a", { accuracy: null })])).toBe("none");
  });

  it("counts only requests that wait", () => {
    const request = (id: string, status: string) => ({ model_id: id, status }) as RequestRead;
    expect([...pendingModels([request("a", "pending"), request("b", "rejected"), request("c", "approved")])]).toEqual(["a"]);
  });

  it("shortens the descriptions that it knows, and leaves an admin's own as it is", () => {
    const known = "Gradient boosting: many small corrections, each learnt from the mistakes before it.";
    expect(purposeOf({ description: known }, "ru")).toBe("Градиентный бустинг");
    expect(purposeOf({ description: "Our own" }, "ru")).toBe("Our own");
    expect(purposeOf({ description: "constructor" }, "en")).toBe("constructor");
  });
});
