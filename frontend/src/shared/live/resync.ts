/** Reading the truth again: rights first, then everything that hangs on them. */

import type { QueryClient } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";
import { keys } from "@/shared/api/queries";
import type { Access } from "@/shared/api/types";
import { forgetLost } from "@/shared/live/cache";
import { changeBetween, type RightsChange } from "@/shared/live/rights";
import { tabs } from "@/shared/session/current";
import { ApiError, SessionEnded } from "@/shared/session/errors";
import { sessionStore } from "@/shared/session/store";

export type TellRights = (change: RightsChange) => void;

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 60_000;

/** Take a state of rights in. Tells the person once what changed since they were told, and the other tabs. */
export function takeAccess(
  client: QueryClient,
  access: Access,
  tell: TellRights,
  cause: Pick<RightsChange, "action" | "reason"> = { action: null, reason: null },
): void {
  const { access: before, told } = sessionStore.get();
  if (!sessionStore.accept(access)) return;
  if (before !== null && access.subscription_version === before.subscription_version) return;
  const change = changeBetween(before, access, cause);
  sessionStore.set({ told: Math.max(told, access.subscription_version) });
  forgetLost(client);
  tabs.tell({ type: "access", access });
  for (const queryKey of [keys.signals, keys.models, keys.requests, keys.ownHistory, keys.me]) {
    void client.invalidateQueries({ queryKey });
  }
  if (change !== null && before !== null && access.subscription_version > told) tell(change);
}

export class Resync {
  #running: Promise<void> | null = null;
  #mustRepeat = false;
  #hasDrifted = false;
  /** Somebody wants everything read again, and it has not been yet. */
  #owesEverything = false;
  #failures = 0;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly client: QueryClient,
    private readonly tell: TellRights,
  ) {}

  /** Read rights again; `everything` also reads again whatever is on the screen. One at a time, none is lost. */
  run({ everything = false } = {}): Promise<void> {
    clearTimeout(this.#retry);
    this.#owesEverything ||= everything;
    if (this.#running !== null) {
      this.#mustRepeat = true;
      return this.#running;
    }
    this.#running = this.#read().finally(() => {
      this.#running = null;
      if (this.#mustRepeat || this.#isBehind()) void this.run();
    });
    return this.#running;
  }

  /** An answer was newer than what is shown. A reading that is under way may have been too early to see it. */
  drift(): void {
    if (this.#running === null) void this.run();
    else this.#hasDrifted = true;
  }

  /** A right has ended on its date: its content leaves, whether the server has said so yet or not. */
  forgetLost(): void {
    if (sessionStore.get().access !== null) forgetLost(this.client);
  }

  #isBehind(): boolean {
    const { access, seen } = sessionStore.get();
    return this.#hasDrifted && access !== null && seen > access.subscription_version;
  }

  async #read(): Promise<void> {
    this.#mustRepeat = this.#hasDrifted = false;
    try {
      takeAccess(this.client, await answer(api.GET("/api/auth/my-subscriptions")), this.tell);
      this.#failures = 0;
      const isOwed = this.#owesEverything;
      this.#owesEverything = false;
      if (isOwed) void this.client.invalidateQueries();
    } catch (error) {
      // What is shown stays, with its age.
      if (!(error instanceof SessionEnded)) this.#retryLater(error instanceof ApiError ? error.retryAfter * 1000 : 0);
    }
  }

  #retryLater(atLeast: number): void {
    const pause = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#failures);
    this.#failures = Math.min(this.#failures + 1, 10);
    this.#retry = setTimeout(() => void this.run(), Math.max(pause * (0.5 + Math.random() / 2), atLeast));
  }
}
