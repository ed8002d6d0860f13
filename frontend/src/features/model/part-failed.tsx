import { model } from "@/features/model/messages";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { words } from "@/shared/ui/messages";
import { Banner } from "@/shared/ui/banner";
import { Button } from "@/shared/ui/button";
import { RefreshIcon } from "@/shared/ui/icons";

export interface PartFailedProps {
  title: string;
  error: Error;
  isRetrying: boolean;
  onRetry: () => void;
}

/** One part of a page that did not come, while the rest of it stands. */
export function PartFailed({ title, error, isRetrying, onRetry }: PartFailedProps) {
  const t = useMessages(model);
  const all = useMessages(words);
  const action = (
    <Button kind="plain" isBusy={isRetrying} onClick={onRetry}>
      {t.tryAgain}
    </Button>
  );
  return (
    <div role="alert">
      <Banner tone="neutral" icon={RefreshIcon} action={action}>
        {title}.
        {error instanceof ApiError && error.requestId !== null && (
          <>
            {" "}
            <span className="quiet">
              {all.request} <span className="mono">{error.requestId}</span>
            </span>
          </>
        )}
      </Banner>
    </div>
  );
}
