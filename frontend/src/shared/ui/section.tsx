import { useId, type ReactNode } from "react";
import css from "@/shared/ui/section.module.css";

export interface SectionProps {
  title: ReactNode;
  /** At the right, quiet: "4 closed · +0.91R". */
  aside?: ReactNode;
  /** Under its content, small. */
  footnote?: ReactNode;
  children: ReactNode;
}

/** A heading on the page and what belongs to it. */
export function Section({ title, aside, footnote, children }: SectionProps) {
  const id = useId();
  return (
    <section aria-labelledby={id} className={css.section}>
      <div className={css.head}>
        <h2 id={id} className={css.title}>
          {title}
        </h2>
        {aside !== undefined && <div className={css.aside}>{aside}</div>}
      </div>
      {children}
      {footnote !== undefined && <p className={css.footnote}>{footnote}</p>}
    </section>
  );
}

/** What a person should know of the page, in small letters on it. */
export function Footnote({ children }: { children: ReactNode }) {
  return <p className={css.footnote}>{children}</p>;
}

/** Cards one under the other, 12 apart. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className={css.stack}>{children}</div>;
}
