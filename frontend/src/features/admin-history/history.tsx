import { useCallback, useMemo, useState } from "react";
import { useSearchParams } from "wouter";
import { CsvButton } from "@/features/admin-history/csv-button";
import { EntrySheet } from "@/features/admin-history/entry-sheet";
import { FilterBar } from "@/features/admin-history/filter-bar";
import { type FilterName, filtersOf, historyFilter, withFilter, withoutFilters } from "@/features/admin-history/filters";
import { HistoryCards } from "@/features/admin-history/history-cards";
import { HistoryFailed, HistoryLoading, NoHistory } from "@/features/admin-history/history-states";
import { HistoryTable } from "@/features/admin-history/history-table";
import css from "@/features/admin-history/history.module.css";
import type { ListProps } from "@/features/admin-history/list-props";
import { history } from "@/features/admin-history/messages";
import { useHistory } from "@/features/admin-history/use-history";
import { AdminPage } from "@/shared/admin/admin-page";
import { useIsWide } from "@/shared/admin/ui/use-media";
import type { HistoryEntry } from "@/shared/api/types";
import { timeZone } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";

/** Every change of anybody's access, found by filters that stand in the address. */
export function History() {
  const t = useMessages(history);
  const isWide = useIsWide();
  const [params, setParams] = useSearchParams();
  const filters = useMemo(() => filtersOf(params), [params]);
  const filter = useMemo(() => historyFilter(filters, timeZone()), [filters]);
  const [isAtTop, setAtTop] = useState(true);
  const [topRequest, setTopRequest] = useState(0);
  const [opened, setOpened] = useState<HistoryEntry | null>(null);
  const { query, entries, readOn, hasFailedToReadOn, waiting, takeFresh } = useHistory(filter, isAtTop);
  const change = useCallback(
    (name: FilterName, value: string | null) => setParams((now) => withFilter(now, name, value), { replace: true }),
    [setParams],
  );
  const clear = useCallback(() => setParams(withoutFilters, { replace: true }), [setParams]);
  const open = useCallback((index: number) => setOpened(entries[index] ?? null), [entries]);
  const list: ListProps = { entries, hasMore: query.hasNextPage && !hasFailedToReadOn, readOn, onOpen: open, onTop: setAtTop, topRequest };
  const showFresh = () => {
    takeFresh();
    setTopRequest(topRequest + 1);
  };
  return (
    <AdminPage title={t.title} tools={<CsvButton filter={filter} />}>
      <FilterBar filters={filters} onChange={change} onClear={clear} />
      {query.isPending && <HistoryLoading isWide={isWide} />}
      {query.isError && query.data === undefined && (
        <HistoryFailed error={query.error} onRetry={() => void query.refetch()} isRetrying={query.isFetching} />
      )}
      {query.data !== undefined && entries.length === 0 && <NoHistory onClear={Object.keys(filter).length > 0 ? clear : null} />}
      {entries.length > 0 && (
        <div className={css.list}>
          {!isAtTop && waiting > 0 && (
            <button type="button" className={css.pill} onClick={showFresh}>
              {t.newChanges(waiting)}
            </button>
          )}
          {isWide ? <HistoryTable key={JSON.stringify(filter)} {...list} /> : <HistoryCards key={JSON.stringify(filter)} {...list} />}
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
      {opened !== null && <EntrySheet entry={opened} onClose={() => setOpened(null)} />}
    </AdminPage>
  );
}
