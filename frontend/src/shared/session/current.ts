/** The one session of this page, made from what Telegram gave at launch. */

import { launch } from "@/shared/telegram/launch";
import { fetchOrEarly } from "@/shared/session/early";
import { Session } from "@/shared/session/session";
import { sessionStore } from "@/shared/session/store";
import { Tabs } from "@/shared/session/tabs";

type Drift = () => void;
let onDrift: Drift = () => undefined;

/** Be called when an answer shows that rights have changed since they were read. */
export function whenRightsDrift(call: Drift): void {
  onDrift = call;
}

/** A frame may be forbidden even to look at its storage. */
function ownStorage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

export const tabs = new Tabs(launch.user?.id ?? 0, (message) => {
  // Heard is not told again: a tab that was frozen would end one that has signed in since.
  if (message.type === "ended") session.end(message.code, { isHeard: true });
  else if (sessionStore.notice(message.access.subscription_version)) onDrift();
});

export const session = new Session({
  initData: launch.initData,
  userId: launch.user?.id ?? 0,
  storage: ownStorage(),
  fetch: fetchOrEarly,
  onTokens: ({ user, access }) => {
    sessionStore.set({ user });
    if (sessionStore.get().access === null) sessionStore.set({ told: access.subscription_version });
    const isDrift = sessionStore.notice(access.subscription_version);
    if (isDrift) onDrift();
    else sessionStore.accept(access);
  },
  onVersion: (version) => {
    if (sessionStore.notice(version)) onDrift();
  },
  onEnded: (code, isEverywhere) => {
    sessionStore.set({ ended: code });
    if (isEverywhere) tabs.tell({ type: "ended", code });
  },
});
