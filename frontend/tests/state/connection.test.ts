import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ApiError, SessionEnded } from "@/shared/session/errors";
import { deferred, FakeSocket, Forbidden, NOW, ready } from "./kit";
import { count, kinds, live, pass, setUp, since, soon } from "./dialing";

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("connecting", () => {
  it("says who it is in the first frame, never in the address", async () => {
    const { states, frames } = await live();
    expect(FakeSocket.last.url).toBe("wss://app.example/ws");
    expect(FakeSocket.last.sent).toEqual([{ type: "auth", token: "t1", since }]);
    expect(states).toEqual(["connecting", "live"]);
    expect(frames.map(({ type }) => type)).toEqual(["ready"]);
  });

  it("gives up on a socket that does not open, and on one that does not greet", async () => {
    const { connection } = setUp();
    connection.start();
    await soon();
    await pass(10_000 + 500);
    expect(count()).toBe(2);
    FakeSocket.last.open();
    FakeSocket.last.say({ type: "pong" });
    await pass(10_000 + 1000);
    expect(count()).toBe(3);
  });

  it("tries for ever, ever slower, up to half a minute", async () => {
    const { connection } = setUp();
    connection.start();
    const pauses: number[] = [];
    for (let round = 0; round < 20; round += 1) {
      await soon();
      const before = count();
      FakeSocket.last.drop(1006);
      let pause = 0;
      while (count() === before) {
        await pass(250);
        pause += 250;
      }
      pauses.push(pause);
    }
    expect(pauses.slice(0, 8)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000]);
    expect(pauses.at(-1)).toBe(30_000);
  });

  it("shortens every pause by up to a half, so that not all come back at once", async () => {
    const { connection } = setUp({ random: () => 0 });
    connection.start();
    await soon();
    FakeSocket.last.drop(1006);
    await pass(249);
    expect(count()).toBe(1);
    await pass(1);
    expect(count()).toBe(2);
  });

  it("waits as long as the server asks", async () => {
    const token = vi.fn(() => Promise.reject(new ApiError(503, {}, 20)));
    const { connection } = setUp({ token });
    connection.start();
    await pass(19_000);
    connection.wake();
    expect(token).toHaveBeenCalledTimes(1);
    await pass(1000);
    expect(token).toHaveBeenCalledTimes(2);
  });

  it("waits ten seconds after too many sockets, whatever wakes it", async () => {
    const { connection } = setUp();
    connection.start();
    await soon();
    FakeSocket.last.drop(4429);
    await pass(5000);
    connection.wake();
    connection.wake({ anew: true });
    await soon();
    expect(count()).toBe(1);
    await pass(5000);
    expect(count()).toBe(2);
  });

  it("comes back when a socket cannot even be made", async () => {
    vi.stubGlobal("WebSocket", Forbidden);
    const { connection, states } = setUp();
    connection.start();
    await soon();
    vi.stubGlobal("WebSocket", FakeSocket);
    await pass(500);
    expect(count()).toBe(1);
    expect(states.at(-1)).toBe("connecting");
  });

  it("does not spin on a socket that dies right after its greeting", async () => {
    await live();
    const pauses: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      const before = count();
      FakeSocket.last.drop(1013);
      let pause = 0;
      while (count() === before) {
        await pass(250);
        pause += 250;
      }
      pauses.push(pause);
      FakeSocket.last.open();
      FakeSocket.last.greet();
    }
    expect(pauses).toEqual([500, 1000, 2000, 4000]);
    await pass(5000);
    FakeSocket.last.drop(1013);
    const before = count();
    await pass(500);
    expect(count()).toBe(before + 1);
  });
});

describe("refusals", () => {
  it("4401 gets new tokens first, and again until it has them", async () => {
    const { renew, states } = await live();
    renew.mockRejectedValueOnce(new TypeError("offline"));
    await pass(6000);
    FakeSocket.last.drop(4401);
    expect(states.at(-1)).toBe("reconnecting");
    await pass(500);
    expect([renew.mock.calls.length, count()]).toEqual([1, 1]);
    await pass(1000);
    expect([renew.mock.calls.length, count()]).toEqual([2, 2]);
    FakeSocket.last.drop(1006);
    await pass(2000);
    expect([renew.mock.calls.length, count()]).toEqual([2, 3]);
  });

  it.each([4403, 4401])("%i of a deleted account is final, and no other token is asked for", async (code) => {
    const { onRefused, renew } = await live();
    FakeSocket.last.drop(code, "account_deleted");
    await pass(120_000);
    expect(onRefused).toHaveBeenCalledExactlyOnceWith("unknown_user");
    expect([renew.mock.calls.length, count()]).toEqual([0, 1]);
  });

  it("4403 and an ended session are final, whatever wakes it later", async () => {
    const shutOut = await live();
    FakeSocket.last.drop(4403);
    expect(shutOut.onRefused).toHaveBeenCalledExactlyOnceWith("user_blocked");

    const ended = setUp({ token: () => Promise.reject(new SessionEnded("init_data_expired")) });
    ended.connection.start();
    await soon();
    for (const { connection } of [shutOut, ended]) connection.wake({ anew: true });
    await pass(120_000);
    expect(ended.onRefused).toHaveBeenCalledExactlyOnceWith("init_data_expired");
    expect(count()).toBe(1);
  });
});

describe("renewal on the same socket", () => {
  it("answers reauth with a new token and keeps the socket", async () => {
    const { renew, frames, token, states } = await live();
    token.mockResolvedValue("t2");
    FakeSocket.last.say({ type: "reauth" });
    await soon();
    expect(renew).toHaveBeenCalledTimes(1);
    expect(FakeSocket.last.sent.at(-1)).toEqual({ type: "auth", token: "t2", since });
    FakeSocket.last.greet(4);
    expect(count()).toBe(1);
    expect(frames.map(({ type }) => type)).toEqual(["ready", "ready"]);
    expect(states).toEqual(["connecting", "live", "live"]);
    await pass(25_000);
    expect(kinds().filter((type) => type === "ping")).toHaveLength(1);
  });

  it("tries again while the old token lasts", async () => {
    const { renew } = await live();
    renew.mockRejectedValueOnce(new TypeError("offline"));
    FakeSocket.last.say({ type: "reauth" });
    await pass(5000);
    expect(kinds()).toEqual(["auth", "auth"]);
  });

  it("does not speak for a socket that was replaced meanwhile", async () => {
    const { renew, connection } = await live();
    const slow = deferred<undefined>();
    renew.mockReturnValueOnce(slow.promise);
    FakeSocket.last.say({ type: "reauth" });
    await pass(2000);
    connection.wake({ anew: true });
    await soon();
    FakeSocket.last.open();
    slow.resolve(undefined);
    await soon();
    expect(kinds(FakeSocket.all[0])).toEqual(["auth"]);
    expect(kinds()).toEqual(["auth"]);
  });

  it("ends with the session", async () => {
    const { renew, onRefused } = await live();
    renew.mockRejectedValueOnce(new SessionEnded("init_data_expired"));
    FakeSocket.last.say({ type: "reauth" });
    await pass(60_000);
    expect(onRefused).toHaveBeenCalledExactlyOnceWith("init_data_expired");
    expect(count()).toBe(1);
  });
});

describe("the watchdog", () => {
  it("pings at every beat, and lives as long as answers come", async () => {
    await live();
    for (let beat = 0; beat < 20; beat += 1) {
      await pass(25_000);
      FakeSocket.last.say({ type: "pong" });
    }
    expect(count()).toBe(1);
    expect(kinds().filter((type) => type === "ping")).toHaveLength(20);
  });

  it("does not believe a socket that looks open but is silent", async () => {
    const { states } = await live();
    await pass(50_000 + 4000 - 1);
    expect(states.at(-1)).toBe("live");
    await pass(1 + 500);
    expect(count()).toBe(2);
    expect(states.at(-1)).toBe("reconnecting");
  });

  it("counts frames that this version does not know as life", async () => {
    const { frames } = await live();
    for (let round = 0; round < 6; round += 1) {
      await pass(40_000);
      FakeSocket.last.say(round % 2 === 0 ? { type: "from_the_future" } : "not json");
    }
    expect(count()).toBe(1);
    expect(frames).toHaveLength(1);
  });

  it("hears nothing of a socket that it has left", async () => {
    const { connection, frames, states } = await live();
    const [old] = FakeSocket.all;
    await pass(2000);
    connection.wake({ anew: true });
    await soon();
    old!.greet(99);
    old!.drop(4403);
    FakeSocket.last.open();
    old!.open();
    expect(kinds()).toEqual(["auth"]);
    expect(frames).toHaveLength(1);
    expect(states.at(-1)).toBe("reconnecting");
  });
});

describe("waking", () => {
  it("asks a live socket, and believes its answer", async () => {
    const { connection, states } = await live();
    connection.wake();
    expect(kinds()).toEqual(["auth", "ping"]);
    await pass(3999);
    FakeSocket.last.say({ type: "pong" });
    await pass(10_000);
    expect(count()).toBe(1);
    expect(states).toEqual(["connecting", "live", "live"]);
  });

  it("connects again after four seconds without an answer", async () => {
    const { connection } = await live();
    connection.wake();
    await pass(4000);
    expect(count()).toBe(2);
  });

  it("connects again at once when the network is another one", async () => {
    const { connection } = await live();
    connection.wake({ anew: true });
    await soon();
    expect(count()).toBe(2);
    expect(FakeSocket.all[0]!.readyState).toBe(FakeSocket.CLOSING);
  });

  it("cuts a pause short, also one that has just begun", async () => {
    const { connection } = setUp();
    connection.start();
    await soon();
    for (let round = 0; round < 6; round += 1) {
      FakeSocket.last.drop(1006);
      await pass(31_000);
    }
    const before = count();
    FakeSocket.last.drop(1006);
    await pass(10);
    connection.wake({ anew: true });
    await soon();
    expect(count()).toBe(before + 1);
  });

  it("leaves an attempt alone that has just begun, and makes its failure cheap", async () => {
    const { connection } = setUp();
    connection.start();
    await soon();
    for (const anew of [true, false, true]) connection.wake({ anew });
    await soon();
    expect(count()).toBe(1);
    FakeSocket.last.drop(1006);
    await pass(500);
    expect(count()).toBe(2);
  });
});

describe("stopping", () => {
  it("during the wait for a token opens nothing", async () => {
    const slow = deferred<string>();
    const { connection, onRefused } = setUp({ token: () => slow.promise });
    connection.start();
    connection.stop();
    slow.resolve("t1");
    await pass(60_000);
    expect(count()).toBe(0);
    expect(onRefused).not.toHaveBeenCalled();
  });

  it("during a wait that fails refuses nobody", async () => {
    const slow = deferred<string>();
    const { connection, onRefused } = setUp({ token: () => slow.promise });
    connection.start();
    connection.stop();
    slow.reject(new SessionEnded("gone"));
    await pass(60_000);
    expect(onRefused).not.toHaveBeenCalled();
  });

  it("leaves no timer and says nothing more", async () => {
    const { connection, states } = await live();
    FakeSocket.last.say({ type: "reauth" });
    connection.stop();
    FakeSocket.last.drop(1006);
    connection.wake({ anew: true });
    await pass(120_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(count()).toBe(1);
    expect(states.at(-1)).toBe("live");
  });
});

it("takes no frame that it cannot read", async () => {
  const { frames } = await live();
  for (const bad of ["", "{", "null", "[]", { type: "ready" }, { ...ready(2), subscription_version: "2" }, { type: 7 }]) {
    FakeSocket.last.say(bad);
  }
  expect(frames).toHaveLength(1);
});
