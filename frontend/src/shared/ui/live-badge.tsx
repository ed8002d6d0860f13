import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import css from "@/shared/ui/live-badge.module.css";
import { words } from "@/shared/ui/messages";

export type LiveState = "live" | "connecting" | "reconnecting" | "offline";

export interface LiveBadgeProps {
  state: LiveState;
  /** Counts the frames received: the dot rings once whenever it changes. */
  pulse: number;
  /** Without its pill, for the admin's head. */
  isBare?: boolean | undefined;
}

/** Dot and word. It announces nothing: what a break means is said by the banner. */
export function LiveBadge({ state, pulse, isBare = false }: LiveBadgeProps) {
  const t = useMessages(words);
  return (
    <span className={cx(css.badge, !isBare && css.pill)}>
      <span className={cx(css.dot, css[state])} aria-hidden="true">
        {state === "live" && pulse > 0 && <span key={pulse} className={css.ring} />}
      </span>
      {t[state]}
    </span>
  );
}
