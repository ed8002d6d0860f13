import { person as texts } from "@/features/admin-person/messages";
import css from "@/features/admin-person/person.module.css";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { ButtonLink } from "@/shared/ui/button";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { SearchIcon } from "@/shared/ui/icons";
import { Loading, Skeleton, SkeletonCard, SkeletonRows } from "@/shared/ui/skeleton";

export function PersonLoading() {
  return (
    <Loading>
      <div className={css.waiting}>
        <Skeleton shape="circle" width={48} height={48} />
        <Skeleton width={260} height={20} />
      </div>
      <div className={css.columns}>
        <div className={css.column}>
          <SkeletonRows count={5} />
          <SkeletonCard height={300} />
        </div>
        <SkeletonRows count={6} hasAside={false} />
      </div>
    </Loading>
  );
}

export interface PersonFailedProps {
  telegramId: number;
  /** Null where the id is none. */
  error: unknown;
  onRetry: () => void;
  isRetrying: boolean;
}

export function PersonFailed({ telegramId, error, onRetry, isRetrying }: PersonFailedProps) {
  const t = useMessages(texts);
  const isNobody = error === null || (error instanceof ApiError && (error.status === 404 || error.status === 422));
  if (!isNobody) {
    const id = error instanceof ApiError ? error.requestId : null;
    return <ErrorState isPage title={t.failed} why={t.failedWhy} onRetry={onRetry} isRetrying={isRetrying} requestId={id} />;
  }
  const links = (
    <div className={css.links}>
      <ButtonLink kind="tinted" href="/admin/people">
        {t.toPeople}
      </ButtonLink>
      {Number.isSafeInteger(telegramId) && <ButtonLink href={`/admin/history?user_id=${telegramId}`}>{t.itsHistory}</ButtonLink>}
    </div>
  );
  return <EmptyState isPage icon={SearchIcon} title={t.nobody} why={t.nobodyWhy} action={links} />;
}
