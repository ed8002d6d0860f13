/** When a signal was made: by the clock, or on the market's own calendar where past prices are played back. */

import type { SignalRead } from "@/shared/api/types";
import { formatDay, formatDate, formatDayTime, formatTime } from "@/shared/format/time";
import { signalWords } from "@/shared/signal/messages";
import { messagesNow } from "@/shared/i18n/language";

const MINUTE = 60_000;
const UNITS = { min: MINUTE, h: 60 * MINUTE, d: 24 * 60 * MINUTE } as const;

function parts(timeframe: string): { count: number; unit: keyof typeof UNITS } | null {
  const [, count, unit] = /^(\d+)(min|h|d)$/.exec(timeframe) ?? [];
  return count === undefined ? null : { count: Number(count), unit: unit as keyof typeof UNITS };
}

/** Milliseconds of one candle; 0 for a timeframe that this version does not know. */
export function candleLength(timeframe: string): number {
  const found = parts(timeframe);
  return found === null ? 0 : found.count * UNITS[found.unit];
}

/** "1 h", "1 ч". */
export function timeframeWords(timeframe: string): string {
  const found = parts(timeframe);
  return found === null ? timeframe : messagesNow(signalWords)[found.unit](found.count);
}

type Made = Pick<SignalRead, "replay" | "candle_at" | "timeframe" | "created_at">;

/** A replay publishes years within minutes: its signals are told apart by the close that they were made at. */
export function madeAt({ replay, candle_at: candleAt, timeframe, created_at: createdAt }: Made): number {
  return replay ? Date.parse(candleAt) + candleLength(timeframe) : Date.parse(createdAt);
}

const isDaily = (timeframe: string) => candleLength(timeframe) >= UNITS.d;

/** Where the day stands above it: "11:00"; of candles that are whole days, and of replays, the day says it all. */
export function madeTime(signal: Made): string | null {
  return signal.replay && isDaily(signal.timeframe) ? null : formatTime(madeAt(signal));
}

/** "19 Nov, 14:00", "5 May 2025". */
export function madeDayTime(signal: Made): string {
  const at = madeAt(signal);
  return signal.replay && isDaily(signal.timeframe) ? formatDate(at) : formatDayTime(at);
}

/** When it expires at the latest: "20 Nov, 02:00"; a replay's calendar is another one, so with its year. */
export function expiryWords({ replay, expires_at: end, timeframe }: Pick<SignalRead, "replay" | "expires_at" | "timeframe">): string {
  if (replay) return formatDate(end);
  return isDaily(timeframe) ? formatDay(end) : formatDayTime(end);
}
