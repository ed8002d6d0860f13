import { cleanup, render, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { setLanguage } from "@/shared/i18n/language";
import { Avatar, initials } from "@/shared/ui/avatar";
import { Interval } from "@/shared/ui/interval";
import { modelIcon } from "@/shared/ui/model-mark";
import { GenericModelIcon, LayersIcon } from "@/shared/ui/icons";
import { Price } from "@/shared/ui/price";
import { MiniRail, Rail } from "@/shared/ui/rail";
import { RateFigure } from "@/shared/ui/rate-figure";
import { Verdict, verdictOf } from "@/shared/ui/verdict";

beforeEach(() => setLanguage("en"));
afterEach(cleanup);

const part = (name: string) => document.querySelector<HTMLElement>(`[data-part="${name}"]`);

describe("Rail", () => {
  const prices = { entry: "1.16243", stop: "1.15986", target: "1.16526" };

  it("is one picture with the name it was given, and its prices to scale", () => {
    render(<Rail label="Buy EUR/USD, entry 1.16243" status="open" targetR={1.1} {...prices} />);
    const rail = screen.getByRole("img", { name: "Buy EUR/USD, entry 1.16243" });
    expect(part("entry")!.style.left).toBe("47.62%");
    expect(part("fill")).toBeNull();
    expect(rail.textContent).toContain("Stop −1.00R");
    expect(rail.textContent).toContain("Target +1.10R");
  });

  it("fills with a movement only when it closes before one's eyes", () => {
    const { rerender, unmount } = render(<Rail label="x" status="open" targetR={1.1} {...prices} />);
    rerender(<Rail label="x" status="won" targetR={1.1} {...prices} />);
    expect(part("fill")!.className).toContain("arriving");
    expect(part("fill")!.style.left).toBe("47.62%");
    unmount();
    render(<Rail label="x" status="won" targetR={1.1} {...prices} />);
    expect(part("fill")!.className).not.toContain("arriving");
  });

  it("is silent where its row says it all", () => {
    render(<MiniRail label={null} status="expired" targetR={1.1} exitR={-0.34} />);
    expect(screen.queryByRole("img")).toBeNull();
    expect(part("tick")!.style.left).toBe("31.43%");
  });
});

describe("Interval", () => {
  const given = { hitRate: 0.509, ciLow: 0.486, ciHigh: 0.532, baseline: 0.45, axis: [0.4, 0.6] as const };

  it("reads out all that it draws", () => {
    render(<Interval {...given} csLow={0.462} verdict="better_than_chance" />);
    const name = "Hit rate 50.9%, 95% interval 48.6–53.2, cautious bound 46.2, chance 45.0%";
    expect(screen.getByRole("img", { name })).toBeDefined();
    expect(part("chance")!.style.left).toBe("25%");
    expect(part("tail")!.style.left).toBe("31%");
    expect(part("whisker")!.style.width).toBe("23%");
  });

  it("draws no tail without a bound", () => {
    render(<Interval {...given} />);
    expect(part("tail")).toBeNull();
  });
});

describe("RateFigure", () => {
  const accuracy = { hit_rate: 0.488, ci_low: 0.465, ci_high: 0.511, cs_low: 0.442, baseline: 0.45, n: 1811, verdict: "not_distinguishable" };

  it("never gives the rate without interval, n and verdict", () => {
    const { container } = render(<RateFigure label="Hit rate, live" accuracy={accuracy} sentence="Luck is not ruled out." />);
    for (const text of ["48.8%", "46.5–51.1", "n\u00a01,811", "Not distinguishable from chance.", "45.0 chance"]) {
      expect(container.textContent).toContain(text);
    }
  });

  it("keeps the sign in Russian", () => {
    setLanguage("ru");
    const { container } = render(<RateFigure label="Доля успешных" accuracy={accuracy} />);
    expect(container.textContent).toContain("48,8\u00a0%");
    expect(container.textContent).toContain("45,0 наугад");
  });
});

describe("small parts", () => {
  it("a verdict that is not known claims nothing", () => {
    expect(verdictOf("splendid")).toBe("not_enough_data");
    expect(verdictOf("toString")).toBe("not_enough_data");
    render(<Verdict verdict={verdictOf("worse_than_chance")} />);
    expect(screen.getByText("Worse than chance")).toBeDefined();
  });

  it("a price is read and copied plain", () => {
    const { container } = render(<Price value="1.16243" />);
    expect(container.querySelector("[aria-hidden]")!.textContent).toBe("1.16243");
    expect(container.querySelector(".visually-hidden")!.textContent).toBe("1.16243");
  });

  it("a model has its mark, an unknown one a general", () => {
    expect(modelIcon("shadow-stack")).toBe(LayersIcon);
    expect(modelIcon("new-model")).toBe(GenericModelIcon);
    expect(modelIcon("constructor")).toBe(GenericModelIcon);
  });

  it.each([
    ["Павел Орлов", "ПО"],
    ["Александр Константинович Преображенский", "АК"],
    ["Ольга", "О"],
    ["  @nick  name ", "NN"],
    ["🙂", "🙂"],
    ["", "?"],
  ])("initials of %s", (name, expected) => {
    expect(initials(name)).toBe(expected);
    render(<Avatar name={name} />);
  });
});
