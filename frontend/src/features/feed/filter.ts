/** What the list is narrowed to. It lives in the address, so that back, reload and a shared link keep it. */

import type { SignalRead } from "@/shared/api/types";

export type Show = "all" | "open" | "closed";

export interface Filter {
  show: Show;
  pair: string | null;
  modelId: string | null;
  /** Least confidence, in per cent; 0 asks for nothing. */
  confidence: number;
}

export type Narrowing = Omit<Filter, "show">;

export const WIDE: Narrowing = { pair: null, modelId: null, confidence: 0 };

const SHOWS: readonly string[] = ["open", "closed"];

function shareOf(text: string | null): number {
  const given = Number(text);
  return Number.isInteger(given) && given > 0 && given < 100 ? given : 0;
}

/** The filter in an address; what makes no sense is left out. */
export function readFilter(search: URLSearchParams): Filter {
  const show = search.get("show") ?? "";
  const [pair, modelId] = [search.get("pair") ?? "", search.get("model") ?? ""];
  return {
    show: SHOWS.includes(show) ? (show as Show) : "all",
    pair: /^[A-Z]{3}\/[A-Z]{3}$/.test(pair) ? pair : null,
    modelId: /^[a-z0-9][a-z0-9-]*$/.test(modelId) ? modelId : null,
    confidence: shareOf(search.get("confidence")),
  };
}

/** The address's words for a filter; what is not narrowed is not written. */
export function writeFilter({ show, pair, modelId, confidence }: Filter): URLSearchParams {
  const search = new URLSearchParams();
  if (show !== "all") search.set("show", show);
  if (pair !== null) search.set("pair", pair);
  if (modelId !== null) search.set("model", modelId);
  if (confidence > 0) search.set("confidence", String(confidence));
  return search;
}

export function narrowedBy({ pair, modelId, confidence }: Narrowing): number {
  return [pair !== null, modelId !== null, confidence > 0].filter(Boolean).length;
}

/** Whether a filter lets a signal through. The server has done pair and model already; frames have not. */
export function passes(signal: SignalRead, { pair, modelId, confidence }: Narrowing): boolean {
  if (pair !== null && signal.pair !== pair) return false;
  if (modelId !== null && signal.model_id !== modelId) return false;
  return Math.round(signal.confidence * 10_000) >= confidence * 100;
}
