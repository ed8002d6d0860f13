import { type QueryClient, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { createTell } from "@/entries/app/tell";
import { meQuery } from "@/shared/api/queries";
import { applyPreferences } from "@/shared/i18n/preference";
import { Resync } from "@/shared/live/resync";
import { ResyncContext } from "@/shared/live/resync-context";
import { useSelfHealing } from "@/shared/live/use-self-healing";
import { useWebSocket } from "@/shared/live/use-web-socket";
import { sessionStore } from "@/shared/session/store";

/** Keeps what is below it true: the socket, the healing, and the person's own preferences. */
export function Live({ client, children }: { client: QueryClient; children: ReactNode }) {
  const [tell] = useState(() => createTell(client));
  const [resync] = useState(() => new Resync(client, tell.rights));
  const connection = useWebSocket({ client, resync, tellRights: tell.rights, tellRequest: tell.request });
  useSelfHealing(connection, resync);
  const { data: me } = useQuery(meQuery);
  useEffect(() => {
    if (me === undefined) return;
    sessionStore.set({ user: me.user });
    applyPreferences({ language: me.preferences.language_code, timeZone: me.preferences.timezone });
  }, [me]);
  return <ResyncContext value={resync}>{children}</ResyncContext>;
}
