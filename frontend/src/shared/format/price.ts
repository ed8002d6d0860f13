/** Prices are quotes: decimal strings with a dot, in the precision that the server gave, in every language. */

import type { SignalRead } from "@/shared/api/types";

export interface SplitPrice {
  main: string;
  last: string;
}

type Plan = Pick<SignalRead, "entry" | "stop_loss">;

/** "1.16243" as "1.1624" and "3", the digit that is drawn small and raised; a price without decimals has none. */
export function splitPrice(price: string): SplitPrice {
  if (!/\.\d+$/.test(price)) return { main: price, last: "" };
  return { main: price.slice(0, -1), last: price.slice(-1) };
}

/** Digits behind the dot, as the string has them. */
export function pricePrecision(price: string): number {
  const dot = price.indexOf(".");
  return dot === -1 ? 0 : price.length - dot - 1;
}

/** A pip of a pair such as "USD/JPY": 0.01 against the yen, 0.0001 elsewhere. */
export function pipSize(pair: string): number {
  return /JPY$/i.test(pair) ? 0.01 : 0.0001;
}

/** Pips from one price up to another, one decimal: below zero when the second is lower. */
export function pipsBetween(pair: string, from: string, to: string): number {
  return tidy(Math.round(((Number(to) - Number(from)) / pipSize(pair)) * 10) / 10);
}

/** Pips that a trade won or lost. */
export function pipsWon(direction: SignalRead["direction"], pair: string, entry: string, exit: string): number {
  return tidy(pipsBetween(pair, entry, exit) * (direction === "BUY" ? 1 : -1));
}

/**
 * A price in multiples of what was risked: -1 at the stop, 0 at the entry. The stop lies below the entry of a Buy and above
 * that of a Sell, so one formula serves both. Null where nothing was risked.
 */
export function rAt(plan: Plan, price: string): number | null {
  const risk = Number(plan.entry) - Number(plan.stop_loss);
  const r = (Number(price) - Number(plan.entry)) / risk;
  return Number.isFinite(r) ? tidy(Math.round(r * 1e6) / 1e6) : null;
}

/** Minus zero is zero. */
function tidy(value: number): number {
  return value === 0 ? 0 : value;
}
