import { WaitingEntry } from "@/features/admin-history/entry-row";
import { CARD_HEIGHT, WaitingEntryCard } from "@/features/admin-history/history-cards";
import css from "@/features/admin-history/history-states.module.css";
import { WIDTHS } from "@/features/admin-history/history-table";
import { history } from "@/features/admin-history/messages";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { Button } from "@/shared/ui/button";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { HistoryIcon, SearchIcon } from "@/shared/ui/icons";
import { Loading } from "@/shared/ui/skeleton";

export function HistoryLoading({ isWide }: { isWide: boolean }) {
  const places = Array.from({ length: Math.ceil(window.innerHeight / (isWide ? 42 : CARD_HEIGHT)) }, (_, at) => at);
  return (
    <Loading>
      {isWide ? (
        <table className={css.table}>
          <colgroup>
            {WIDTHS.map((width, at) => (
              <col key={at} style={{ width }} />
            ))}
          </colgroup>
          <tbody>
            {places.map((at) => (
              <WaitingEntry key={at} />
            ))}
          </tbody>
        </table>
      ) : (
        <div className={css.cards}>
          {places.map((at) => (
            <WaitingEntryCard key={at} />
          ))}
        </div>
      )}
    </Loading>
  );
}

export function HistoryFailed({ error, onRetry, isRetrying }: { error: unknown; onRetry: () => void; isRetrying: boolean }) {
  const t = useMessages(history);
  const id = error instanceof ApiError ? error.requestId : null;
  return <ErrorState title={t.failed} why={t.failedWhy} onRetry={onRetry} isRetrying={isRetrying} requestId={id} />;
}

export function NoHistory({ onClear }: { onClear: (() => void) | null }) {
  const t = useMessages(history);
  if (onClear === null) return <EmptyState icon={HistoryIcon} title={t.none} why={t.noneWhy} />;
  return (
    <EmptyState
      icon={SearchIcon}
      title={t.nothing}
      why={t.nothingWhy}
      action={
        <Button kind="tinted" onClick={onClear}>
          {t.clearFilters}
        </Button>
      }
    />
  );
}
