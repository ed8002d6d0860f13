/** What the page knows of the person at this moment: the one thing that is not a server's list. */

import { useSyncExternalStore } from "react";
import type { Access, AccessRight, UserRead } from "@/shared/api/types";

export type Connection = "connecting" | "live" | "reconnecting" | "offline";

export interface SessionState {
  user: UserRead | null;
  access: Access | null;
  /** Why nothing can be shown any more: a stable code, or null. */
  ended: string | null;
  connection: Connection;
  /** When the server was last heard, by this machine's clock in ms; null before the first answer. */
  heardAt: number | null;
  /** Frames received: the live badge rings once for each. */
  frames: number;
  /** The newest version of rights that any answer carried. */
  seen: number;
  /** The newest version that the person has been told about. */
  told: number;
  /** Server's clock minus this machine's, in ms. */
  clockAhead: number;
}

const EMPTY: SessionState = {
  user: null,
  access: null,
  ended: null,
  connection: "connecting",
  heardAt: null,
  frames: 0,
  seen: 0,
  told: 0,
  clockAhead: 0,
};

export class SessionStore {
  #state: SessionState = EMPTY;
  readonly #listeners = new Set<() => void>();

  readonly get = (): SessionState => this.#state;

  readonly listen = (tell: () => void): (() => void) => {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  };

  set(change: Partial<SessionState>): void {
    this.#state = { ...this.#state, ...change };
    for (const tell of this.#listeners) tell();
  }

  /** Now by the server's clock, in ms. */
  now(): number {
    return Date.now() + this.#state.clockAhead;
  }

  /** Take a newer (or the same) state of rights; false if it is older than what is shown already. */
  accept(access: Access): boolean {
    const { access: shown, seen } = this.#state;
    const version = access.subscription_version;
    if (shown !== null && version < shown.subscription_version) return false;
    const clockAhead = Date.parse(access.server_time) - Date.now();
    this.set({ access, clockAhead, seen: Math.max(seen, version), heardAt: Date.now() });
    return true;
  }

  /** An answer carried this version; true if it is newer than what is shown, so that rights must be read again. */
  notice(version: number): boolean {
    const { access, seen } = this.#state;
    this.set({ seen: Math.max(seen, version), heardAt: Date.now() });
    return access !== null && version > access.subscription_version;
  }
}

export const sessionStore = new SessionStore();

export function useSession<Picked>(pick: (state: SessionState) => Picked): Picked {
  return useSyncExternalStore(sessionStore.listen, () => pick(sessionStore.get()));
}

export const endOf = (right: AccessRight): number =>
  right.expires_at === null ? Number.POSITIVE_INFINITY : Date.parse(right.expires_at);

/** The rights that run at a moment (ms, server's clock), by model. */
export function heldAt(access: Access | null, moment: number): ReadonlyMap<string, AccessRight> {
  const running = (access?.subscriptions ?? []).filter((right) => endOf(right) > moment);
  return new Map(running.map((right) => [right.model_id, right]));
}
