/** The page's colours for a canvas, which knows no CSS variables. */

import { mix, parseColour, type Rgb } from "@/shared/telegram/palette";

export interface ChartColours {
  card: string;
  /** Candles, lines of prices. */
  price: string;
  ink: string;
  ink2: string;
  line: string;
  accent: string;
  won: string;
  lost: string;
  direction: Record<"BUY" | "SELL", string>;
  font: string;
}

const GREY: Rgb = [128, 128, 128];
const SOFTER = 0.28;

const written = (rgb: Rgb): string => `rgb(${rgb.map(Math.round).join(", ")})`;

export function chartColours(): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const named = (name: string): Rgb => parseColour(style.getPropertyValue(`--${name}`).trim()) ?? GREY;
  const colour = (name: string): string => written(named(name));
  return {
    card: colour("card"),
    price: written(mix(named("ink"), named("card"), SOFTER)),
    ink: colour("ink"),
    ink2: colour("ink-2"),
    line: colour("line"),
    accent: colour("accent"),
    won: colour("won"),
    lost: colour("lost"),
    direction: { BUY: colour("buy"), SELL: colour("sell") },
    font: style.getPropertyValue("--family").trim() || "sans-serif",
  };
}

/** Be called whenever the theme paints the page anew. */
export function onRepaint(tell: () => void): () => void {
  const observer = new MutationObserver(tell);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "data-scheme"] });
  return () => observer.disconnect();
}
