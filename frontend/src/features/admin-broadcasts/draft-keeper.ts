/** Keeps what is being written at the server: once as a new draft, from then on as changes to it, one after the other. */

import { onItsWay } from "@/features/admin-broadcasts/calls";
import type { BroadcastDraft, BroadcastRead } from "@/shared/api/types";
import { ApiError } from "@/shared/session/errors";

/** `blank`: nothing is written that could be kept. */
export type Keeping = "blank" | "unsaved" | "saving" | "saved" | "failed";

export interface DraftCalls {
  create: (body: BroadcastDraft, key: string) => Promise<BroadcastRead>;
  change: (id: string, body: BroadcastDraft) => Promise<BroadcastRead>;
  /** It has been stored like this. */
  kept: (stored: BroadcastRead, isNew: boolean) => void;
  /** It is no draft any more, or not there. */
  lost: () => void;
}

const PAUSE = 700;
const AGAIN = 5000;

const mayGoBetter = (error: unknown): boolean => !(error instanceof ApiError) || error.status === 429 || error.status >= 500;

export class DraftKeeper {
  #state: Keeping;
  #wanted: BroadcastDraft | null;
  #stored: string | null;
  #creation: { body: BroadcastDraft; key: string } | null = null;
  #running: Promise<void> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly calls: DraftCalls,
    private id: string | null,
    body: BroadcastDraft | null,
  ) {
    this.#wanted = body;
    this.#stored = id === null ? null : JSON.stringify(body);
    this.#state = id === null ? "blank" : "saved";
  }

  readonly state = (): Keeping => this.#state;

  readonly listen = (tell: () => void): (() => void) => {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  };

  /** Stored once it has stood still for a moment. Null: nothing is written, and what was stored last stays. */
  write(body: BroadcastDraft | null): void {
    this.#wanted = body;
    clearTimeout(this.#timer);
    if (body === null) this.#tell("blank");
    else if (this.#isStored) this.#tell("saved");
    else {
      this.#tell("unsaved");
      this.#timer = setTimeout(() => void this.flush().catch(() => undefined), PAUSE);
    }
  }

  /** Store it now; the draft's id. Raises what the server said, or Error where there is nothing to store. */
  async flush(): Promise<string> {
    clearTimeout(this.#timer);
    this.#running ??= onItsWay(this.#run()).finally(() => (this.#running = null));
    await this.#running;
    if (this.id === null) throw new Error("nothing is written");
    return this.id;
  }

  get #isStored(): boolean {
    return this.#wanted === null || JSON.stringify(this.#wanted) === this.#stored;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#isStored && this.#wanted !== null) {
        this.#tell("saving");
        await this.#store(this.#wanted);
      }
      this.#tell(this.#wanted === null ? "blank" : "saved");
    } catch (error) {
      this.#tell("failed");
      if (mayGoBetter(error)) this.#timer = setTimeout(() => void this.flush().catch(() => undefined), AGAIN);
      else if (error instanceof ApiError && (error.status === 404 || error.status === 409)) this.calls.lost();
      throw error;
    }
  }

  async #store(body: BroadcastDraft): Promise<void> {
    if (this.id !== null) {
      const stored = await this.calls.change(this.id, body);
      this.#stored = JSON.stringify(body);
      this.calls.kept(stored, false);
      return;
    }
    // A creation whose answer was lost is asked for again as it was: it cannot be done twice.
    this.#creation ??= { body, key: crypto.randomUUID() };
    const made = await this.calls.create(this.#creation.body, this.#creation.key);
    this.id = made.id;
    this.#stored = JSON.stringify(this.#creation.body);
    this.#creation = null;
    this.calls.kept(made, true);
  }

  #tell(state: Keeping): void {
    if (state === this.#state) return;
    this.#state = state;
    for (const tell of this.#listeners) tell();
  }
}
