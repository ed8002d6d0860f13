import { useQuery } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";

/** What is known of this installation; undefined until it is. It does not change while the page is open. */
export function useApp() {
  const { data } = useQuery({
    queryKey: ["app"],
    queryFn: ({ signal }) => answer(api.GET("/api/app", { signal })),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return data;
}
