/** Telegram's theme made readable: common themes fail contrast, so every colour is repaired until it holds. */

export type Rgb = readonly [number, number, number];
export type Theme = Readonly<Record<string, string | undefined>>;
export type Scheme = "light" | "dark";

export interface Palette {
  scheme: Scheme;
  /** Cards can't be told from the page by their colour: draw a line around them. */
  outlined: boolean;
  colours: Record<string, string>;
}

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const STEP = 0.04;
const TINT = 0.13;
/** What text has against card and page; the rest is repaired on its way to it, so it leaves room for tints. */
const INK_RATIO = 7;

const FALLBACK = {
  light: { page: "#f1f3f5", card: "#ffffff", ink: "#11161c", hint: "#646c78", accent: "#0b62bd", button: "#0b62bd" },
  dark: { page: "#11161d", card: "#1a212a", ink: "#f1f4f7", hint: "#8e99a5", accent: "#6cb4f5", button: "#2b72b8" },
} as const;

const HUES = {
  light: { buy: "#1b5fc1", sell: "#8c5600", warn: "#8c5600", won: "#0b6e69", lost: "#c4281f" },
  dark: { buy: "#82b9ff", sell: "#f6b650", warn: "#f6b650", won: "#5ce3c6", lost: "#ff8a80" },
} as const;

/** `#abc` or `#aabbcc`; anything else is null. */
export function parseColour(text: string | undefined): Rgb | null {
  const found = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(text ?? "")?.[1];
  if (found === undefined) return null;
  const full = found.length === 3 ? found.replace(/./g, "$&$&") : found;
  return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16)) as unknown as Rgb;
}

function hex(rgb: Rgb): string {
  return `#${rgb.map((part) => Math.round(part).toString(16).padStart(2, "0")).join("")}`;
}

export function mix(from: Rgb, to: Rgb, share: number): Rgb {
  return from.map((part, at) => part + ((to[at] ?? 0) - part) * share) as unknown as Rgb;
}

/** Relative luminance, WCAG 2.2. */
export function luminance(rgb: Rgb): number {
  const [r, g, b] = rgb.map((part) => {
    const share = Math.round(part) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** Contrast ratio of two colours, 1..21, WCAG 2.2. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The colour nearest to the wanted one, on its way to another, that reaches a ratio on every background. */
export function ensure(colour: Rgb, backgrounds: readonly Rgb[], toward: Rgb, ratio: number): Rgb {
  for (let share = 0; share < 1; share += STEP) {
    const tried = mix(colour, toward, share);
    if (backgrounds.every((background) => contrast(tried, background) >= ratio)) return tried;
  }
  return toward;
}

function picked(theme: Theme, fallback: string, ...names: string[]): Rgb {
  for (const name of names) {
    const found = parseColour(theme[name]);
    if (found !== null) return found;
  }
  return parseColour(fallback) ?? BLACK;
}

function button(theme: Theme, fallback: string): { btn: Rgb; "btn-ink": Rgb } {
  const wanted = picked(theme, fallback, "button_color");
  const given = picked(theme, "#ffffff", "button_text_color");
  const repaired = ensure(wanted, [given], BLACK, 4.5);
  if (contrast(repaired, given) >= 4.5) return { btn: repaired, "btn-ink": given };
  return { btn: ensure(wanted, [WHITE], BLACK, 4.5), "btn-ink": WHITE };
}

/** Every colour of the app from Telegram's theme; missing ones from ours, light or dark by the card's luminance. */
export function palette(theme: Theme, prefersDark: boolean): Palette {
  const given = parseColour(theme["section_bg_color"]) ?? parseColour(theme["bg_color"]);
  const scheme: Scheme = (given === null ? prefersDark : luminance(given) < 0.18) ? "dark" : "light";
  const base = FALLBACK[scheme];
  const [ground, opposite] = scheme === "dark" ? [BLACK, WHITE] : [WHITE, BLACK];
  const background = (wanted: Rgb) => ensure(wanted, [opposite], ground, INK_RATIO);
  const card = background(given ?? picked({}, base.card));
  const page = background(picked(theme, base.page, "secondary_bg_color"));
  const ink = ensure(picked(theme, base.ink, "text_color"), [card, page], opposite, INK_RATIO);
  const fill = mix(card, ink, 0.07);
  const fill2 = mix(card, ink, 0.12);
  const hint = picked(theme, base.hint, "hint_color");
  const link = picked(theme, base.accent, "accent_text_color", "link_color", "button_color");
  const accentTint = mix(card, link, TINT);
  const line = parseColour(theme["section_separator_color"]) ?? mix(card, ink, 0.12);
  const colours: Record<string, Rgb> = {
    page,
    card,
    ink,
    fill,
    "fill-2": fill2,
    "ink-2": ensure(hint, [card, page, fill], ink, 4.5),
    edge: ensure(hint, [card, page], ink, 3),
    line,
    accent: ensure(link, [card, page, accentTint], ink, 4.5),
    "accent-tint": accentTint,
    ...button(theme, base.button),
  };
  for (const [name, value] of Object.entries(HUES[scheme])) {
    const hue = picked({}, value);
    const tint = mix(card, hue, TINT);
    colours[name] = ensure(hue, [card, page, tint], ink, 4.5);
    colours[`${name}-tint`] = tint;
  }
  const written = Object.fromEntries(Object.entries(colours).map(([name, value]) => [name, hex(value)]));
  return { scheme, outlined: contrast(card, page) < 1.03, colours: written };
}
