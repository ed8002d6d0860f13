import "./launched";
import { QueryClient } from "@tanstack/react-query";
import { act, cleanup, render } from "@testing-library/react";
import { StrictMode } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keys } from "@/shared/api/queries";
import { Resync } from "@/shared/live/resync";
import { useSelfHealing } from "@/shared/live/use-self-healing";
import { useWebSocket } from "@/shared/live/use-web-socket";
import { whenRightsDrift } from "@/shared/session/current";
import { sessionStore } from "@/shared/session/store";
import { access, FakeSocket, json, NOW, ready, right, tokens } from "./kit";

let asked: string[];
let mine = access(1, [right("a")]);
const silent = () => undefined;

const readings = () => asked.filter((path) => path.endsWith("my-subscriptions")).length;
const sockets = () => FakeSocket.all.filter(({ readyState }) => readyState < FakeSocket.CLOSING);
const pass = (ms = 0) => act(() => vi.advanceTimersByTimeAsync(ms));
const fire = (target: EventTarget, event: Event | string) =>
  act(() => void target.dispatchEvent(typeof event === "string" ? new Event(event) : event));
const pageShow = (persisted: boolean) => Object.assign(new Event("pageshow"), { persisted });

function Page({ client, resync }: { client: QueryClient; resync: Resync }) {
  const connection = useWebSocket({ client, resync, tellRights: silent, tellRequest: silent });
  useSelfHealing(connection, resync);
  return null;
}

async function open(client = new QueryClient()) {
  const resync = new Resync(client, silent);
  const page = render(
    <StrictMode>
      <Page client={client} resync={resync} />
    </StrictMode>,
  );
  await pass();
  act(() => {
    FakeSocket.last.open();
    FakeSocket.last.say(ready(1, { subscriptions: mine.subscriptions }));
  });
  await pass(2000);
  asked = [];
  return page;
}

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  asked = [];
  FakeSocket.all = [];
  mine = access(1, [right("a")]);
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", (input: RequestInfo) => {
    const path = input instanceof Request ? new URL(input.url).pathname : input;
    asked.push(path);
    if (path.includes("/auth/log") || path.includes("/auth/refresh")) return Promise.resolve(json(tokens("1", mine)));
    return Promise.resolve(json(mine, 200, { "X-Subscription-Version": String(mine.subscription_version) }));
  });
  sessionStore.set({ access: null, seen: 0, told: 0, connection: "connecting" });
});

afterEach(() => {
  cleanup();
  whenRightsDrift(silent);
  vi.clearAllTimers();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("the page", () => {
  it("has one socket, although React mounts it twice", async () => {
    const { unmount } = await open();
    expect(FakeSocket.all).toHaveLength(1);
    expect(sessionStore.get().connection).toBe("live");
    unmount();
    expect(sockets()).toHaveLength(0);
    await pass(600_000);
    expect(vi.getTimerCount()).toBe(0);
    expect(asked).toEqual([]);
  });

  it("reads rights again every five minutes", async () => {
    await open();
    await pass(300_000 - 2000);
    expect(readings()).toBe(1);
    await pass(300_000);
    expect(readings()).toBe(2);
  });

  it("reads them once for all the signs of one return", async () => {
    await open();
    fire(window, "focus");
    fire(document, "visibilitychange");
    fire(window, pageShow(false));
    await pass(300);
    expect(readings()).toBe(1);
    expect(FakeSocket.last.sent.filter(({ type }) => type === "ping")).not.toHaveLength(0);
    expect(FakeSocket.all).toHaveLength(1);
  });

  it("does nothing when it is hidden", async () => {
    await open();
    const hidden = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
    fire(document, "visibilitychange");
    await pass(300);
    expect(readings()).toBe(0);
    hidden.mockRestore();
  });

  it("connects anew when it comes back from the page cache", async () => {
    await open();
    fire(window, pageShow(true));
    await pass(300);
    expect([FakeSocket.all.length, sockets().length, readings()]).toEqual([2, 1, 1]);
  });

  it("says offline, and connects anew with the network", async () => {
    await open();
    const network = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    fire(window, "offline");
    expect(sessionStore.get().connection).toBe("offline");
    await pass(4000);
    expect(sessionStore.get().connection).toBe("offline");
    network.mockReturnValue(true);
    fire(window, "online");
    expect(sessionStore.get().connection).toBe("reconnecting");
    await pass(1000);
    act(() => {
      FakeSocket.last.open();
      FakeSocket.last.say(ready(1, { subscriptions: mine.subscriptions }));
    });
    expect(sessionStore.get().connection).toBe("live");
    expect(readings()).toBeGreaterThan(0);
    network.mockRestore();
  });

  it("does not stay offline where the device is wrong about it", async () => {
    await open();
    const network = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    fire(window, "offline");
    act(() => FakeSocket.last.say({ type: "pong" }));
    expect(sessionStore.get().connection).toBe("live");
    network.mockRestore();
  });

  it("forgets what belongs to a right in the second in which that ends", async () => {
    mine = access(1, [right("a", NOW + 60_000)]);
    const client = new QueryClient({ defaultOptions: { queries: { gcTime: Number.POSITIVE_INFINITY } } });
    await open(client);
    const key = [...keys.ofModels, "a", {}];
    client.setQueryData(key, { pages: [], pageParams: [] });
    await pass(57_999);
    expect(client.getQueryData(key)).toBeDefined();
    await pass(1);
    expect(client.getQueryData(key)).toBeUndefined();
  });

  it("reads rights as soon as any answer is newer", async () => {
    await open();
    mine = access(2);
    const { api } = await import("@/shared/api/client");
    await act(() => api.GET("/api/market"));
    await pass();
    expect(readings()).toBe(1);
    expect(sessionStore.get().access?.subscription_version).toBe(2);
  });
});
