import { QueryClientProvider, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { AdminLive } from "@/entries/admin/live";
import { NotAdmin } from "@/entries/admin/not-admin";
import { AdminScreens } from "@/entries/admin/screens";
import { createQueryClient } from "@/shared/api/query-client";
import { meQuery } from "@/shared/api/queries";
import { useSession } from "@/shared/session/store";
import { ready } from "@/shared/telegram/chrome";
import { ToastStack } from "@/shared/ui/toast-stack";

const Ended = lazy(async () => ({ default: (await import("@/features/outside/ended")).Ended }));

/** The admin screens. The server decides about every call; this only spares everybody else a wall of refusals. */
export function AdminApp() {
  const [client] = useState(createQueryClient);
  const ended = useSession((state) => state.ended);
  useEffect(ready, []);
  useEffect(() => {
    if (ended !== null) client.clear();
  }, [client, ended]);
  return (
    <QueryClientProvider client={client}>
      {ended === null ? (
        <AdminLive client={client}>
          <ForAdmins />
        </AdminLive>
      ) : (
        <Suspense>
          <Ended code={ended} />
        </Suspense>
      )}
      <ToastStack />
    </QueryClientProvider>
  );
}

function ForAdmins() {
  const known = useSession((state) => state.user);
  const { data: me } = useQuery(meQuery);
  const role = me?.user.role ?? known?.role;
  if (role === undefined) return null;
  return role === "admin" ? <AdminScreens /> : <NotAdmin />;
}
