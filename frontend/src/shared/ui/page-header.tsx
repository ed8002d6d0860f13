import type { ReactNode } from "react";
import { ChevronLeftIcon } from "@/shared/ui/icons";
import { IconLink } from "@/shared/ui/icon-button";
import css from "@/shared/ui/page-header.module.css";

export interface PageHeaderProps {
  title: ReactNode;
  subtitle?: ReactNode;
  /** Right: the live badge, a tag, actions. */
  aside?: ReactNode;
  /** A tile or an avatar before the title: a page about one thing. */
  lead?: ReactNode;
  /** Where Telegram draws no back button. */
  back?: { href: string; label: string } | undefined;
}

/** The page's one `h1`. It can be focused, so that a change of screen is told. */
export function PageHeader({ title, subtitle, aside, lead, back }: PageHeaderProps) {
  const isOfOne = lead !== undefined;
  return (
    <header className={css.header}>
      {back !== undefined && <IconLink icon={ChevronLeftIcon} label={back.label} href={back.href} />}
      {lead}
      <div className={css.words}>
        <div className={css.line}>
          <h1 tabIndex={-1} className={isOfOne ? "t-22" : "t-26"}>
            {title}
          </h1>
          {aside !== undefined && <div className={css.aside}>{aside}</div>}
        </div>
        {subtitle !== undefined && <div className={css.subtitle}>{subtitle}</div>}
      </div>
    </header>
  );
}
