import { useQueryClient } from "@tanstack/react-query";
import { logOutEverywhere } from "@/features/admin-person/calls";
import { deviceName } from "@/features/admin-person/device-name";
import { person as texts } from "@/features/admin-person/messages";
import type { SheetOf } from "@/features/admin-person/opened";
import { personQuery } from "@/features/admin-person/queries";
import css from "@/features/admin-person/sessions-sheet.module.css";
import { readAgain, tellDone } from "@/features/admin-person/take-in";
import { useOrder } from "@/features/admin-person/use-order";
import { personName } from "@/shared/admin/ui/person-name";
import { refusal } from "@/shared/admin/ui/refusal";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import type { SessionRead } from "@/shared/api/types";
import { ago, formatDateTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";
import { PhoneIcon } from "@/shared/ui/icons";
import { Sheet } from "@/shared/ui/sheet";
import { Tile } from "@/shared/ui/tile";

/** Where the person is signed in, and the way to end all of it. */
export function SessionsSheet({ detail, onClose }: SheetOf) {
  const t = useMessages(texts);
  const client = useQueryClient();
  const id = detail.user.telegram_id;
  const end = useOrder(
    id,
    () => logOutEverywhere(id),
    () => {
      client.setQueryData(personQuery(id).queryKey, (known) => (known === undefined ? known : { ...known, sessions: [] }));
      readAgain(client, id);
      tellDone(t.loggedOut);
      onClose();
    },
  );
  const hasAny = detail.sessions.length > 0;
  const footer = (
    <>
      {hasAny && (
        <Button kind="alarm" isWide isBusy={end.isPending} onClick={() => end.mutate(undefined)}>
          {t.logOut}
        </Button>
      )}
      <Button isWide onClick={onClose}>
        {t.close}
      </Button>
    </>
  );
  return (
    <Sheet title={t.sessionsTitle(personName(detail.user))} onClose={onClose} isBusy={end.isPending} footer={footer}>
      {hasAny ? (
        <ul className={css.list}>
          {detail.sessions.map((session) => (
            <SessionRow key={session.id} session={session} />
          ))}
        </ul>
      ) : (
        <p className="quiet">{t.noSessions}</p>
      )}
      {hasAny && <p className={css.effect}>{t.logOutEffect}</p>}
      {end.isError && (
        <p role="alert" className={css.error}>
          {refusal(end.error)}
        </p>
      )}
    </Sheet>
  );
}

function SessionRow({ session }: { session: SessionRead }) {
  const t = useMessages(texts);
  const now = useServerNow();
  return (
    <li className={css.session}>
      <Tile icon={PhoneIcon} />
      <div>
        <div className={css.device} title={session.user_agent ?? undefined}>
          {deviceName(session.user_agent) ?? t.unknownDevice}
        </div>
        <div className={css.detail}>
          {t.lastUsed(ago(session.last_used_at, now))}
          {session.ip_address !== null && <span className="mono"> · {session.ip_address}</span>}
        </div>
        <div className={css.detail}>{t.signedIn(formatDateTime(session.created_at))}</div>
      </div>
    </li>
  );
}
