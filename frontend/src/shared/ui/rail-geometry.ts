/** Where things stand on a rail: percent from the stop (0) to the target (100). */

export type RailStatus = "open" | "won" | "lost" | "expired";

export interface RailInput {
  stopR: number;
  targetR: number;
  status: RailStatus;
  exitR?: number | null | undefined;
  lastR?: number | null | undefined;
}

export interface RailGeometry {
  entry: number;
  /** How far it went: the filled part, from left to right. Null while nothing is known but the plan. */
  fill: { from: number; to: number; tone: "won" | "lost" | "neutral" } | null;
  /** A tick at a price that is neither the stop nor the target. */
  tick: number | null;
}

/** Beyond the stop or the target, where a gap can take a price, everything is drawn at that end. */
function place({ stopR, targetR }: RailInput, r: number): number {
  const share = (r - stopR) / (targetR - stopR);
  return Math.round(Math.min(1, Math.max(0, share)) * 10000) / 100;
}

function between(entry: number, end: number): { from: number; to: number } {
  return { from: Math.min(entry, end), to: Math.max(entry, end) };
}

export function railGeometry(input: RailInput): RailGeometry {
  const entry = place(input, 0);
  switch (input.status) {
    case "won":
      return { entry, fill: { from: entry, to: 100, tone: "won" }, tick: null };
    case "lost":
      return { entry, fill: { from: 0, to: entry, tone: "lost" }, tick: null };
    case "expired": {
      if (input.exitR == null) return { entry, fill: null, tick: null };
      const tick = place(input, input.exitR);
      return { entry, fill: { ...between(entry, tick), tone: "neutral" }, tick };
    }
    case "open": {
      if (input.lastR == null) return { entry, fill: null, tick: null };
      const tick = place(input, input.lastR);
      return { entry, fill: { ...between(entry, tick), tone: input.lastR < 0 ? "lost" : "won" }, tick };
    }
  }
}
