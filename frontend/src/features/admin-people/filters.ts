/** The filters of the list as they stand in the address: under the API's own names, so that every screen can link to them. */

import { reachabilityOf } from "@/shared/admin/ui/filter-fields";
import { PEOPLE_SORTS, type PeopleSort } from "@/shared/admin/ui/people-list";
import { isDay, zonedMoment } from "@/shared/admin/ui/zoned-time";
import type { UserFilter } from "@/shared/api/types";

export const FILTER_NAMES = ["query", "model_id", "expires_before", "role", "status", "reachability"] as const;
export type FilterName = (typeof FILTER_NAMES)[number];
export type Filters = Readonly<Record<FilterName, string | null>>;

export const DEFAULT_SORT: PeopleSort = "ends";

export function filtersOf(params: URLSearchParams): Filters {
  const value = (name: FilterName) => (params.get(name)?.trim() ?? "") || null;
  return {
    query: value("query"),
    model_id: value("model_id"),
    expires_before: value("expires_before"),
    role: value("role"),
    status: value("status"),
    reachability: value("reachability"),
  };
}

export function sortOf(params: URLSearchParams): PeopleSort {
  const wanted = params.get("sort");
  return PEOPLE_SORTS.find((sort) => sort === wanted) ?? DEFAULT_SORT;
}

/** The same address with one part changed; what is empty leaves it. */
export function withParam(params: URLSearchParams, name: FilterName | "sort", value: string | null): URLSearchParams {
  const next = new URLSearchParams(params);
  if (value === null || value === "" || (name === "sort" && value === DEFAULT_SORT)) next.delete(name);
  else next.set(name, value);
  return next;
}

export function withoutFilters(params: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const name of FILTER_NAMES) next.delete(name);
  return next;
}

/** What the API is asked. A day stands for its beginning in the zone; what the API would refuse is left out. */
export function userFilter(filters: Filters, zone: string): UserFilter {
  const { query, model_id: model, expires_before: before, role, status } = filters;
  const reachability = reachabilityOf(filters.reachability);
  const end = before === null ? null : isDay(before) ? zonedMoment(before, zone) : instant(before);
  return {
    ...(query === null ? {} : { query: query.slice(0, 100) }),
    ...(model !== null && /^[a-z0-9][a-z0-9-]{0,49}$/.test(model) ? { model_id: model } : {}),
    ...(end === null ? {} : { expires_before: end }),
    ...(role === "user" || role === "admin" ? { role } : {}),
    ...(status === "active" || status === "blocked" ? { status } : {}),
    ...(reachability === null ? {} : { reachability }),
  };
}

/** A moment of another screen's link; a "+" of its offset may have become a space on the way. */
function instant(written: string): string | null {
  const at = Date.parse(written.replace(" ", "+"));
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

export const isFiltered = (filter: UserFilter): boolean => Object.keys(filter).length > 0;
