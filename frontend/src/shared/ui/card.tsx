import type { ReactNode } from "react";
import css from "@/shared/ui/card.module.css";
import { cx } from "@/shared/ui/cx";

export interface CardProps {
  children: ReactNode;
  /** Without room around it, for lists and tables that bring their own. */
  isBare?: boolean | undefined;
  as?: "div" | "section" | "article" | "li" | undefined;
  /** Outlined in this colour: a figure that has left its limits. */
  edge?: "warn" | "lost" | "accent" | undefined;
  labelledBy?: string | undefined;
  className?: string | undefined;
}

export function Card({ children, isBare = false, as: Element = "div", edge, labelledBy, className }: CardProps) {
  return (
    <Element
      className={cx(css.card, !isBare && css.padded, edge !== undefined && css[edge], className)}
      aria-labelledby={labelledBy}
    >
      {children}
    </Element>
  );
}

export interface CardHeadProps {
  title: ReactNode;
  /** At the right: a quiet word, or one action. */
  aside?: ReactNode;
  /** Under the title. */
  detail?: ReactNode;
  id?: string | undefined;
  level?: 2 | 3 | undefined;
}

/** "Equity in R", "+197R"; below it what the card shows. */
export function CardHead({ title, aside, detail, id, level = 2 }: CardHeadProps) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div className={css.head}>
      <div className={css.line}>
        <Heading id={id} className="t-16">
          {title}
        </Heading>
        {aside !== undefined && <div className={css.aside}>{aside}</div>}
      </div>
      {detail !== undefined && <p className={css.detail}>{detail}</p>}
    </div>
  );
}
