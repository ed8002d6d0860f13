import { useEffect } from "react";
import css from "@/features/feed/feed.module.css";
import { feed } from "@/features/feed/messages";
import { useMessages } from "@/shared/i18n/language";
import { announce } from "@/shared/ui/announcer";
import { ArrowUpIcon } from "@/shared/ui/icons";

/** A round publishes several at once; they are told as one. */
const TOGETHER = 1_000;

function toTop(): void {
  const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  window.scrollTo({ top: 0, behavior: isStill ? "instant" : "smooth" });
  document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true });
}

/** News while the page is scrolled down: they wait at the top until one goes there. */
export function NewPill({ count }: { count: number }) {
  const t = useMessages(feed);
  const said = t.fresh(count);
  useEffect(() => {
    if (count === 0) return;
    const timer = setTimeout(() => announce(said), TOGETHER);
    return () => clearTimeout(timer);
  }, [count, said]);
  if (count === 0) return null;
  return (
    <button type="button" className={css.pill} onClick={toTop}>
      <ArrowUpIcon size={18} />
      {said}
    </button>
  );
}
