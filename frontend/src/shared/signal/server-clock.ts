/** The server's time on a device whose clock may be wrong. */

import { sessionStore, useSession } from "@/shared/session/store";
import { type Beat, useNow } from "@/shared/ui/clock";

/** Milliseconds now by the server's clock, renewed at every full minute or second. */
export function useServerNow(beat: Beat = "minute"): number {
  const ahead = useSession((state) => state.clockAhead);
  return useNow(beat) + ahead;
}

/** A moment of the server's as this device's clock will show it: what a countdown here has to run to. */
export function onThisClock(moment: string): string {
  return new Date(Date.parse(moment) - sessionStore.get().clockAhead).toISOString();
}
