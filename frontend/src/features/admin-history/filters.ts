/** The filters of the history as they stand in the address, under the API's own names. */

import { isDay, nextDay, zonedMoment } from "@/shared/admin/ui/zoned-time";
import type { HistoryFilter } from "@/features/admin-history/queries";

export const FILTER_NAMES = ["user_id", "admin_id", "model_id", "action", "from", "to"] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export type Filters = Readonly<Record<FilterName, string | null>>;

export function filtersOf(params: URLSearchParams): Filters {
  const value = (name: FilterName) => (params.get(name)?.trim() ?? "") || null;
  return {
    user_id: value("user_id"),
    admin_id: value("admin_id"),
    model_id: value("model_id"),
    action: value("action"),
    from: value("from"),
    to: value("to"),
  };
}

export function withFilter(params: URLSearchParams, name: FilterName, value: string | null): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value === null || value === "") next.delete(name);
  else next.set(name, value);
  return next;
}

export function withoutFilters(params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of FILTER_NAMES) next.delete(name);
  return next;
}

const wholeNumber = (written: string | null): number | null => (written !== null && /^\d{1,16}$/.test(written) ? Number(written) : null);

/** A "+" of an offset may have become a space on its way through an address. */
function instant(written: string): string | null {
  const at = Date.parse(written.replace(" ", "+"));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/**
 * What the API is asked. A day is a day of the zone, from its beginning to its end, "to" included; a moment stands for itself.
 * What the API would refuse is left out.
 */
export function historyFilter(filters: Filters, zone: string): HistoryFilter {
  const { model_id: model, action, from, to } = filters;
  const [userId, adminId] = [wholeNumber(filters.user_id), wholeNumber(filters.admin_id)];
  const since = from === null ? null : isDay(from) ? zonedMoment(from, zone) : instant(from);
  const until = to === null ? null : isDay(to) ? zonedMoment(nextDay(to), zone) : instant(to);
  return {
    ...(userId !== null && userId > 0 ? { user_id: userId } : {}),
    ...(adminId === null ? {} : { admin_id: adminId }),
    ...(model !== null && /^[a-z0-9][a-z0-9-]{0,49}$/.test(model) ? { model_id: model } : {}),
    ...(action !== null && /^[a-z]{1,16}$/.test(action) ? { action } : {}),
    ...(since === null ? {} : { from: since }),
    ...(until === null ? {} : { to: until }),
  };
}
