import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { count, live, pass, soon } from "./dialing";
import { FakeSocket, NOW } from "./kit";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("a server that restarts", () => {
  it("is come back to at a moment of the time that it names, not at once and not in step", async () => {
    for (const [chance, waits] of [
      [0.1, 2000],
      [0.9, 18_000],
    ] as const) {
      FakeSocket.all = [];
      const { connection } = await live({ random: () => chance });
      FakeSocket.last.drop(1012, "return_within=20");
      await pass(waits - 1);
      expect(count()).toBe(1);
      await pass(1);
      expect(count()).toBe(2);
      connection.stop();
    }
  });

  it("that names nothing, or nonsense, is given the usual time", async () => {
    for (const reason of ["", "return_within=", "return_within=-5", "return_within=99999999"]) {
      FakeSocket.all = [];
      const { connection } = await live({ random: () => 0.5 });
      FakeSocket.last.drop(1012, reason);
      await pass(4999);
      expect(count()).toBe(1);
      await pass(1);
      expect(count()).toBe(2);
      connection.stop();
    }
  });

  it("is come back to at once by who looks at the page", async () => {
    const { connection } = await live({ random: () => 1 });
    FakeSocket.last.drop(1012, "return_within=60");
    connection.wake();
    await soon();
    expect(count()).toBe(2);
    connection.stop();
  });

  it("is not come back to once the page has gone", async () => {
    const { connection } = await live({ random: () => 0 });
    FakeSocket.last.drop(1012, "return_within=5");
    connection.stop();
    await pass(60_000);
    expect(count()).toBe(1);
  });
});
