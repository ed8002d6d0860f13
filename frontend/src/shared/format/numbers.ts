/** Numbers that are not prices, by Intl in the language chosen now; a minus is U+2212. */

import { formats } from "@/shared/format/messages";
import { language, messagesNow } from "@/shared/i18n/language";

const MINUS = "\u2212";
const DASH = "\u2013";
const made = new Map<string, Intl.NumberFormat>();

function formatter(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const name = `${language()} ${key}`;
  const known = made.get(name);
  if (known !== undefined) return known;
  const fresh = new Intl.NumberFormat(language(), options);
  made.set(name, fresh);
  return fresh;
}

function withMinus(written: string): string {
  return written.replace("-", MINUS);
}

/** "1.24", "−0.12": fixed digits, a sign only below zero. */
export function decimal(value: number, digits = 2): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "negative" } as const;
  return withMinus(formatter(`decimal ${digits}`, options).format(value));
}

/** "+0.41", "−0.12", "0.00": a sign on everything that does not round to zero. */
export function signed(value: number, digits = 2): string {
  const options = { minimumFractionDigits: digits, maximumFractionDigits: digits, signDisplay: "exceptZero" } as const;
  return withMinus(formatter(`signed ${digits}`, options).format(value));
}

/** "1,792", "1 792". */
export function count(value: number): string {
  return withMinus(formatter("count", { maximumFractionDigits: 0 }).format(value));
}

/** "+312", "0": how much a count has changed. */
export function countChange(value: number): string {
  return withMinus(formatter("change", { maximumFractionDigits: 0, signDisplay: "exceptZero" }).format(value));
}

/** Share 0..1 as "50.9%", "50,9 %". */
export function rate(share: number): string {
  const options = { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 } as const;
  return withMinus(formatter("rate", options).format(share));
}

/** Share 0..1 as "50.9": for places where the per cent sign stands elsewhere. */
export function rateNumber(share: number): string {
  return decimal(share * 100, 1);
}

/** Share 0..1 as "58%", "58 %". */
export function percent(share: number): string {
  return withMinus(formatter("percent", { style: "percent", maximumFractionDigits: 0 }).format(share));
}

/** Two shares 0..1 as "48.6–53.2". */
export function interval(low: number, high: number): string {
  return `${rateNumber(low)}${DASH}${rateNumber(high)}`;
}

/** "+1.10R", "−1.00R". */
export function rMultiple(value: number, digits = 2): string {
  return `${signed(value, digits)}R`;
}

/** "+28.3 pips", "+28,3 пункта": a result, so signed. */
export function signedPips(value: number): string {
  return messagesNow(formats).pips(signed(value, 1), rounded(value));
}

/** "25.7 pips": a distance, so unsigned. */
export function pips(value: number): string {
  return messagesNow(formats).pips(decimal(Math.abs(value), 1), rounded(value));
}

/** "n 1,792", "n = 1 792": how many signals a figure is made of. */
export function sampleSize(n: number): string {
  return messagesNow(formats).sample(count(n));
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
