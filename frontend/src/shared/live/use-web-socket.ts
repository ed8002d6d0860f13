import type { QueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { keys } from "@/shared/api/queries";
import { doubtOtherLists, newestSeqs, takeSignal } from "@/shared/live/cache";
import { Connection } from "@/shared/live/connection";
import type { Frame, ReadyFrame } from "@/shared/live/frames";
import { type Resync, takeAccess, type TellRights } from "@/shared/live/resync";
import { accessOf } from "@/shared/live/rights";
import { session } from "@/shared/session/current";
import { heldAt, sessionStore } from "@/shared/session/store";

export type RequestUpdate = Extract<Frame, { type: "request_update" }>;

export interface LiveOptions {
  client: QueryClient;
  resync: Resync;
  tellRights: TellRights;
  tellRequest: (update: RequestUpdate) => void;
}

function since(client: QueryClient) {
  const { access, told } = sessionStore.get();
  if (access === null) return undefined;
  const signals = newestSeqs(client, heldAt(access, sessionStore.now()).keys());
  return signals && { version: told, signals };
}

function takeReady(frame: ReadyFrame, { client, resync, tellRights }: LiveOptions): void {
  const { subscription_version, subscriptions, server_time, recovered } = frame;
  // Of a change that was missed the next frame tells the reason as well; taken in now, it would be told without.
  const { access, told } = sessionStore.get();
  const isUpdateNext = access !== null && recovered && subscription_version > told;
  if (!isUpdateNext) takeAccess(client, { subscription_version, subscriptions, server_time }, tellRights);
  doubtOtherLists(client);
  if (!recovered) void resync.run({ everything: true });
}

/** A frame touches the cache and the session's state, and nothing else. */
export function takeFrame(frame: Frame, live: LiveOptions): void {
  const { client, resync, tellRights, tellRequest } = live;
  sessionStore.set({ frames: sessionStore.get().frames + 1, heardAt: Date.now() });
  switch (frame.type) {
    case "ready":
      takeReady(frame, live);
      return;
    case "subscription_update":
      takeAccess(client, accessOf(frame, new Date(sessionStore.now()).toISOString()), tellRights, frame);
      return;
    case "signal":
    case "signal_resolved":
      takeSignal(client, frame.signal);
      void client.invalidateQueries({ queryKey: [...keys.records, frame.signal.model_id], refetchType: "none" });
      return;
    case "request_update":
      void client.invalidateQueries({ queryKey: keys.requests });
      tellRequest(frame);
      return;
    case "resync":
      void resync.run({ everything: true });
      return;
    case "notice":
    case "reauth":
    case "pong":
      return;
    default:
      frame satisfies never;
  }
}

/** One socket for the whole app, for as long as it is on the screen. */
export function useWebSocket(options: LiveOptions): { readonly current: Connection | null } {
  const connection = useRef<Connection | null>(null);
  const { client, resync, tellRights, tellRequest } = options;
  useEffect(() => {
    const address = new URL("/ws", window.location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const opened = new Connection({
      url: address.href,
      token: () => session.token(),
      renew: () => session.renew(),
      since: () => since(client),
      onFrame: (frame) => takeFrame(frame, { client, resync, tellRights, tellRequest }),
      onState: (state) => sessionStore.set({ connection: state === "live" || navigator.onLine ? state : "offline" }),
      onRefused: (code) => session.end(code),
    });
    connection.current = opened;
    opened.start();
    return () => opened.stop();
  }, [client, resync, tellRights, tellRequest]);
  return connection;
}
