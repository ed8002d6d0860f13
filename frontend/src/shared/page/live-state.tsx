import { useEffect, useState } from "react";
import { type Connection, useSession } from "@/shared/session/store";
import { LiveBadge } from "@/shared/ui/live-badge";

const UNNOTICED = 2_000;

/** The connection as a person should see it: a gap of less than two seconds is nobody's business. */
export function useShownConnection(): Connection {
  const connection = useSession((state) => state.connection);
  const [shown, setShown] = useState(connection);
  useEffect(() => {
    const wait = connection === "reconnecting" ? UNNOTICED : 0;
    const timer = setTimeout(() => setShown(connection), wait);
    return () => clearTimeout(timer);
  }, [connection]);
  return shown;
}

/** Whether what is on the screen is being kept up to date. */
export function LiveState() {
  const connection = useShownConnection();
  const frames = useSession((state) => state.frames);
  return <LiveBadge state={connection} pulse={frames} />;
}
