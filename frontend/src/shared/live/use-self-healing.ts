import { useEffect } from "react";
import type { Connection } from "@/shared/live/connection";
import type { Resync } from "@/shared/live/resync";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { whenRightsDrift } from "@/shared/session/current";
import { sessionStore } from "@/shared/session/store";
import { onActivated } from "@/shared/telegram/chrome";

const EVERY = 5 * 60_000;
/** Several signs of one return (focus, pageshow, visible) come together. */
const TOGETHER = 300;

/** Whatever kept the page from hearing the server, it finds out by itself what it missed. */
export function useSelfHealing(connection: { readonly current: Connection | null }, resync: Resync): void {
  const { held } = useSubscriptions();
  useEffect(() => resync.forgetLost(), [resync, held]);
  useEffect(() => {
    let pending: ReturnType<typeof setTimeout> | undefined;
    const heal = (anew: boolean) => {
      connection.current?.wake({ anew });
      clearTimeout(pending);
      pending = setTimeout(() => void resync.run(), TOGETHER);
    };
    const seen = () => {
      if (document.visibilityState === "visible") heal(false);
    };
    const online = () => {
      sessionStore.set({ connection: "reconnecting" });
      heal(true);
    };
    const offline = () => {
      sessionStore.set({ connection: "offline" });
      // Some desktops say so without cause: a frame proves the opposite.
      connection.current?.wake();
    };
    const shown = ({ persisted }: PageTransitionEvent) => {
      if (persisted) heal(true);
    };
    const offActivated = onActivated(seen);
    document.addEventListener("visibilitychange", seen);
    window.addEventListener("focus", seen);
    window.addEventListener("pageshow", shown);
    window.addEventListener("online", online);
    window.addEventListener("offline", offline);
    const ticking = setInterval(() => void resync.run(), EVERY);
    whenRightsDrift(() => resync.drift());
    return () => {
      offActivated();
      document.removeEventListener("visibilitychange", seen);
      window.removeEventListener("focus", seen);
      window.removeEventListener("pageshow", shown);
      window.removeEventListener("online", online);
      window.removeEventListener("offline", offline);
      clearInterval(ticking);
      clearTimeout(pending);
    };
  }, [connection, resync]);
}
