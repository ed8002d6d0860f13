import { ComputerIcon } from "@/features/sessions/computer-icon";
import { deviceOf } from "@/features/sessions/device";
import css from "@/features/sessions/sessions.module.css";
import { sessions } from "@/features/sessions/messages";
import type { SessionRead } from "@/shared/api/types";
import { ago, formatDate } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { sessionStore } from "@/shared/session/store";
import { Button } from "@/shared/ui/button";
import { useNow } from "@/shared/ui/clock";
import { CheckIcon, PhoneIcon } from "@/shared/ui/icons";
import { ListRow } from "@/shared/ui/list";
import { Tag } from "@/shared/ui/tag";
import { Tile } from "@/shared/ui/tile";

/** "Telegram on Android 14", as far as the device tells. */
export function useDeviceName(): (agent: string | null) => string {
  const t = useMessages(sessions);
  return (agent) => {
    const { app, system } = deviceOf(agent);
    if (app !== null && system !== null) return t.device(app, system);
    return app ?? system ?? t.unknown;
  };
}

export interface DeviceRowProps {
  given: SessionRead;
  onEnd: () => void;
}

/** One sign-in: which device, from where, and when it was last there. */
export function DeviceRow({ given, onEnd }: DeviceRowProps) {
  const t = useMessages(sessions);
  const nameOf = useDeviceName();
  useNow();
  const name = nameOf(given.user_agent);
  const used = t.used(ago(given.last_used_at, sessionStore.now()));
  return (
    <ListRow
      lead={<Tile icon={deviceOf(given.user_agent).isPhone ? PhoneIcon : ComputerIcon} />}
      title={name}
      detail={
        <>
          <div>{[given.ip_address ?? t.noAddress, used].join(" · ")}</div>
          <div>{t.signedIn(formatDate(given.created_at))}</div>
        </>
      }
    >
      <div className={css.under}>
        {given.current ? (
          <Tag tone="accent" icon={CheckIcon}>
            {t.thisDevice}
          </Tag>
        ) : (
          <Button kind="destructive" size="small" label={t.endName(name)} onClick={onEnd}>
            {t.end}
          </Button>
        )}
      </div>
    </ListRow>
  );
}
