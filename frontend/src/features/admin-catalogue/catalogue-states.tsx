import css from "@/features/admin-catalogue/list.module.css";
import { catalogue } from "@/features/admin-catalogue/messages";
import { useMessages } from "@/shared/i18n/language";
import { ApiError } from "@/shared/session/errors";
import { Card } from "@/shared/ui/card";
import { cx } from "@/shared/ui/cx";
import { ErrorState } from "@/shared/ui/empty-state";
import { Loading, Skeleton } from "@/shared/ui/skeleton";

const ROWS = [1, 2, 3, 4, 5];

/** The rows of a list that is on its way, as high as they will be. */
export function RowsLoading({ isTemplates = false }: { isTemplates?: boolean }) {
  return (
    <Loading>
      <Card isBare>
        <div className={css.list}>
          {ROWS.map((row) => (
            <div key={row} className={cx(css.row, isTemplates && css.template)}>
              <Skeleton shape="tile" width={36} height={36} />
              <div className={css.words}>
                <Skeleton width="46%" />
              </div>
              <div className={css.accuracy}>
                <Skeleton width="80%" />
              </div>
              <div className={css.state}>
                <Skeleton width={90} />
              </div>
            </div>
          ))}
        </div>
      </Card>
    </Loading>
  );
}

export interface RowsFailedProps {
  title: string;
  error: unknown;
  onRetry: () => void;
  isRetrying: boolean;
}

export function RowsFailed({ title, error, onRetry, isRetrying }: RowsFailedProps) {
  const t = useMessages(catalogue);
  const requestId = error instanceof ApiError ? error.requestId : null;
  return <ErrorState title={title} why={t.failedWhy} onRetry={onRetry} isRetrying={isRetrying} requestId={requestId} />;
}
