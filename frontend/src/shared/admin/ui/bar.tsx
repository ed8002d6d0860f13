import type { ReactNode } from "react";
import css from "@/shared/admin/ui/bar.module.css";

export interface BarProps {
  back?: ReactNode;
  /** What pressing will do. */
  title?: ReactNode;
  detail?: ReactNode;
  children?: ReactNode;
}

/** The buttons of what is being put together, always in sight at the bottom of the screen. */
export function Bar({ back, title, detail, children }: BarProps) {
  return (
    <div className={css.bar}>
      {back}
      <div className={css.words}>
        {title !== undefined && <strong>{title}</strong>}
        {detail !== undefined && <span>{detail}</span>}
      </div>
      {children}
    </div>
  );
}
