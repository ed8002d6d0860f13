import type { ReactNode } from "react";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import css from "@/shared/ui/empty-state.module.css";
import { RefreshIcon, type Icon } from "@/shared/ui/icons";
import { words } from "@/shared/ui/messages";
import { Tile } from "@/shared/ui/tile";

interface Common {
  title: string;
  /** Why it is so, and what stays as it was. */
  why?: ReactNode;
  /** Inside of a card the tile is filled. */
  isInCard?: boolean | undefined;
}

export interface EmptyStateProps extends Common {
  icon: Icon;
  /** What to do next. */
  action?: ReactNode;
}

export function EmptyState({ icon, title, why, action, isInCard = false }: EmptyStateProps) {
  return (
    <div className={css.state}>
      <Tile icon={icon} size="huge" isOnPage={!isInCard} isDimmed />
      <h2 className={css.title}>{title}</h2>
      {why !== undefined && <p className={css.why}>{why}</p>}
      {action !== undefined && <div className={css.action}>{action}</div>}
    </div>
  );
}

export interface ErrorStateProps extends Common {
  icon?: Icon | undefined;
  onRetry?: (() => void) | undefined;
  isRetrying?: boolean | undefined;
  retryLabel?: string | undefined;
  /** Instead of trying again, or below it. */
  action?: ReactNode;
  requestId?: string | null | undefined;
}

export function ErrorState(props: ErrorStateProps) {
  const { icon = RefreshIcon, onRetry, isRetrying = false, retryLabel, action, requestId, isInCard = false } = props;
  const t = useMessages(words);
  return (
    <div className={css.state} role="alert">
      <Tile icon={icon} size="huge" isOnPage={!isInCard} isDimmed />
      <h2 className={css.title}>{props.title}</h2>
      {props.why !== undefined && <p className={css.why}>{props.why}</p>}
      <div className={css.action}>
        {onRetry !== undefined && (
          <Button kind="primary" isWide isBusy={isRetrying} onClick={onRetry}>
            {retryLabel ?? t.tryAgain}
          </Button>
        )}
        {action}
      </div>
      {requestId != null && (
        <p className={css.request}>
          {t.request} <span className="mono">{requestId}</span>
        </p>
      )}
    </div>
  );
}
