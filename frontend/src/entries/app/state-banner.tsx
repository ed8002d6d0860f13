import { useEffect, useState } from "react";
import { app } from "@/entries/app/messages";
import css from "@/entries/app/state-banner.module.css";
import { formatTime } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { useRetry } from "@/shared/live/resync-context";
import { useSession } from "@/shared/session/store";
import { Banner } from "@/shared/ui/banner";
import { Button } from "@/shared/ui/button";
import { CloudOffIcon } from "@/shared/ui/icons";

const LONG = 10_000;

/** Says how old the screen is, once the connection has been away for ten seconds, or the device is offline. */
export function StateBanner() {
  const t = useMessages(app);
  const retry = useRetry();
  const connection = useSession((state) => state.connection);
  const heardAt = useSession((state) => state.heardAt);
  const [isLong, setLong] = useState(false);
  const isAway = connection !== "live";
  useEffect(() => {
    if (!isAway) return;
    const timer = setTimeout(() => setLong(true), LONG);
    return () => {
      clearTimeout(timer);
      setLong(false);
    };
  }, [isAway]);
  if (heardAt === null || (connection !== "offline" && !isLong)) return null;
  const time = formatTime(heardAt);
  return (
    <div className={css.place}>
      <Banner tone="warn" icon={CloudOffIcon} action={<Button kind="plain" size="small" onClick={retry}>{t.retry}</Button>}>
        {connection === "offline" ? t.offline(time) : t.away(time)}
      </Banner>
    </div>
  );
}
