/** What to write under a chart of time: words as coarse as the stretch is long. */

import { scaleUtc } from "d3-scale";
import { formatDay, formatMonthShort, formatTime } from "@/shared/format/time";

const DAY = 86_400_000;

function wordsOf(span: number): (at: number) => string {
  // Ticks stand at midnight UTC, which is another day in half of the zones: noon is the same one in nearly all.
  if (span > 4 * 365 * DAY) return (at) => String(new Date(at).getUTCFullYear());
  if (span > 75 * DAY) return (at) => formatMonthShort(at + DAY / 2);
  if (span > 3 * DAY) return (at) => formatDay(at + DAY / 2);
  return formatTime;
}

export interface TimeTick {
  at: number;
  text: string;
}

/** So many words have room beside each other. */
const MOST = 4;

/** Two to four ticks at round moments; close to an end there is no room for their words. */
export function timeTicks(from: number, to: number): TimeTick[] {
  const words = wordsOf(to - from);
  const edge = (to - from) * 0.06;
  const round = scaleUtc([from, to], [0, 1])
    .ticks(MOST)
    .map(Number)
    .filter((at) => at - from >= edge && to - at >= edge);
  const step = Math.ceil(round.length / MOST);
  return round.filter((_, place) => place % step === 0).map((at) => ({ at, text: words(at) }));
}
