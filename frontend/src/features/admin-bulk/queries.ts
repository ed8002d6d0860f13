import { queryOptions } from "@tanstack/react-query";
import { asked } from "@/shared/admin/asked";
import { adminKeys } from "@/shared/admin/queries";
import { answer, api } from "@/shared/api/client";
import type { UserFilter } from "@/shared/api/types";

/** How many people a filter finds. */
export const matchesQuery = (filter: UserFilter) =>
  queryOptions({
    queryKey: [...adminKeys.people, "count", asked(filter)],
    queryFn: async ({ signal }) => {
      const query = { ...asked(filter), limit: 1 };
      return (await answer(api.GET("/api/admin/users", { params: { query }, signal }))).total;
    },
    staleTime: 10_000,
  });
