// @vitest-environment node
import { describe, expect, it } from "vitest";
import { contrast, ensure, luminance, mix, palette, parseColour, type Rgb, type Theme } from "@/shared/telegram/palette";

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

const USUAL: Record<string, Theme> = {
  "iOS light": {
    bg_color: "#ffffff",
    secondary_bg_color: "#efeff4",
    section_bg_color: "#ffffff",
    text_color: "#000000",
    hint_color: "#8e8e93",
    link_color: "#007aff",
    accent_text_color: "#007aff",
    button_color: "#007aff",
    button_text_color: "#ffffff",
    section_separator_color: "#c8c7cc",
  },
  "iOS dark": {
    bg_color: "#000000",
    secondary_bg_color: "#1c1c1d",
    section_bg_color: "#2c2c2e",
    text_color: "#ffffff",
    hint_color: "#98989e",
    link_color: "#3e88f7",
    accent_text_color: "#3e88f7",
    button_color: "#3e88f7",
    button_text_color: "#ffffff",
    section_separator_color: "#545458",
  },
  "Android light": {
    bg_color: "#ffffff",
    secondary_bg_color: "#f0f0f0",
    section_bg_color: "#ffffff",
    text_color: "#222222",
    hint_color: "#a8a8a8",
    link_color: "#2678b6",
    accent_text_color: "#1c93e3",
    button_color: "#50a8eb",
    button_text_color: "#ffffff",
    section_separator_color: "#d9d9d9",
  },
  "Android dark": {
    bg_color: "#212d3b",
    secondary_bg_color: "#151e27",
    section_bg_color: "#1d2733",
    text_color: "#ffffff",
    hint_color: "#7d8b99",
    link_color: "#5eabe1",
    accent_text_color: "#64b5ef",
    button_color: "#50a8eb",
    button_text_color: "#ffffff",
    section_separator_color: "#0d1218",
  },
  "Desktop light": {
    bg_color: "#ffffff",
    secondary_bg_color: "#f1f1f1",
    section_bg_color: "#ffffff",
    text_color: "#000000",
    hint_color: "#999999",
    link_color: "#168acd",
    accent_text_color: "#168acd",
    button_color: "#40a7e3",
    button_text_color: "#ffffff",
    section_separator_color: "#e7e7e7",
  },
  "Desktop dark": {
    bg_color: "#17212b",
    secondary_bg_color: "#232e3c",
    section_bg_color: "#17212b",
    text_color: "#f5f5f5",
    hint_color: "#708499",
    link_color: "#6ab3f3",
    accent_text_color: "#6ab2f2",
    button_color: "#5288c1",
    button_text_color: "#ffffff",
    section_separator_color: "#111921",
  },
  "black OLED": {
    bg_color: "#000000",
    secondary_bg_color: "#000000",
    section_bg_color: "#000000",
    text_color: "#ffffff",
    hint_color: "#5a5a5a",
    link_color: "#0a84ff",
    accent_text_color: "#0a84ff",
    button_color: "#000000",
    button_text_color: "#ffffff",
  },
};

const all = (colour: string): Theme =>
  Object.fromEntries(Object.keys(USUAL["iOS light"]!).map((name) => [name, colour]));

const HOSTILE: Record<string, Theme> = {
  "everything white": all("#ffffff"),
  "everything black": all("#000000"),
  "everything grey": all("#808080"),
  "everything at the border of light and dark": all("#767676"),
  "everything red": all("#ff0000"),
  "white card on a black page": { section_bg_color: "#ffffff", secondary_bg_color: "#000000", text_color: "#ffffff" },
  "black card on a white page": { section_bg_color: "#000000", secondary_bg_color: "#ffffff", text_color: "#000000" },
  "grey card on a white page": { bg_color: "#6f6f6f", secondary_bg_color: "#ffffff", text_color: "#777777" },
  "black on yellow buttons": { button_color: "#ffe600", button_text_color: "#000000" },
  "white on yellow buttons": { button_color: "#ffe600", button_text_color: "#ffffff" },
  "grey on grey buttons": { button_color: "#777777", button_text_color: "#808080" },
  "dark text on dark buttons": { button_color: "#101010", button_text_color: "#202020" },
  "a page without cards": { secondary_bg_color: "#0f0f0f" },
  "the colours of nothing": {},
};

/** Every promise of UI.md: which colour, on which backgrounds, at which ratio. */
function broken(theme: Theme, prefersDark = false): string[] {
  const { colours } = palette(theme, prefersDark);
  const rgb = (name: string) => parseColour(colours[name])!;
  const promised: [string, string[], number][] = [
    ["ink", ["card", "page", "fill", "fill-2"], 4.5],
    ["ink-2", ["card", "page", "fill"], 4.5],
    ["edge", ["card", "page"], 3],
    ["accent", ["card", "page", "accent-tint"], 4.5],
    ["btn-ink", ["btn"], 4.5],
    ...["buy", "sell", "warn", "won", "lost"].map((hue): [string, string[], number] => [
      hue,
      ["card", "page", `${hue}-tint`],
      4.5,
    ]),
  ];
  return promised.flatMap(([name, grounds, ratio]) =>
    grounds
      .filter((ground) => contrast(rgb(name), rgb(ground)) < ratio)
      .map((ground) => `${name} on ${ground}: ${contrast(rgb(name), rgb(ground)).toFixed(2)}`),
  );
}

describe("the palette", () => {
  it.each(Object.entries({ ...USUAL, ...HOSTILE }))("is readable with %s", (_, theme) => {
    expect(broken(theme)).toEqual([]);
    expect(broken(theme, true)).toEqual([]);
  });

  it("is readable with five hundred random themes", () => {
    let seed = 7;
    const random = () => (seed = (seed * 16_807) % 2_147_483_647) / 2_147_483_647;
    const colour = () => `#${Math.floor(random() * 0x1000000).toString(16).padStart(6, "0")}`;
    for (let round = 0; round < 500; round += 1) {
      const theme = Object.fromEntries(Object.keys(USUAL["iOS light"]!).map((name) => [name, colour()]));
      expect(broken(theme), JSON.stringify(theme)).toEqual([]);
    }
  });

  it.each(Object.entries(USUAL))("leaves the card, page and text of %s as Telegram has them", (_, theme) => {
    const { colours } = palette(theme, false);
    expect(colours["card"]).toBe(theme["section_bg_color"]);
    expect(colours["page"]).toBe(theme["secondary_bg_color"]);
    expect(colours["ink"]).toBe(theme["text_color"]);
  });

  it.each(Object.keys(USUAL))("knows whether %s is light or dark", (name) => {
    expect(palette(USUAL[name]!, !name.includes("light")).scheme).toBe(name.includes("light") ? "light" : "dark");
  });

  it("falls back to ours, by the device's wish, where Telegram gives nothing usable", () => {
    const bad = all("rgb(1, 2, 3)");
    for (const theme of [{}, bad, all(""), all("#12"), all("#1234"), all("#gggggg"), all("#11223344")]) {
      expect(palette(theme, false)).toMatchObject({ scheme: "light", colours: { page: "#f1f3f5", card: "#ffffff" } });
      expect(palette(theme, true)).toMatchObject({ scheme: "dark", colours: { page: "#11161d", card: "#1a212a" } });
    }
  });

  it("takes the next best colour for a bad one", () => {
    const { colours } = palette({ section_bg_color: "white", bg_color: "#FFF", link_color: "#00f" }, true);
    expect(colours["card"]).toBe("#ffffff");
    expect(colours["accent"]).toBe("#0000ff");
  });

  it("draws lines around cards that are no lighter than the page", () => {
    expect(palette(USUAL["black OLED"]!, true).outlined).toBe(true);
    expect(palette(USUAL["iOS dark"]!, true).outlined).toBe(false);
  });

  it("gives six digits for every colour", () => {
    for (const theme of Object.values({ ...USUAL, ...HOSTILE })) {
      for (const colour of Object.values(palette(theme, false).colours)) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
    }
  });
});

describe("its arithmetic", () => {
  it("agrees with WCAG", () => {
    expect(contrast(BLACK, WHITE)).toBeCloseTo(21, 5);
    expect(contrast(parseColour("#767676")!, WHITE)).toBeCloseTo(4.54, 2);
    expect(luminance(WHITE)).toBeCloseTo(1, 5);
    expect(mix(BLACK, WHITE, 0.5)).toEqual([127.5, 127.5, 127.5]);
  });

  it("repairs no more than needed, and ends where nothing helps", () => {
    const fine: Rgb = [10, 20, 30];
    expect(ensure(fine, [WHITE], BLACK, 4.5)).toEqual(fine);
    expect(ensure(WHITE, [BLACK, WHITE], BLACK, 21)).toEqual(BLACK);
    expect(ensure(WHITE, [WHITE], WHITE, 4.5)).toEqual(WHITE);
    expect(ensure([Number.NaN, 0, 0], [WHITE], BLACK, 4.5)).toEqual(BLACK);
    const repaired = ensure([150, 150, 150], [WHITE], BLACK, 4.5);
    expect(contrast(repaired, WHITE)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(mix([150, 150, 150], BLACK, 0.2), WHITE)).toBeLessThan(4.5);
  });

  it("reads short and long colours only", () => {
    expect(parseColour("#aBc")).toEqual([0xaa, 0xbb, 0xcc]);
    expect(parseColour("#0102ff")).toEqual([1, 2, 255]);
    for (const bad of [undefined, "", "#", "abc", "#abcd", " #abc", "#abc ", "red"]) expect(parseColour(bad)).toBeNull();
  });
});
