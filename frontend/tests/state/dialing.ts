import { vi } from "vitest";
import { Connection, type ConnectionOptions } from "@/shared/live/connection";
import type { Frame } from "@/shared/live/frames";
import { FakeSocket } from "./kit";

/** A connection whose network is the test. */
export const since = { version: 3, signals: { a: 12 } };

export function setUp(change: Partial<ConnectionOptions> = {}) {
  const states: string[] = [];
  const frames: Frame[] = [];
  const token = vi.fn(() => Promise.resolve("t1"));
  const renew = vi.fn(() => Promise.resolve());
  const onRefused = vi.fn<(code: string) => void>();
  const connection = new Connection({
    url: "wss://app.example/ws",
    token,
    renew,
    since: () => since,
    onFrame: (frame) => void frames.push(frame),
    onState: (state) => void states.push(state),
    onRefused,
    random: () => 1,
    ...change,
  });
  return { connection, states, frames, token, renew, onRefused };
}

export const soon = () => vi.advanceTimersByTimeAsync(0);
export const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
export const count = () => FakeSocket.all.length;
export const kinds = (socket = FakeSocket.last) => socket.sent.map((frame) => frame["type"]);

export async function live(change: Partial<ConnectionOptions> = {}) {
  const set = setUp(change);
  set.connection.start();
  await soon();
  FakeSocket.last.open();
  FakeSocket.last.greet();
  return set;
}
