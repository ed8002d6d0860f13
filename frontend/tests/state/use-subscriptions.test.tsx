import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { sessionStore } from "@/shared/session/store";
import { access, iso, NOW, right } from "./kit";

const DAY = 86_400_000;

function follow() {
  let renders = 0;
  const { result } = renderHook(() => {
    renders += 1;
    return useSubscriptions();
  });
  return { held: () => [...result.current.held.keys()], result, renders: () => renders };
}
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const accept = (version: number, ends: (number | null)[], serverTime = Date.now()) =>
  act(() => void sessionStore.accept(access(version, ends.map((end, at) => right("abc"[at]!, end)), serverTime)));

beforeEach(() => {
  vi.useFakeTimers({ now: NOW });
  sessionStore.set({ access: null, clockAhead: 0 });
});

afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("the rights that run now", () => {
  it("end to the second, one after the other, without anybody saying so", async () => {
    accept(1, [NOW + 10_000, NOW + 20_000, null]);
    const { held } = follow();
    await pass(9_999);
    expect(held()).toEqual(["a", "b", "c"]);
    await pass(1);
    expect(held()).toEqual(["b", "c"]);
    await pass(10_000);
    expect(held()).toEqual(["c"]);
    expect(vi.getTimerCount()).toBe(0);
  });

  it("end also when that is further away than a timer reaches", async () => {
    accept(1, [NOW + 60 * DAY]);
    const { held, renders } = follow();
    const before = renders();
    await pass(59 * DAY);
    expect(held()).toEqual(["a"]);
    expect(renders()).toBe(before);
    await pass(DAY - 1);
    expect(held()).toEqual(["a"]);
    await pass(1);
    expect(held()).toEqual([]);
  });

  it("go by the server's clock", async () => {
    accept(1, [NOW + 10_000], NOW + 4_000);
    const { held } = follow();
    await pass(5_999);
    expect(held()).toEqual(["a"]);
    await pass(1);
    expect(held()).toEqual([]);
  });

  it("follow a clock that is set right meanwhile", async () => {
    accept(1, [NOW + 10_000]);
    const { held } = follow();
    await pass(1_000);
    accept(1, [NOW + 10_000], NOW - 29_000); // 30 s slower than thought
    await pass(9_000);
    expect(held()).toEqual(["a"]);
    await pass(29_999);
    expect(held()).toEqual(["a"]);
    await pass(1);
    expect(held()).toEqual([]);
  });

  it("end earlier when the clock turns out to be slow", async () => {
    accept(1, [NOW + 10_000]);
    const { held } = follow();
    await pass(1_000);
    accept(1, [NOW + 10_000], NOW + 6_000);
    await pass(3_999);
    expect(held()).toEqual(["a"]);
    await pass(1);
    expect(held()).toEqual([]);
  });

  it("end within a minute after a sleep in which timers stood still", async () => {
    accept(1, [NOW + 3_600_000]);
    const { held } = follow();
    vi.setSystemTime(NOW + 2 * 3_600_000);
    await pass(60_000);
    expect(held()).toEqual([]);
  });

  it("last longer when they are extended in time", async () => {
    accept(1, [NOW + 10_000]);
    const { held, result } = follow();
    await pass(5_000);
    accept(2, [NOW + 90_000]);
    await pass(60_000);
    expect(held()).toEqual(["a"]);
    expect(result.current.held.get("a")?.expires_at).toBe(iso(NOW + 90_000));
  });

  it("are the same object while nothing changes", () => {
    accept(1, [NOW + 10_000, null]);
    const { result } = follow();
    const before = result.current;
    act(() => sessionStore.set({ frames: 99 }));
    expect(result.current).toBe(before);
  });
});
