/** Small true-to-shape things that the tests of the state layer share. */

import type { Access, AccessRight, SignalRead, Tokens } from "@/shared/api/types";

export const NOW = Date.parse("2026-03-02T12:00:00Z");
export const iso = (moment: number): string => new Date(moment).toISOString();

export function right(modelId: string, expiresAt: number | null = null): AccessRight {
  return {
    model_id: modelId,
    model_name: `Model ${modelId}`,
    granted_at: iso(NOW - 86_400_000),
    expires_at: expiresAt === null ? null : iso(expiresAt),
    source: "grant",
  };
}

export function access(version: number, rights: AccessRight[] = [], serverTime = Date.now()): Access {
  return { subscription_version: version, subscriptions: rights, server_time: iso(serverTime) };
}

export function tokens(name: string, rights: Access): Tokens {
  return {
    access_token: `access-${name}`,
    refresh_token: `refresh-${name}`,
    user: { telegram_id: 7, role: "user" },
    access: rights,
  } as unknown as Tokens;
}

export function signal(id: string, change: Partial<SignalRead> = {}): SignalRead {
  return {
    id,
    seq: 1,
    model_id: "a",
    pair: "EUR/USD",
    timeframe: "1h",
    direction: "BUY",
    entry: "1.16243",
    take_profit: "1.16526",
    stop_loss: "1.15986",
    confidence: 0.6,
    reasons: [],
    replay: false,
    candle_at: iso(NOW),
    created_at: iso(NOW),
    expires_at: iso(NOW + 3_600_000),
    status: "open",
    exit_price: null,
    resolved_at: null,
    hash: "0".repeat(64),
    ...change,
  };
}

export const head = {
  model_id: "a",
  signals: { seq: 1, hash: "0".repeat(64) },
  resolutions: { seq: 0, hash: "0".repeat(64) },
};

export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { "Content-Type": "application/json", ...headers } });
}

export const refusal = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  json({ title: code, code, status }, status, headers);

/** A promise that somebody else settles. */
export function deferred<Value>() {
  let resolve!: (value: Value) => void;
  let reject!: (reason: unknown) => void;
  const promise = new Promise<Value>((...both) => ([resolve, reject] = both));
  return { promise, resolve, reject };
}

/** Stands in for a constructor that the browser refuses to run. */
export function Forbidden(): never {
  throw new DOMException("no", "SecurityError");
}

/** Let everything that only waits for promises go on. */
export async function settle(): Promise<void> {
  for (let round = 0; round < 30; round += 1) await Promise.resolve();
}

/** The browser's socket without a network: the test is the server. */
export class FakeSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static readonly CLOSING = 2;
  static readonly CLOSED = 3;
  static all: FakeSocket[] = [];

  static get last(): FakeSocket {
    const found = FakeSocket.all.at(-1);
    if (found === undefined) throw new Error("no socket yet");
    return found;
  }

  readyState = FakeSocket.CONNECTING;
  readonly sent: Record<string, unknown>[] = [];

  constructor(readonly url: string) {
    super();
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.readyState = FakeSocket.CLOSING;
  }

  open(): void {
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new Event("open"));
  }

  say(frame: unknown): void {
    const event = new Event("message") as Event & { data: unknown };
    event.data = typeof frame === "string" ? frame : JSON.stringify(frame);
    this.dispatchEvent(event);
  }

  drop(code: number, reason = ""): void {
    this.readyState = FakeSocket.CLOSED;
    const event = new Event("close") as Event & { code: number; reason: string };
    event.code = code;
    event.reason = reason;
    this.dispatchEvent(event);
  }

  greet(version = 1, change: Record<string, unknown> = {}): void {
    this.say(ready(version, change));
  }
}

export function ready(version: number, change: Record<string, unknown> = {}) {
  return {
    type: "ready",
    subscription_version: version,
    subscriptions: [],
    server_time: iso(Date.now()),
    recovered: true,
    heartbeat: 25,
    ...change,
  };
}
