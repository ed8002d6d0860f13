/** Tabs of the same person tell each other what they learn. Keyed by Telegram id: accounts share a client's storage. */

import type { Access } from "@/shared/api/types";

export type TabMessage = { type: "access"; access: Access } | { type: "ended"; code: string };

/** None without a known person, in old WebViews, and where a frame is forbidden to have one. */
function channelOf(userId: number): BroadcastChannel | null {
  if (userId === 0 || typeof BroadcastChannel === "undefined") return null;
  try {
    return new BroadcastChannel(`forexsignals.${userId}`);
  } catch {
    return null;
  }
}

export class Tabs {
  readonly #channel: BroadcastChannel | null;

  constructor(userId: number, hear: (message: TabMessage) => void) {
    this.#channel = channelOf(userId);
    this.#channel?.addEventListener("message", ({ data }: MessageEvent<TabMessage>) => hear(data));
  }

  tell(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }

  close(): void {
    this.#channel?.close();
  }
}
