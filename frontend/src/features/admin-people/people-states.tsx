import { people } from "@/features/admin-people/messages";
import { CARD_HEIGHT, WaitingCard } from "@/features/admin-people/person-card";
import { WIDTHS } from "@/features/admin-people/people-head";
import { WaitingRow } from "@/features/admin-people/person-row";
import css from "@/features/admin-people/people-states.module.css";
import { refusal } from "@/shared/admin/ui/refusal";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { Button } from "@/shared/ui/button";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { PeopleIcon, SearchIcon } from "@/shared/ui/icons";
import { Loading } from "@/shared/ui/skeleton";

export function PeopleLoading({ isWide }: { isWide: boolean }) {
  const shown = Math.ceil(window.innerHeight / (isWide ? 42 : CARD_HEIGHT));
  const places = Array.from({ length: shown }, (_, at) => at);
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
              <WaitingRow key={at} />
            ))}
          </tbody>
        </table>
      ) : (
        <div className={css.cards}>
          {places.map((at) => (
            <WaitingCard key={at} />
          ))}
        </div>
      )}
    </Loading>
  );
}

export function PeopleFailed({ error, onRetry, isRetrying }: { error: unknown; onRetry: () => void; isRetrying: boolean }) {
  const t = useMessages(people);
  const why = error instanceof ApiError && error.status === 403 ? refusal(error) : t.failedWhy;
  return <ErrorState title={t.failed} why={why} onRetry={onRetry} isRetrying={isRetrying} requestId={error instanceof ApiError ? error.requestId : null} />;
}

export function Nobody({ onClear }: { onClear: (() => void) | null }) {
  const t = useMessages(people);
  if (onClear === null) return <EmptyState icon={PeopleIcon} title={t.noPeople} why={t.noPeopleWhy} />;
  return (
    <EmptyState
      icon={SearchIcon}
      title={t.nobody}
      why={t.nobodyWhy}
      action={
        <Button kind="tinted" onClick={onClear}>
          {t.clearFilters}
        </Button>
      }
    />
  );
}
