import { beforeEach, describe, expect, it, vi } from "vitest";
import { heldAt, SessionStore } from "@/shared/session/store";
import { access, NOW, right } from "./kit";

describe("the state of a person", () => {
  let store: SessionStore;
  beforeEach(() => {
    vi.useFakeTimers({ now: NOW });
    store = new SessionStore();
    return () => void vi.useRealTimers();
  });

  it("never goes back in version", () => {
    expect(store.accept(access(5, [right("a")]))).toBe(true);
    expect(store.accept(access(4, [right("a"), right("b")]))).toBe(false);
    expect(store.get().access?.subscription_version).toBe(5);
    expect(store.accept(access(5))).toBe(true);
    expect(store.accept(access(6))).toBe(true);
  });

  it("notices what is newer than shown, and only that", () => {
    expect(store.notice(9)).toBe(false); // nothing is shown yet, so nothing is outdated
    store.accept(access(5));
    expect([store.notice(4), store.notice(5), store.notice(6)]).toEqual([false, false, true]);
    expect(store.get().seen).toBe(9);
  });

  it("goes by the server's clock, and not by that of an answer it did not take", () => {
    store.accept(access(5, [], NOW + 90_000));
    store.accept(access(4, [], NOW - 90_000));
    expect(store.now()).toBe(NOW + 90_000);
  });

  it("holds a right until its end, not at it", () => {
    const rights = access(1, [right("a", NOW + 1000), right("b"), right("c", NOW)]);
    expect([...heldAt(rights, NOW).keys()]).toEqual(["a", "b"]);
    expect([...heldAt(rights, NOW + 999).keys()]).toEqual(["a", "b"]);
    expect([...heldAt(rights, NOW + 1000).keys()]).toEqual(["b"]);
    expect(heldAt(null, NOW).size).toBe(0);
  });

  it("lets a listener leave while it is told", () => {
    const second = vi.fn();
    const leave = store.listen(() => leave());
    store.listen(second);
    store.set({ frames: 1 });
    expect(second).toHaveBeenCalledTimes(1);
  });
});
