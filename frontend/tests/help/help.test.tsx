import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Help } from "@/features/help/help";
import { missedOf } from "@/features/help/missed";
import type { ModelRead } from "@/shared/api/types";
import { setLanguage } from "@/shared/i18n/language";
import { json, serve, show } from "../me/server";

beforeEach(() => setLanguage("en"));
afterEach(() => {
  cleanup();
  window.location.hash = "";
});

const model = (id: string, hitRate: number | null, n = 1792, source = "backtest") =>
  ({
    id,
    name: id,
    accuracy: hitRate === null ? null : { hit_rate: hitRate, n, source },
  }) as ModelRead;

describe("the risk notice", () => {
  it("counts what missed of a hundred, the worst first, and leaves out what was not measured", () => {
    const found = missedOf([model("a", 0.509), model("b", 0.47, 300, "live"), model("c", null), model("d", 0.5, 0)]);
    expect(found.map(({ id, missed, isLive }) => [id, missed, isLive])).toEqual([
      ["b", 53, true],
      ["a", 49, false],
    ]);
  });

  it("opens from its address with the real numbers", async () => {
    window.location.hash = "#risk";
    serve({ "GET /api/models": () => json([model("a", 0.509), model("b", 0.47, 300, "live")]) });
    const { container } = show(<Help />);
    expect(await screen.findByText("Depending on the model, 49 to 53 of 100 signals missed their target.")).toBeTruthy();
    const open = [...container.querySelectorAll("details[open]")].map(({ id }) => id);
    expect(open).toEqual(["risk"]);
  });
});
