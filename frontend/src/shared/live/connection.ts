/** The live connection: it never gives up, notices silence, and comes back at once when the page or network does. */

import { type Frame, parseFrame } from "@/shared/live/frames";
import { ApiError, SessionEnded } from "@/shared/session/errors";

const CONNECT_PATIENCE = 10_000;
const SUSPICION = 4_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 30_000;
const TOO_MANY_PAUSE = 10_000;
const JUST_STARTED = 1_000;
const RENEW_AGAIN = 5_000;
/** Only a connection that lasted starts the pauses anew: one that dies right after its greeting must not spin. */
const LASTED = 5_000;

/** Where a restarting server does not say in which time everybody may come back. */
const USUAL_SPREAD = 10_000;
const LONGEST_SPREAD = 300_000;

export const CLOSED = { restart: 1012, notAuthenticated: 4401, shutOut: 4403, tooMany: 4429 } as const;

/** The server's reason beside the code where the account is gone; signing in again would make a new one. */
const DELETED = "account_deleted";

function spreadOf(reason: string): number {
  const named = /^return_within=(\d{1,4})$/.exec(reason)?.[1];
  return named === undefined ? USUAL_SPREAD : Math.min(Number(named) * 1000, LONGEST_SPREAD);
}

export type ConnectionState = "connecting" | "live" | "reconnecting";

export interface Since {
  version: number;
  signals: Record<string, number>;
}

export interface ConnectionOptions {
  url: string;
  token: () => Promise<string>;
  renew: () => Promise<void>;
  /** What is known already; undefined asks for a reload. */
  since: () => Since | undefined;
  onFrame: (frame: Frame) => void;
  onState: (state: ConnectionState) => void;
  /** There is no point in trying again: shut out, or the session ended. */
  onRefused: (code: string) => void;
  random?: () => number;
}

export class Connection {
  #socket: WebSocket | null = null;
  /** Counts connections, so that what belongs to an old one is not heard. */
  #turn = 0;
  #attempts = 0;
  #wasLive = false;
  #isLive = false;
  /** From the start of an attempt to its end, good or bad; not while waiting for the next. */
  #isTrying = false;
  /** Somebody has said that the network is gone: the next frame proves the opposite. */
  #isDoubted = false;
  #mustRenew = false;
  #isStopped = false;
  #startedAt = 0;
  #liveAt = 0;
  /** The server asked for a pause until then. */
  #notBefore = 0;
  #beat = 25_000;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #heart: ReturnType<typeof setInterval> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #renewal: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly options: ConnectionOptions) {}

  start(): void {
    void this.#connect();
  }

  stop(): void {
    this.#isStopped = true;
    this.#hangUp();
  }

  /** Somebody looks at the page: prove the connection now. `anew`: the network is another one, so connect again. */
  wake({ anew = false } = {}): void {
    if (this.#isStopped) return;
    if (this.#isLive && !anew) {
      this.#isDoubted = true;
      this.#say({ type: "ping" });
      clearTimeout(this.#silence);
      this.#silence = setTimeout(() => this.#again(), SUSPICION);
      return;
    }
    this.#attempts = 0;
    const isUnderWay = this.#isTrying && Date.now() - this.#startedAt <= JUST_STARTED;
    if (!isUnderWay && Date.now() >= this.#notBefore) this.#again();
  }

  #again(): void {
    this.#attempts = 0;
    void this.#connect();
  }

  #hangUp(): void {
    this.#turn += 1;
    this.#isLive = this.#isTrying = this.#isDoubted = false;
    clearTimeout(this.#silence);
    clearInterval(this.#heart);
    clearTimeout(this.#retry);
    clearTimeout(this.#renewal);
    this.#socket?.close();
    this.#socket = null;
  }

  #say(frame: object): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  /** After so much silence ask once; after some more the connection counts as dead, whatever the socket says. */
  #expectWithin(patience: number): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.#say({ type: "ping" });
      this.#silence = setTimeout(() => this.#lose(0), SUSPICION);
    }, patience);
  }

  #tellAway(): void {
    this.options.onState(this.#wasLive ? "reconnecting" : "connecting");
  }

  async #connect(): Promise<void> {
    this.#hangUp();
    const mine = this.#turn;
    this.#isTrying = true;
    this.#startedAt = Date.now();
    this.#tellAway();
    try {
      if (this.#mustRenew) await this.options.renew();
      this.#mustRenew = false;
      const token = await this.options.token();
      if (mine === this.#turn && !this.#isStopped) this.#dial(token, mine);
    } catch (error) {
      if (mine === this.#turn && !this.#isStopped) this.#failed(error);
    }
  }

  /** There is no way back: whatever wakes the page later, nothing is tried again. */
  #refuse(code: string): void {
    this.stop();
    this.options.onRefused(code);
  }

  #failed(error: unknown): void {
    if (error instanceof SessionEnded) this.#refuse(error.code);
    else this.#lose(0, error instanceof ApiError ? error.retryAfter * 1000 : 0);
  }

  #dial(token: string, mine: number): void {
    const socket = new WebSocket(this.options.url);
    this.#socket = socket;
    this.#silence = setTimeout(() => this.#lose(0), CONNECT_PATIENCE);
    socket.addEventListener("open", () => {
      if (mine === this.#turn) this.#say({ type: "auth", token, since: this.options.since() });
    });
    socket.addEventListener("message", ({ data }) => {
      if (mine === this.#turn) this.#hear(data);
    });
    socket.addEventListener("close", ({ code, reason }) => {
      if (mine !== this.#turn) return;
      if (code === CLOSED.restart) this.#comeBackWithin(spreadOf(reason));
      else if (reason === DELETED) this.#refuse("unknown_user");
      else this.#lose(code);
    });
  }

  #hear(data: unknown): void {
    const frame = parseFrame(data);
    if (frame?.type === "ready") this.#begin(frame.heartbeat);
    if (this.#isLive) this.#expectWithin(this.#beat * 2);
    if (this.#isDoubted) {
      this.#isDoubted = false;
      this.options.onState("live");
    }
    if (frame === null) return;
    if (frame.type === "reauth") void this.#reauthenticate(this.#turn);
    else this.options.onFrame(frame);
  }

  #begin(heartbeat: number): void {
    this.#beat = Math.max(1, heartbeat) * 1000;
    clearInterval(this.#heart);
    this.#heart = setInterval(() => this.#say({ type: "ping" }), this.#beat);
    if (!this.#isLive) this.#liveAt = Date.now();
    this.#isTrying = false;
    this.#isLive = this.#wasLive = true;
    this.options.onState("live");
  }

  /** The same socket goes on with a new token. If that fails until the old one ends, the server closes it, with a code. */
  async #reauthenticate(mine: number): Promise<void> {
    try {
      await this.options.renew();
      const token = await this.options.token();
      if (mine === this.#turn) this.#say({ type: "auth", token, since: this.options.since() });
    } catch (error) {
      if (mine !== this.#turn) return;
      if (error instanceof SessionEnded) this.#refuse(error.code);
      else this.#renewal = setTimeout(() => void this.#reauthenticate(mine), RENEW_AGAIN);
    }
  }

  /** Everybody was sent away at the same moment: come back at any moment of the time that the server has named. */
  #comeBackWithin(spread: number): void {
    this.#hangUp();
    if (this.#isStopped) return;
    this.#attempts = 0;
    this.#tellAway();
    const pause = spread * (this.options.random ?? Math.random)();
    this.#retry = setTimeout(() => void this.#connect(), pause);
  }

  #lose(code: number, atLeast = 0): void {
    if (this.#isLive && Date.now() - this.#liveAt >= LASTED) this.#attempts = 0;
    this.#hangUp();
    if (this.#isStopped) return;
    if (code === CLOSED.shutOut) {
      this.#refuse("user_blocked");
      return;
    }
    this.#mustRenew ||= code === CLOSED.notAuthenticated;
    this.#tellAway();
    const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** this.#attempts);
    const jittered = longest * (0.5 + (this.options.random ?? Math.random)() / 2);
    this.#attempts = Math.min(this.#attempts + 1, 10);
    const asked = Math.max(atLeast, code === CLOSED.tooMany ? TOO_MANY_PAUSE : 0);
    this.#notBefore = Date.now() + asked;
    this.#retry = setTimeout(() => void this.#connect(), Math.max(jittered, asked));
  }
}
