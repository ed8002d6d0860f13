import { postEvent } from "@tma.js/bridge";
import { endings } from "@/features/outside/messages";
import css from "@/features/outside/ended.module.css";
import { useMessages } from "@/shared/i18n/language";
import { native } from "@/shared/telegram/chrome";
import { Button } from "@/shared/ui/button";
import { BanIcon, ClockIcon, type Icon, LockIcon, RefreshIcon, TrashIcon, WarnIcon } from "@/shared/ui/icons";
import { Tile } from "@/shared/ui/tile";

type Ending = "ended" | "expired" | "loggedOut" | "blocked" | "deleted" | "invalid";

const endingOf: Readonly<Record<string, Ending>> = {
  init_data_expired: "expired",
  invalid_init_data: "invalid",
  logged_out: "loggedOut",
  user_blocked: "blocked",
  unknown_user: "deleted",
};

const icons: Readonly<Record<Ending, Icon>> = {
  ended: RefreshIcon,
  expired: ClockIcon,
  loggedOut: LockIcon,
  blocked: BanIcon,
  deleted: TrashIcon,
  invalid: WarnIcon,
};

function leave(): void {
  if (native) postEvent("web_app_close");
  else window.location.reload();
}

export interface EndedProps {
  /** The server's word on why, or `logged_out`. */
  code: string;
}

/** Nothing of the app is on the screen any more: what happened, why, and the way on. */
export function Ended({ code }: EndedProps) {
  const t = useMessages(endings);
  const ending = endingOf[code] ?? "ended";
  const why = {
    ended: t.endedWhy,
    expired: t.expiredWhy,
    loggedOut: t.loggedOutWhy,
    blocked: t.blockedWhy,
    deleted: t.deletedWhy,
    invalid: t.invalidWhy,
  };
  return (
    <main className={css.page}>
      <div className={css.words} role="alert">
        <Tile icon={icons[ending]} size="huge" isOnPage />
        <h1 className={css.title}>{t[ending]}</h1>
        <p className={css.why}>{why[ending]}</p>
      </div>
      <Button kind="primary" isWide onClick={leave}>
        {native ? t.close : t.again}
      </Button>
      {ending === "ended" && <p className={css.code}>{t.code(code)}</p>}
    </main>
  );
}
