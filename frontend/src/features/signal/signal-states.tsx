import { page } from "@/features/signal/messages";
import { duration } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { mayPass, useTimedRetry } from "@/shared/signal/use-timed-retry";
import { ButtonLink } from "@/shared/ui/button";
import { EmptyState, ErrorState } from "@/shared/ui/empty-state";
import { LockIcon, SignalsIcon } from "@/shared/ui/icons";
import { Stack } from "@/shared/ui/section";
import { Loading, Skeleton, SkeletonCard } from "@/shared/ui/skeleton";
import css from "@/features/signal/states.module.css";

/** Not held, or not any more: the way to the model's own page, where one can ask for it. */
export function Locked({ modelId, wasOpen }: { modelId: string; wasOpen: boolean }) {
  const t = useMessages(page);
  const action = (
    <ButtonLink kind="primary" isWide href={`/models/${modelId}`}>
      {t.seeModel}
    </ButtonLink>
  );
  const [title, why] = wasOpen ? [t.locked, t.lockedWhy] : [t.lockedNever, t.lockedNeverWhy];
  return <EmptyState isPage icon={LockIcon} title={title} why={why} action={action} />;
}

export function Gone() {
  const t = useMessages(page);
  const action = (
    <ButtonLink kind="tinted" isWide href="/">
      {t.toSignals}
    </ButtonLink>
  );
  return <EmptyState isPage icon={SignalsIcon} title={t.gone} why={t.goneWhy} action={action} />;
}

export interface FailedProps {
  error: Error;
  isRetrying: boolean;
  onRetry: () => void;
}

export function Failed({ error, isRetrying, onRetry }: FailedProps) {
  const t = useMessages(page);
  const left = useTimedRetry(isRetrying ? null : error, onRetry);
  const why = [mayPass(error) ? t.failedWhy : t.refusedWhy];
  if (left !== null) why.push(t.retryIn(duration(left * 1000)));
  return (
    <ErrorState
      isPage
      title={t.failed}
      why={why.join(" ")}
      onRetry={onRetry}
      isRetrying={isRetrying}
      retryLabel={t.tryNow}
      requestId={error instanceof ApiError ? error.requestId : null}
    />
  );
}

/** The page before it is there, as high as it will be. */
export function SignalSkeleton() {
  const t = useMessages(page);
  return (
    <Loading label={t.loading}>
      <div className={css.head}>
        <Skeleton shape="tile" width={46} height={46} />
        <div className={css.words}>
          <Skeleton width="52%" height={18} />
          <Skeleton width="70%" />
        </div>
      </div>
      <Stack>
        <SkeletonCard height={372} />
        <SkeletonCard height={184} />
        <SkeletonCard height={110} />
        <SkeletonCard height={232} />
      </Stack>
    </Loading>
  );
}
