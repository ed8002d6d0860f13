import { type KeyboardEvent, type ReactNode, type RefObject, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import css from "@/shared/admin/ui/menu-button.module.css";
import { cx } from "@/shared/ui/cx";
import type { Icon } from "@/shared/ui/icons";
import { MoreIcon } from "@/shared/ui/icons";
import { IconButton } from "@/shared/ui/icon-button";

export interface MenuItem {
  id: string;
  label: ReactNode;
  icon?: Icon | undefined;
  tone?: "lost" | undefined;
  onPress: () => void;
}

export interface MenuButtonProps {
  label: string;
  items: readonly MenuItem[];
  icon?: Icon | undefined;
}

const GAP = 4;

/** A button with a short list of actions under it. */
export function MenuButton({ label, items, icon = MoreIcon }: MenuButtonProps) {
  const [isOpen, setOpen] = useState(false);
  const place = useRef<HTMLSpanElement>(null);
  const close = (returnFocus: boolean) => {
    setOpen(false);
    if (returnFocus) place.current?.querySelector("button")?.focus();
  };
  return (
    <span ref={place} className={css.place}>
      <IconButton icon={icon} kind="filled" label={label} isExpanded={isOpen} onClick={() => setOpen(!isOpen)} />
      {isOpen && <Menu label={label} items={items} place={place} onClose={close} />}
    </span>
  );
}

interface MenuProps extends Pick<MenuButtonProps, "label" | "items"> {
  place: RefObject<HTMLSpanElement | null>;
  onClose: (returnFocus: boolean) => void;
}

/** It floats at the button as the window sees it, so that no card cuts it; scrolling closes it. */
function Menu({ label, items, place, onClose }: MenuProps) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const [button, list] = [place.current?.getBoundingClientRect(), menu.current];
    if (button === undefined || list === null) return;
    const isBelow = button.bottom + GAP + list.offsetHeight <= window.innerHeight;
    list.style.top = `${isBelow ? button.bottom + GAP : Math.max(GAP, button.top - GAP - list.offsetHeight)}px`;
    list.style.left = `${Math.max(GAP, button.right - list.offsetWidth)}px`;
    list.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }, [place]);
  useEffect(() => {
    const away = (event: Event) => {
      if (!(event.target instanceof Node) || place.current?.contains(event.target) !== true) onClose(false);
    };
    window.addEventListener("pointerdown", away, true);
    window.addEventListener("scroll", away, true);
    return () => {
      window.removeEventListener("pointerdown", away, true);
      window.removeEventListener("scroll", away, true);
    };
  });
  const press = (item: MenuItem) => {
    onClose(true);
    item.onPress();
  };
  return (
    // eslint-disable-next-line jsx-a11y/interactive-supports-focus -- its items take the focus
    <div ref={menu} id={id} role="menu" aria-label={label} className={css.menu} onKeyDown={(event) => moveFocus(event, onClose)}>
      {items.map((item) => (
        <button key={item.id} type="button" role="menuitem" tabIndex={-1} className={cx(css.item, item.tone === "lost" && css.lost)} onClick={() => press(item)}>
          {item.icon !== undefined && <item.icon size={18} />}
          {item.label}
        </button>
      ))}
    </div>
  );
}

function moveFocus(event: KeyboardEvent<HTMLDivElement>, onClose: (returnFocus: boolean) => void): void {
  if (event.key === "Escape" || event.key === "Tab") {
    event.stopPropagation();
    if (event.key === "Escape") event.preventDefault();
    onClose(true);
    return;
  }
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = items.findIndex((item) => item === document.activeElement);
  const steps: Partial<Record<string, number>> = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 };
  const next = steps[event.key];
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length)?.focus();
}
