/** Which models are open, in which order they stand, and what the figures of the list come from. */

import type { AccessRight, ModelRead, RequestRead } from "@/shared/api/types";
import { endOf } from "@/shared/session/store";

export const SOON = 72 * 3_600_000;

export interface OpenModel {
  model: ModelRead;
  right: AccessRight;
}

export interface Groups {
  open: OpenModel[];
  locked: ModelRead[];
}

/** What is held at this moment decides, whatever the list of models said when it was read. Soonest end first, free last. */
export function groupModels(models: readonly ModelRead[], held: ReadonlyMap<string, AccessRight>): Groups {
  const groups: Groups = { open: [], locked: [] };
  for (const model of models) {
    const right = held.get(model.id);
    if (right === undefined) groups.locked.push(model);
    else groups.open.push({ model, right });
  }
  const rank = ({ model, right }: OpenModel) => Math.min(endOf(right), model.is_free ? Number.MAX_VALUE : Number.MAX_VALUE / 2);
  groups.open.sort((one, other) => rank(one) - rank(other));
  return groups;
}

/** When a right ends, if that is soon enough to be told; `now` in ms by the server's clock. */
export function soonEnd(right: AccessRight, now: number): string | null {
  return right.expires_at !== null && endOf(right) - now <= SOON ? right.expires_at : null;
}

/** Models that the person has asked for and that nobody has answered yet. */
export function pendingModels(requests: readonly RequestRead[]): ReadonlySet<string> {
  return new Set(requests.filter(({ status }) => status === "pending").map(({ model_id: id }) => id));
}

export type Source = "live" | "backtest" | "mixed" | "none";

/** Where the figures of a list come from. */
export function sourceOf(models: readonly ModelRead[]): Source {
  const sources = new Set(models.flatMap(({ accuracy }) => (accuracy === null ? [] : [accuracy.source])));
  if (sources.size === 0) return "none";
  if (sources.size > 1) return "mixed";
  return sources.has("live") ? "live" : "backtest";
}
