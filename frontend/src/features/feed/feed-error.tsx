import { feed } from "@/features/feed/messages";
import { duration } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { mayPass, useTimedRetry } from "@/shared/signal/use-timed-retry";
import { ErrorState } from "@/shared/ui/empty-state";

export interface FeedErrorProps {
  error: Error;
  isRetrying: boolean;
  onRetry: () => void;
}

/** The list did not come: access is safe, and it is asked for again by itself. */
export function FeedError({ error, isRetrying, onRetry }: FeedErrorProps) {
  const t = useMessages(feed);
  const left = useTimedRetry(isRetrying ? null : error, onRetry);
  const why = [mayPass(error) ? t.failedWhy : t.refusedWhy];
  if (left !== null) why.push(t.retryIn(duration(left * 1000)));
  return (
    <ErrorState
      title={t.failed}
      why={why.join(" ")}
      onRetry={onRetry}
      isRetrying={isRetrying}
      retryLabel={t.tryNow}
      requestId={error instanceof ApiError ? error.requestId : null}
    />
  );
}
