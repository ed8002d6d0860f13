import { type ReactNode, useCallback } from "react";
import { useLocation } from "wouter";
import { page } from "@/shared/page/messages";
import css from "@/shared/page/page.module.css";
import { hasWayBack } from "@/shared/page/way-back";
import { useMessages } from "@/shared/i18n/language";
import { native, useBackButton } from "@/shared/telegram/chrome";
import { ChevronLeftIcon } from "@/shared/ui/icons";

export interface DetailPageProps {
  /** Where back leads when this page was the first one opened. */
  parent: string;
  children: ReactNode;
}

/** A screen below a tab. Telegram draws the way back; a plain browser gets a link. */
export function DetailPage({ parent, children }: DetailPageProps) {
  const t = useMessages(page);
  const [, navigate] = useLocation();
  const goBack = useCallback(() => {
    if (hasWayBack()) window.history.back();
    else navigate(parent, { replace: true });
  }, [navigate, parent]);
  useBackButton(goBack);
  return (
    <main className={css.detail}>
      {!native && (
        <button type="button" className={css.back} onClick={goBack}>
          <ChevronLeftIcon />
          {t.back}
        </button>
      )}
      {children}
    </main>
  );
}
