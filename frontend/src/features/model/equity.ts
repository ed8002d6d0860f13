/** The curve of summed R: its deepest fall, and as many points of it as a screen can show. */

import type { Record_ } from "@/shared/api/types";

export type EquityPoint = Record_["equity"][number];

export interface Placed {
  x: number;
  y: number;
}

export interface Drawdown {
  /** Places in the list: the peak, and the deepest point below it. */
  from: number;
  to: number;
}

/** Where the sum fell furthest below its peak so far; the first peak is 0, where it started. Null where it never fell. */
export function deepestDrawdown(points: readonly EquityPoint[]): Drawdown | null {
  let peak = { at: 0, r: 0 };
  let deepest: Drawdown | null = null;
  let depth = 0;
  for (const [at, { r }] of points.entries()) {
    if (r >= peak.r) peak = { at, r };
    if (peak.r - r > depth) {
      depth = peak.r - r;
      deepest = { from: peak.at, to: at };
    }
  }
  return deepest;
}

/** Points in a column of pixels: what it begins and ends with, and its lowest and highest, in their order. */
function kept(column: readonly Placed[]): Placed[] {
  const [first, last] = [column[0], column.at(-1)];
  if (first === undefined || last === undefined || column.length <= 4) return [...column];
  let [low, high] = [first, first];
  for (const point of column) {
    if (point.y < low.y) low = point;
    if (point.y > high.y) high = point;
  }
  const wanted = new Set([first, low, high, last]);
  return column.filter((point) => wanted.has(point));
}

/** At most four points a pixel: the line looks the same, and no extreme is lost. Points are in the order of x. */
export function thin(points: readonly Placed[]): Placed[] {
  const thinned: Placed[] = [];
  let column: Placed[] = [];
  for (const point of points) {
    if (column[0] !== undefined && Math.floor(column[0].x) !== Math.floor(point.x)) {
      thinned.push(...kept(column));
      column = [];
    }
    column.push(point);
  }
  return [...thinned, ...kept(column)];
}

/** An SVG path through the points, with no smoothing. */
export function pathOf(points: readonly Placed[]): string {
  return points.map(({ x, y }, at) => `${at === 0 ? "M" : "L"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

/** Every so many points, and the last: enough rows to read a curve from a table. */
export function tabulated<Point>(points: readonly Point[], rows: number): Point[] {
  if (points.length <= rows) return [...points];
  const step = (points.length - 1) / (rows - 1);
  return Array.from({ length: rows }, (_, at) => points[Math.round(at * step)]).filter((point) => point !== undefined);
}
