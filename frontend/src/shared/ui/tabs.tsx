import { useLayoutEffect } from "react";
import { Link, useLocation } from "wouter";
import { useMessages } from "@/shared/i18n/language";
import { cx } from "@/shared/ui/cx";
import type { Icon } from "@/shared/ui/icons";
import { words } from "@/shared/ui/messages";
import css from "@/shared/ui/tabs.module.css";

export interface Tab {
  href: string;
  label: string;
  icon: Icon;
}

export interface TabsProps {
  tabs: readonly Tab[];
}

/** The bar of root pages. While it is there, pages and toasts keep clear of it by `--tabs-height`. */
export function Tabs({ tabs }: TabsProps) {
  const t = useMessages(words);
  const [location] = useLocation();
  useLayoutEffect(() => {
    document.documentElement.dataset.tabs = "";
    return () => {
      delete document.documentElement.dataset.tabs;
    };
  }, []);
  return (
    <nav className={css.bar} aria-label={t.tabs}>
      <ul className={css.tabs}>
        {tabs.map(({ href, label, icon: Glyph }) => (
          <li key={href}>
            <Link
              href={href}
              className={cx(css.tab, href === location && css.current)}
              aria-current={href === location ? "page" : undefined}
            >
              <Glyph size={24} />
              <span className={css.word}>{label}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
