import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";

/** What is known of this installation and its bot. It does not change while the page is open. */
export const appQuery = queryOptions({
  queryKey: ["app"],
  queryFn: ({ signal }) => answer(api.GET("/api/app", { signal })),
  staleTime: Number.POSITIVE_INFINITY,
});
