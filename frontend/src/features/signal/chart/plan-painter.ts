/** The strokes of a plan, in CSS pixels. */

import type { ChartModel } from "@/features/signal/chart/chart-model";
import type { ChartColours } from "@/features/signal/chart/colours";

export interface Places {
  startX: number;
  endX: number;
  atX: number;
  atY: number;
  entryY: number;
  stopY: number;
  targetY: number;
  markY: number;
  /** Of the pane, up to the prices' axis. */
  width: number;
}

type Pen = CanvasRenderingContext2D;

const TINT = 0.17;
const HATCH = 7;

function zone(pen: Pen, { startX, endX }: Places, from: number, to: number): void {
  pen.beginPath();
  pen.rect(startX, Math.min(from, to), endX - startX, Math.abs(to - from));
}

function hatch(pen: Pen, places: Places, colour: string): void {
  const { startX, endX, entryY, stopY } = places;
  const [top, bottom] = [Math.min(entryY, stopY), Math.max(entryY, stopY)];
  pen.save();
  zone(pen, places, entryY, stopY);
  pen.clip();
  pen.globalAlpha = 0.45;
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  for (let x = startX - (bottom - top); x < endX; x += HATCH) {
    pen.moveTo(x, bottom);
    pen.lineTo(x + bottom - top, top);
  }
  pen.stroke();
  pen.restore();
}

function level(pen: Pen, y: number, from: number, to: number, colour: string, dash: readonly number[] = []): void {
  pen.save();
  pen.strokeStyle = colour;
  pen.lineWidth = 1.5;
  pen.setLineDash([...dash]);
  pen.beginPath();
  pen.moveTo(from, y);
  pen.lineTo(to, y);
  pen.stroke();
  pen.restore();
}

/** A triangle at the candle that the signal was made from, pointing where it should go. */
function made(pen: Pen, { startX, markY }: Places, { direction }: ChartModel, colours: ChartColours): void {
  const side = direction === "BUY" ? 1 : -1;
  pen.fillStyle = colours.direction[direction];
  pen.beginPath();
  pen.moveTo(startX, markY + side * 6);
  pen.lineTo(startX + 6, markY + side * 15);
  pen.lineTo(startX - 6, markY + side * 15);
  pen.fill();
}

function ringed(pen: Pen, colour: string, back: string, path: () => void): void {
  pen.beginPath();
  path();
  pen.closePath();
  pen.lineWidth = 3;
  pen.strokeStyle = back;
  pen.stroke();
  pen.fillStyle = colour;
  pen.fill();
}

function diamond(pen: Pen, x: number, y: number): void {
  pen.moveTo(x, y - 6.5);
  pen.lineTo(x + 6.5, y);
  pen.lineTo(x, y + 6.5);
  pen.lineTo(x - 6.5, y);
}

/** Where it stands: a dot while it is open, a diamond at the target, a bar at the stop, a square where it expired. */
function standing(pen: Pen, { atX: x, atY: y }: Places, { status }: ChartModel, colours: ChartColours): void {
  const { card, accent, won, lost, ink2 } = colours;
  const draw: Record<ChartModel["status"], () => void> = {
    open: () => ringed(pen, accent, card, () => pen.arc(x, y, 3.5, 0, 2 * Math.PI)),
    won: () => ringed(pen, won, card, () => diamond(pen, x, y)),
    lost: () => ringed(pen, lost, card, () => pen.rect(x - 2, y - 7, 4, 14)),
    expired: () => ringed(pen, ink2, card, () => pen.rect(x - 4, y - 4, 8, 8)),
  };
  draw[status]();
}

export function drawPlan(pen: Pen, layer: "zones" | "marks", places: Places, model: ChartModel, colours: ChartColours): void {
  const { startX, endX, atX, atY, entryY, stopY, targetY, width } = places;
  if (layer === "zones") {
    pen.save();
    pen.globalAlpha = TINT;
    pen.fillStyle = colours.won;
    zone(pen, places, entryY, targetY);
    pen.fill();
    pen.restore();
    hatch(pen, places, colours.lost);
    return;
  }
  const end = Math.max(endX, width);
  level(pen, targetY, startX, end, colours.won);
  level(pen, stopY, startX, end, colours.lost, [4, 3]);
  level(pen, entryY, startX, end, colours.ink);
  if (model.status === "open") level(pen, atY, atX, end, colours.accent, [1.5, 3]);
  made(pen, places, model, colours);
  standing(pen, places, model, colours);
}
