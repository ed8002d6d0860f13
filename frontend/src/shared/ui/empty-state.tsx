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
  /** It is all that the page has, so its title is the page's. */
  isPage?: boolean | undefined;
}

export interface EmptyStateProps extends Common {
  icon: Icon;
  /** What to do next. */
  action?: ReactNode;
}

export function EmptyState({ icon, title, why, action, isInCard = false, isPage = false }: EmptyStateProps) {
  const Title = isPage ? "h1" : "h2";
  return (
    <div className={css.state}>
      <Tile icon={icon} size="huge" isOnPage={!isInCard} isDimmed />
      <Title className={css.title}>{title}</Title>
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
  const { icon = RefreshIcon, onRetry, isRetrying = false, retryLabel, action, requestId, isInCard = false, isPage = false } = props;
  const Title = isPage ? "h1" : "h2";
  const t = useMessages(words);
  return (
    <div className={css.state} role="alert">
      <Tile icon={icon} size="huge" isOnPage={!isInCard} isDimmed />
      <Title className={css.title}>{props.title}</Title>
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
