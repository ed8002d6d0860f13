import { type QueryClient, useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { meQuery } from "@/shared/api/queries";
import { applyPreferences } from "@/shared/i18n/preference";
import { Resync } from "@/shared/live/resync";
import { ResyncContext } from "@/shared/live/resync-context";
import { useSelfHealing } from "@/shared/live/use-self-healing";
import { useWebSocket } from "@/shared/live/use-web-socket";
import { sessionStore } from "@/shared/session/store";

const silent = (): void => undefined;

/** The same socket and healing as the app's. An admin is told of requests; own rights are no matter here. */
export function AdminLive({ client, children }: { client: QueryClient; children: ReactNode }) {
  const [resync] = useState(() => new Resync(client, silent));
  const connection = useWebSocket({ client, resync, tellRights: silent, tellRequest: silent });
  useSelfHealing(connection, resync);
  const { data: me } = useQuery(meQuery);
  useEffect(() => {
    if (me === undefined) return;
    sessionStore.set({ user: me.user });
    applyPreferences({ language: me.preferences.language_code, timeZone: me.preferences.timezone });
  }, [me]);
  return <ResyncContext value={resync}>{children}</ResyncContext>;
}
