import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { Live } from "@/entries/app/live";
import { Screens } from "@/entries/app/screens";
import { createQueryClient } from "@/shared/api/query-client";
import { useSession } from "@/shared/session/store";
import { ready } from "@/shared/telegram/chrome";
import { ToastStack } from "@/shared/ui/toast-stack";

const Ended = lazy(async () => ({ default: (await import("@/features/outside/ended")).Ended }));

/** The whole app of a signed-in person; once the session has ended nothing of it stays on the screen. */
export function App() {
  const [client] = useState(createQueryClient);
  const ended = useSession((state) => state.ended);
  useEffect(ready, []);
  useEffect(() => {
    if (ended !== null) client.clear();
  }, [client, ended]);
  return (
    <QueryClientProvider client={client}>
      {ended === null ? (
        <Live client={client}>
          <Screens />
        </Live>
      ) : (
        <Suspense>
          <Ended code={ended} />
        </Suspense>
      )}
      <ToastStack />
    </QueryClientProvider>
  );
}
