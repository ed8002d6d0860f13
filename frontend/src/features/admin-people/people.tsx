import { useCallback, useEffect, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { FilterBar } from "@/features/admin-people/filter-bar";
import { type FilterName, filtersOf, isFiltered, sortOf, userFilter, withoutFilters, withParam } from "@/features/admin-people/filters";
import type { ListProps } from "@/features/admin-people/list-props";
import { people as texts } from "@/features/admin-people/messages";
import { PeopleCards } from "@/features/admin-people/people-cards";
import { Nobody, PeopleFailed, PeopleLoading } from "@/features/admin-people/people-states";
import { PeopleTable } from "@/features/admin-people/people-table";
import css from "@/features/admin-people/people.module.css";
import { SelectionBar } from "@/features/admin-people/selection-bar";
import { useFreshRows, usePeople } from "@/features/admin-people/use-people";
import { useSelection } from "@/features/admin-people/use-selection";
import { AdminPage } from "@/shared/admin/admin-page";
import { FindButton } from "@/shared/admin/find-button";
import { keepPeopleAddress } from "@/shared/admin/people-address";
import type { PeopleSort } from "@/shared/admin/ui/people-list";
import { useIsWide } from "@/shared/admin/ui/use-media";
import { timeZone } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";

/** Everybody, found by filters that stand in the address. */
export function People() {
  const t = useMessages(texts);
  const [params, setParams] = useSearchParams();
  useEffect(() => keepPeopleAddress(params.toString()), [params]);
  const filters = useMemo(() => filtersOf(params), [params]);
  const sort = sortOf(params);
  const filter = useMemo(() => userFilter(filters, timeZone()), [filters]);
  const { query, people, total, readOn, hasFailedToReadOn } = usePeople(filter, sort);
  const selection = useSelection(people, filter, query.isPlaceholderData ? 0 : total);
  const isWide = useIsWide();
  const [range, setRange] = useState({ first: 0, end: 0 });
  useFreshRows(filter, sort, range.first, range.end);
  const onRange = useCallback(
    (first: number, end: number) => setRange((now) => (now.first === first && now.end === end ? now : { first, end })),
    [],
  );
  const change = useCallback(
    (name: FilterName | "sort", value: string | null) => setParams((now) => withParam(now, name, value), { replace: true }),
    [setParams],
  );
  const clear = useCallback(() => setParams(withoutFilters, { replace: true }), [setParams]);
  const list: ListProps = {
    people,
    total,
    hasMore: query.hasNextPage && !hasFailedToReadOn,
    readOn,
    sort,
    onSort: (next: PeopleSort) => change("sort", next),
    selection,
    list: JSON.stringify([filter, sort]),
    onRange,
  };
  return (
    <AdminPage title={t.title} tools={isWide ? <FindButton label={t.jump} /> : undefined}>
      <FilterBar filters={filters} sort={sort} total={query.data === undefined || query.isPlaceholderData ? null : total} onChange={change} onClear={clear} />
      <SelectionBar selection={selection} total={total} />
      {query.isPending && <PeopleLoading isWide={isWide} />}
      {query.isError && query.data === undefined && (
        <PeopleFailed error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      )}
      {query.data !== undefined && people.length === 0 && <Nobody onClear={isFiltered(filter) ? clear : null} />}
      {people.length > 0 && (
        <div className={query.isPlaceholderData ? css.old : undefined}>
          {isWide ? <PeopleTable key={list.list} {...list} /> : <PeopleCards key={list.list} {...list} />}
        </div>
      )}
      {hasFailedToReadOn && (
        <p className={css.failed} role="alert">
          {t.moreFailed}{" "}
          <Button kind="plain" onClick={() => void query.fetchNextPage()}>
            {t.retry}
          </Button>
        </p>
      )}
    </AdminPage>
  );
}
