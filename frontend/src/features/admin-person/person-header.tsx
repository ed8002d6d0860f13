import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { person as texts } from "@/features/admin-person/messages";
import type { Open } from "@/features/admin-person/opened";
import css from "@/features/admin-person/person-header.module.css";
import { standingItems } from "@/features/admin-person/standing-items";
import { peopleHref } from "@/shared/admin/people-address";
import { CopyId } from "@/shared/admin/ui/copy-id";
import { adminWords } from "@/shared/admin/ui/messages";
import { MenuButton } from "@/shared/admin/ui/menu-button";
import { atName, personName } from "@/shared/admin/ui/person-name";
import { ReachTag } from "@/shared/admin/ui/reach-tag";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { UserDetail } from "@/shared/api/types";
import { appQuery } from "@/shared/bot/app-query";
import { ago, formatDate, formatDateTime } from "@/shared/format/time";
import { language, useMessages } from "@/shared/i18n/language";
import { Avatar } from "@/shared/ui/avatar";
import { Button } from "@/shared/ui/button";
import { BanIcon, ChevronLeftIcon, PhoneIcon, ShieldCheckIcon } from "@/shared/ui/icons";
import { Tag } from "@/shared/ui/tag";

export function PersonHeader({ detail, onOpen }: { detail: UserDetail; onOpen: Open }) {
  const t = useMessages(texts);
  const words = useMessages(adminWords);
  const { user, sessions } = detail;
  const { data: app } = useQuery(appQuery);
  const name = personName(user);
  return (
    <header className={css.header}>
      <Back />
      <span className={css.avatar}>
        <Avatar name={name} size={48} />
      </span>
      <div className={css.words}>
        <h1 tabIndex={-1} className="t-22">
          <bdi>{name}</bdi>
        </h1>
        {user.is_blocked && (
          <Tag tone="lost" icon={BanIcon}>
            {words.blocked}
          </Tag>
        )}
        {app?.has_bot === true && <ReachTag state={user.reachability} />}
        {user.role === "admin" && <Tag icon={ShieldCheckIcon}>{words.admin}</Tag>}
      </div>
      <Facts detail={detail} />
      <div className={css.tools}>
        <span className={css.sessions}>
          <Button icon={PhoneIcon} onClick={() => onOpen({ kind: "sessions" })}>
            {t.sessions(sessions.length)}
          </Button>
        </span>
        <MenuButton label={t.more} items={standingItems(detail, t, onOpen)} />
      </div>
    </header>
  );
}

/** To the list as it was left. */
function Back() {
  const t = useMessages(texts);
  return (
    <Link href={peopleHref()} className={css.back} aria-label={t.back} title={t.back}>
      <ChevronLeftIcon />
    </Link>
  );
}

function Facts({ detail: { user } }: { detail: UserDetail }) {
  const t = useMessages(texts);
  const { data: app } = useQuery(appQuery);
  const now = useServerNow();
  return (
    <ul className={css.facts}>
      <li>
        <bdi className="quiet">{atName(user.username)}</bdi>
      </li>
      <li>
        <CopyId value={user.telegram_id} />
      </li>
      <li>
        <span className="quiet">{t.joined}</span> <time dateTime={user.created_at}>{formatDate(user.created_at)}</time>
      </li>
      <li>
        <span className="quiet">{t.seen}</span>{" "}
        <time dateTime={user.last_active} title={formatDateTime(user.last_active)}>
          {ago(user.last_active, now)}
        </time>
      </li>
      {app?.has_bot === true && user.reachability === "ok" && (
        <li>
          <span className="quiet">{t.bot}</span> {t.botReaches}
        </li>
      )}
      <li className="quiet">{languageName(user.language_code) ?? t.noLanguage}</li>
    </ul>
  );
}

function languageName(code: string | null): string | null {
  if (code === null || code === "") return null;
  try {
    const name = new Intl.DisplayNames(language(), { type: "language" }).of(code);
    return name === undefined ? code : name.charAt(0).toLocaleUpperCase(language()) + name.slice(1);
  } catch {
    return code;
  }
}
