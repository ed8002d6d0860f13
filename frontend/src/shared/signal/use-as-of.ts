import { useEffect, useState } from "react";
import { useSession } from "@/shared/session/store";

/** As long as this without the server, what is on the screen counts as old: the same as for the banner that says so. */
const LONG = 10_000;

/** How old the screen is (ms) once the connection has been away for long or the device is offline; null while it is live. */
export function useAsOf(): number | null {
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
  return isAway && (isLong || connection === "offline") ? heardAt : null;
}
