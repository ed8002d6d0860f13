import "./launched";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { feedQuery, keys } from "@/shared/api/queries";
import type { SignalRead } from "@/shared/api/types";
import { doubtOtherLists, forgetLost, newestSeqs, putSignal, takeSignal } from "@/shared/live/cache";
import { sessionStore } from "@/shared/session/store";
import { access, deferred, iso, NOW, right, settle, signal } from "./kit";

const PLAIN = feedQuery().queryKey;
const OPEN = feedQuery({ status: "open" }).queryKey;
const ofModel = (modelId: string) => [...keys.ofModels, modelId, {}];

const pages = (...each: SignalRead[][]) => ({
  pages: each.map((items, at) => ({ items, next_cursor: at === each.length - 1 ? null : `after-${at}` })),
  pageParams: each.map((_, at) => (at === 0 ? null : `after-${at - 1}`)),
});
type Pages = ReturnType<typeof pages>;

let client: QueryClient;
const idsOf = (key: readonly unknown[]) =>
  client.getQueryData<Pages>(key)?.pages.map((page) => page.items.map(({ id, status }) => `${id}:${status}`));
const hold = (...models: string[]) => {
  const before = sessionStore.get().access?.subscription_version ?? 0;
  sessionStore.accept(access(before + 1, models.map((model) => right(model))));
};
/** A reading of a list that is under way: the test gives its answer. */
function reading(key: readonly unknown[]) {
  const given = deferred<unknown>();
  const done = client.query({ queryKey: key, queryFn: () => given.promise, staleTime: 0 });
  return {
    answer: async (data: unknown) => {
      given.resolve(data);
      await done;
      await settle();
    },
  };
}

beforeEach(() => {
  client = new QueryClient({ defaultOptions: { queries: { retry: false, gcTime: Number.POSITIVE_INFINITY } } });
  hold("a", "b");
});

describe("a signal in a list", () => {
  const at = (minutes: number) => ({ created_at: iso(NOW + minutes * 60_000) });

  it("stands by its time, newest first, on whatever page", () => {
    const list = pages([signal("9", at(9)), signal("6", at(6))], [signal("3", at(3))]);
    const placed = (minutes: number) =>
      putSignal(list, signal("new", at(minutes)), {}).pages.map((page) => page.items.map(({ id }) => id));
    expect(placed(10)).toEqual([["new", "9", "6"], ["3"]]);
    expect(placed(7)).toEqual([["9", "new", "6"], ["3"]]);
    expect(placed(4)).toEqual([["9", "6"], ["new", "3"]]);
    expect(placed(1)).toEqual([["9", "6"], ["3", "new"]]);
  });

  it("older than all that is loaded waits for its page", () => {
    const list = { pages: [{ items: [signal("9", at(9))], next_cursor: "more" }], pageParams: [null] };
    expect(putSignal(list, signal("old", at(1)), {})).toBe(list);
  });

  it("changes in its place", () => {
    const list = pages([signal("2"), signal("1")]);
    const changed = putSignal(list, signal("1", { status: "won" }), {});
    expect(changed.pages[0]?.items.map(({ id, status }) => `${id}:${status}`)).toEqual(["2:open", "1:won"]);
  });

  it("leaves a list that it belongs to no more, and does not enter one that it does not belong to", () => {
    const list = pages([signal("1")]);
    expect(putSignal(list, signal("1", { status: "lost" }), { status: "open" }).pages[0]?.items).toEqual([]);
    expect(putSignal(list, signal("2", { pair: "USD/JPY" }), { pair: "EUR/USD" })).toBe(list);
  });

  it("that has ended never opens again", () => {
    const list = pages([signal("1", { status: "won" })]);
    expect(putSignal(list, signal("1"), {})).toBe(list);
  });
});

describe("a frame", () => {
  it("reaches every list and the detail", () => {
    client.setQueryData(PLAIN, pages([signal("1")]));
    client.setQueryData(OPEN, pages([signal("1")]));
    client.setQueryData(ofModel("a"), pages([signal("1")]));
    client.setQueryData(ofModel("b"), pages([]));
    client.setQueryData(keys.detail({ id: "1" }), { signal: signal("1"), candles: [] });
    takeSignal(client, signal("1", { status: "won" }));
    expect([idsOf(PLAIN), idsOf(OPEN), idsOf(ofModel("a")), idsOf(ofModel("b"))]).toEqual([
      [["1:won"]],
      [[]],
      [["1:won"]],
      [[]],
    ]);
    expect(client.getQueryData(keys.detail({ id: "1" }))).toMatchObject({ signal: { status: "won" }, candles: [] });
  });

  it("of a model that is not held, or no more, brings nothing", () => {
    client.setQueryData(PLAIN, pages([]));
    takeSignal(client, signal("1", { model_id: "z" }));
    sessionStore.accept(access(99_999, [right("a", Date.now() - 1)]));
    takeSignal(client, signal("2"));
    expect(idsOf(PLAIN)).toEqual([[]]);
    sessionStore.set({ access: null });
  });

  it("that comes late does not open what ended, even where the list has forgotten it", () => {
    client.setQueryData(OPEN, pages([signal("1")]));
    takeSignal(client, signal("1", { status: "expired" }));
    takeSignal(client, signal("1"));
    expect(idsOf(OPEN)).toEqual([[]]);
  });

  it("survives a first reading that began before it", async () => {
    const first = reading(PLAIN);
    takeSignal(client, signal("2", { seq: 2, created_at: iso(NOW + 1000) }));
    await first.answer(pages([signal("1")]));
    expect(idsOf(PLAIN)).toEqual([["2:open", "1:open"]]);
  });

  it("survives a reading anew that began before it", async () => {
    client.setQueryData(PLAIN, pages([signal("1")]));
    const again = reading(PLAIN);
    takeSignal(client, signal("1", { status: "won" }));
    expect(idsOf(PLAIN)).toEqual([["1:won"]]);
    await again.answer(pages([signal("1")]));
    expect(idsOf(PLAIN)).toEqual([["1:won"]]);
  });

  it("survives a reading of the detail that began before it", async () => {
    const first = reading(keys.detail({ id: "1" }));
    takeSignal(client, signal("1", { status: "lost" }));
    await first.answer({ signal: signal("1"), candles: [] });
    expect(client.getQueryData(keys.detail({ id: "1" }))).toMatchObject({ signal: { status: "lost" } });
  });

  it("is not put in after a reading if the model was lost meanwhile", async () => {
    const first = reading(PLAIN);
    takeSignal(client, signal("1"));
    hold("b");
    await first.answer(pages([]));
    expect(idsOf(PLAIN)).toEqual([[]]);
  });

  it("does not make a list look read just now, or read at all", () => {
    client.setQueryData(PLAIN, pages([]), { updatedAt: NOW });
    void client.invalidateQueries({ queryKey: PLAIN });
    takeSignal(client, signal("1"));
    expect(client.getQueryState(PLAIN)).toMatchObject({ dataUpdatedAt: NOW, isInvalidated: true });
    expect(idsOf(PLAIN)).toEqual([["1:open"]]);
  });

  it("does not make lists render that it does not change", () => {
    client.setQueryData(PLAIN, pages([signal("1", { status: "won" })]));
    const before = client.getQueryData(PLAIN);
    takeSignal(client, signal("1"));
    expect(client.getQueryData(PLAIN)).toBe(before);
  });
});

describe("what is held no more", () => {
  it("leaves all of memory at once, the rest stays", () => {
    client.setQueryData(PLAIN, pages([signal("1"), signal("2", { model_id: "b" })], [signal("3")]));
    client.setQueryData(ofModel("a"), pages([signal("1")]));
    client.setQueryData(ofModel("b"), pages([signal("2", { model_id: "b" })]));
    client.setQueryData(keys.detail({ id: "1" }), { signal: signal("1") });
    client.setQueryData(keys.detail({ id: "2" }), { signal: signal("2", { model_id: "b" }) });
    hold("b");
    forgetLost(client);
    expect(idsOf(PLAIN)).toEqual([["2:open"], []]);
    expect(idsOf(ofModel("b"))).toEqual([["2:open"]]);
    expect(client.getQueryData(ofModel("a"))).toBeUndefined();
    expect(client.getQueryData(keys.detail({ id: "1" }))).toBeUndefined();
    expect(client.getQueryData(keys.detail({ id: "2" }))).toBeDefined();
  });

  it("leaves the screen as well, which shows the refusal instead", async () => {
    const queryFn = vi.fn<() => Promise<unknown>>().mockResolvedValueOnce(pages([signal("1")]));
    queryFn.mockRejectedValue(new Error("subscription_required"));
    const observer = new QueryObserver(client, { queryKey: ofModel("a"), queryFn });
    const leave = observer.subscribe(() => undefined);
    await vi.waitFor(() => expect(observer.getCurrentResult().data).toBeDefined());
    hold("b");
    forgetLost(client);
    expect(observer.getCurrentResult().data).toBeUndefined();
    await vi.waitFor(() => expect(observer.getCurrentResult().status).toBe("error"));
    forgetLost(client);
    await settle();
    expect(queryFn).toHaveBeenCalledTimes(2);
    leave();
  });

  it("does not come back by a reading that began before", async () => {
    const [feed, list, detail] = [reading(PLAIN), reading(ofModel("a")), reading(keys.detail({ id: "1" }))];
    hold("b");
    forgetLost(client);
    await feed.answer(pages([signal("1"), signal("2", { model_id: "b" })]));
    await list.answer(pages([signal("1")]));
    await detail.answer({ signal: signal("1") });
    expect(idsOf(PLAIN)).toEqual([["2:open"]]);
    expect(client.getQueryData(ofModel("a"))).toBeUndefined();
    expect(client.getQueryData(keys.detail({ id: "1" }))).toBeUndefined();
  });
});

describe("the cursor", () => {
  it("is the newest of each model in the list without a filter", () => {
    client.setQueryData(PLAIN, pages([signal("1", { seq: 4 }), signal("2", { seq: 9 })], [signal("3", { seq: 2 })]));
    client.setQueryData(OPEN, pages([signal("8", { seq: 99 })]));
    expect(newestSeqs(client, ["a", "b"])).toEqual({ a: 9, b: 0 });
  });

  it("is unknown without that list, and while it may have holes", () => {
    client.setQueryData(OPEN, pages([signal("8", { seq: 99 })]));
    expect(newestSeqs(client, ["a"])).toBeUndefined();
    client.setQueryData(PLAIN, pages([signal("1")]));
    void client.invalidateQueries({ queryKey: PLAIN });
    expect(newestSeqs(client, ["a"])).toBeUndefined();
  });

  it("says nothing about the other lists: those that nobody sees are read anew when they are shown", () => {
    client.setQueryData(PLAIN, pages([]));
    client.setQueryData(OPEN, pages([]));
    client.setQueryData(["models"], []);
    doubtOtherLists(client);
    expect(client.getQueryState(PLAIN)?.isInvalidated).toBe(false);
    expect(client.getQueryState(OPEN)?.isInvalidated).toBe(true);
    expect(client.getQueryState(["models"])?.isInvalidated).toBe(false);
  });
});
