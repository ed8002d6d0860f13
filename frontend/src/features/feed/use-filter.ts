import { useSearchParams } from "wouter";
import { type Filter, readFilter, writeFilter } from "@/features/feed/filter";

/** The filter in the address, and a way to change it that leaves no trail of steps in the history. */
export function useFilter(): [Filter, (change: Partial<Filter>) => void] {
  const [search, setSearch] = useSearchParams();
  const filter = readFilter(search);
  const change = (part: Partial<Filter>) => setSearch(writeFilter({ ...filter, ...part }), { replace: true });
  return [filter, change];
}
