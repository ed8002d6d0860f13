import type { ReactNode } from "react";
import css from "@/shared/ui/banner.module.css";
import { cx } from "@/shared/ui/cx";
import type { Icon } from "@/shared/ui/icons";

export interface BannerProps {
  tone: "warn" | "lost" | "accent" | "won" | "neutral";
  icon: Icon;
  /** The sentence; its `strong` beginning is what happened. */
  children: ReactNode;
  action?: ReactNode;
}

/** What is different now for the whole page, and what can be done. */
export function Banner({ tone, icon: Glyph, children, action }: BannerProps) {
  return (
    <div className={cx(css.banner, css[tone])}>
      <Glyph size={20} className={css.glyph} />
      <div className={css.sentence}>{children}</div>
      {action !== undefined && <div className={css.action}>{action}</div>}
    </div>
  );
}
