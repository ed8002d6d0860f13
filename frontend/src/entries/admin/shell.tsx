import { type ReactNode, useEffect, useRef, useState } from "react";
import { Link, useLocation } from "wouter";
import { FindDialog } from "@/entries/admin/find-dialog";
import { admin } from "@/entries/admin/messages";
import { type Place, usePlaces } from "@/entries/admin/places";
import css from "@/entries/admin/shell.module.css";
import { AwayBanner } from "@/features/admin-monitoring/away-banner";
import { onFind } from "@/shared/admin/find";
import { count } from "@/shared/format/numbers";
import { timeZone, zoneOffset } from "@/shared/format/zone";
import { useMessages } from "@/shared/i18n/language";
import { useSession } from "@/shared/session/store";
import { Avatar } from "@/shared/ui/avatar";
import { AppMarkIcon, CrossIcon, MenuIcon } from "@/shared/ui/icons";

/** The frame of the admin screens: a side bar on a desktop, a menu below 900 px. */
export function AdminShell({ children }: { children: ReactNode }) {
  const t = useMessages(admin);
  const [isFinding, setFinding] = useState(false);
  const [path] = useLocation();
  const [isOpen, setOpen] = useState(false);
  const [openedAt, setOpenedAt] = useState(path);
  if (openedAt !== path) {
    // Whoever goes somewhere is done with the menu, also after coming back.
    setOpenedAt(path);
    setOpen(false);
  }
  const menu = useRef<HTMLButtonElement>(null);
  useEffect(() => onFind(() => setFinding(true)), []);
  useEffect(() => {
    if (!isOpen) return;
    const close = ({ key }: KeyboardEvent) => {
      if (key !== "Escape") return;
      setOpen(false);
      menu.current?.focus();
    };
    window.addEventListener("keydown", close);
    return () => window.removeEventListener("keydown", close);
  }, [isOpen]);
  return (
    <div className={css.frame}>
      <button
        ref={menu}
        type="button"
        className={css.menu}
        aria-expanded={isOpen}
        aria-controls="side"
        aria-label={isOpen ? t.closeMenu : t.menu}
        onClick={() => setOpen(!isOpen)}
      >
        {isOpen ? <CrossIcon /> : <MenuIcon />}
      </button>
      <nav id="side" aria-label={t.sections} className={css.side} data-open={isOpen}>
        <Side path={path} onGo={() => setOpen(false)} />
      </nav>
      <main className={css.main}>
        {path !== "/admin/monitoring" && <AwayBanner />}
        {children}
      </main>
      {isFinding && <FindDialog onClose={() => setFinding(false)} />}
    </div>
  );
}

function Side({ path, onGo }: { path: string; onGo: () => void }) {
  const t = useMessages(admin);
  const places = usePlaces();
  return (
    <>
      <div className={css.brand}>
        <AppMarkIcon />
        <strong>Forex Signals</strong>
        <span>{t.admin}</span>
      </div>
      <div className={css.nav}>
        {places.map((group) => (
          <ul key={group[0]?.href}>
            {group.map((place) => (
              <li key={place.href}>
                <PlaceLink place={place} isHere={isWithin(path, place.href)} onGo={onGo} />
              </li>
            ))}
          </ul>
        ))}
      </div>
      <Self />
    </>
  );
}

function isWithin(path: string, href: string): boolean {
  return href === "/admin" ? path === href : path === href || path.startsWith(`${href}/`);
}

interface PlaceLinkProps {
  place: Place;
  isHere: boolean;
  onGo: () => void;
}

function PlaceLink({ place: { href, label, icon: PlaceIcon, badge = 0 }, isHere, onGo }: PlaceLinkProps) {
  return (
    <Link href={href} className={css.place} aria-current={isHere ? "page" : undefined} onClick={onGo}>
      <PlaceIcon />
      {label}
      {badge > 0 && <span className={css.badge}>{count(badge)}</span>}
    </Link>
  );
}

function Self() {
  const t = useMessages(admin);
  const user = useSession((state) => state.user);
  if (user === null) return null;
  const name = [user.first_name, user.last_name].filter(Boolean).join(" ");
  return (
    <div className={css.self}>
      <Avatar name={name} />
      <div>
        <bdi className={css.name}>{name}</bdi>
        <small>
          {zoneOffset(timeZone())} · <a href="/">{t.toApp}</a>
        </small>
      </div>
    </div>
  );
}
