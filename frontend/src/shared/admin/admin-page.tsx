import type { ReactNode } from "react";
import css from "@/shared/admin/admin-page.module.css";
import { LiveState } from "@/shared/page/live-state";

export interface AdminPageProps {
  title: ReactNode;
  /** Small text beside the title. */
  subtitle?: ReactNode;
  /** Controls on the right of the title, before the live badge. */
  tools?: ReactNode;
  children: ReactNode;
}

/** An admin screen: its title row and what is below. On a phone the title leaves room for the menu button. */
export function AdminPage({ title, subtitle, tools, children }: AdminPageProps) {
  return (
    <>
      <header className={css.header}>
        <h1>{title}</h1>
        {subtitle !== undefined && <p>{subtitle}</p>}
        <div className={css.tools}>
          {tools}
          <LiveState />
        </div>
      </header>
      {children}
    </>
  );
}
