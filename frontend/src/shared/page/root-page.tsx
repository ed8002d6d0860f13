import type { ReactNode } from "react";
import { LiveState } from "@/shared/page/live-state";
import css from "@/shared/page/page.module.css";
import { PageHeader } from "@/shared/ui/page-header";

export interface RootPageProps {
  title: string;
  subtitle?: ReactNode;
  children: ReactNode;
}

/** A screen that a tab leads to: title, live badge, content above the tab bar. */
export function RootPage({ title, subtitle, children }: RootPageProps) {
  return (
    <main className={css.root}>
      <PageHeader title={title} subtitle={subtitle} aside={<LiveState />} />
      {children}
    </main>
  );
}
