import type { UserFilter } from "@/shared/api/types";

/** The filter without what is not asked, so that two that ask the same are the same. */
export function asked<Filter extends UserFilter>(filter: Filter): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([, value]) => value != null && value !== "")) as Filter;
}
