import "./launched";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TabMessage } from "@/shared/session/tabs";
import { Tabs } from "@/shared/session/tabs";
import { access, Forbidden, json, refusal, right, settle, tokens } from "./kit";

/** Channels of one browser: a message reaches all of the same name but its sender, and later. */
class Hub extends EventTarget {
  static open: Hub[] = [];
  static sent: TabMessage[] = [];
  constructor(readonly name: string) {
    super();
    Hub.open.push(this);
  }
  postMessage(data: TabMessage): void {
    Hub.sent.push(data);
    const others = Hub.open.filter((one) => one !== this && one.name === this.name);
    const copy = structuredClone(data);
    for (const one of others) {
      void Promise.resolve().then(() => one.dispatchEvent(new MessageEvent("message", { data: copy })));
    }
  }
  close(): void {
    Hub.open = Hub.open.filter((one) => one !== this);
  }
}

let mine = access(1, [right("a")]);
let asked: string[];

/** The whole state layer once more, as another tab has it. */
async function tab() {
  vi.resetModules();
  const { QueryClient } = await import("@tanstack/react-query");
  const { Resync, takeAccess } = await import("@/shared/live/resync");
  const { session, whenRightsDrift, tabs } = await import("@/shared/session/current");
  const { sessionStore } = await import("@/shared/session/store");
  const client = new QueryClient();
  const tell = vi.fn();
  const resync = new Resync(client, tell);
  whenRightsDrift(() => resync.drift());
  await session.renew();
  return { session, store: sessionStore, tabs, tell, take: (given: typeof mine) => takeAccess(client, given, tell) };
}
const version = ({ store }: Awaited<ReturnType<typeof tab>>) => store.get().access?.subscription_version;
const calm = async () => {
  for (let round = 0; round < 20; round += 1) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    await settle();
  }
};

beforeEach(() => {
  Hub.open = [];
  Hub.sent = [];
  asked = [];
  mine = access(1, [right("a")]);
  vi.stubGlobal("BroadcastChannel", Hub);
  vi.stubGlobal("fetch", (input: RequestInfo) => {
    const path = input instanceof Request ? new URL(input.url).pathname : input;
    asked.push(path);
    if (path.includes("/auth/log") || path.includes("/auth/refresh")) return Promise.resolve(json(tokens("1", mine)));
    return Promise.resolve(json(mine, 200, { "X-Subscription-Version": String(mine.subscription_version) }));
  });
});

afterEach(() => vi.unstubAllGlobals());

describe("tabs of one person", () => {
  it("hear of new rights, and come to rest", async () => {
    const [one, two, three] = [await tab(), await tab(), await tab()];
    asked = [];
    mine = access(2);
    one.take(mine);
    await calm();
    expect([one, two, three].map(version)).toEqual([2, 2, 2]);
    expect(asked).toHaveLength(2);
    expect(Hub.sent).toHaveLength(3);
    for (const { tell } of [one, two, three]) expect(tell).toHaveBeenCalledTimes(1);
  });

  it("do not believe what is older", async () => {
    const [one, two] = [await tab(), await tab()];
    mine = access(3);
    two.take(mine);
    await calm();
    asked = [];
    one.tabs.tell({ type: "access", access: access(2) });
    await calm();
    expect([version(one), version(two), asked.length]).toEqual([3, 3, 0]);
  });

  it("end together when the person logs out, and say so once", async () => {
    const [one, two, three] = [await tab(), await tab(), await tab()];
    one.session.end("logged_out");
    await calm();
    expect([one, two, three].map(({ store }) => store.get().ended)).toEqual(Array(3).fill("logged_out"));
    expect(Hub.sent).toEqual([{ type: "ended", code: "logged_out" }]);
  });

  it("end together when the person is blocked", async () => {
    const [one, two] = [await tab(), await tab()];
    vi.stubGlobal("fetch", () => Promise.resolve(refusal(403, "user_blocked")));
    await one.session.fetch(new Request("https://app.example/api/models")).catch(() => undefined);
    await calm();
    expect([one, two].map(({ store }) => store.get().ended)).toEqual(["user_blocked", "user_blocked"]);
  });

  it("live on when only one of them has launch data that is too old", async () => {
    const [one, two] = [await tab(), await tab()];
    vi.stubGlobal("fetch", () => Promise.resolve(refusal(401, "init_data_expired")));
    await one.session.renew().catch(() => undefined);
    await calm();
    expect([one, two].map(({ store }) => store.get().ended)).toEqual(["init_data_expired", null]);
  });
});

describe("the channel", () => {
  it("is one for each person", () => {
    const [hear, other] = [vi.fn(), vi.fn()];
    const tabs = new Tabs(7, () => undefined);
    new Tabs(7, hear);
    new Tabs(8, other);
    tabs.tell({ type: "ended", code: "x" });
    return settle().then(() => {
      expect(hear).toHaveBeenCalledExactlyOnceWith({ type: "ended", code: "x" });
      expect(other).not.toHaveBeenCalled();
    });
  });

  it("is none for nobody", () => {
    new Tabs(0, () => undefined);
    expect(Hub.open).toEqual([]);
  });

  it.each([
    ["missing", undefined],
    ["forbidden", Forbidden],
  ])("may be %s", (_, channel) => {
    vi.stubGlobal("BroadcastChannel", channel);
    const tabs = new Tabs(7, () => undefined);
    expect(() => {
      tabs.tell({ type: "ended", code: "x" });
      tabs.close();
    }).not.toThrow();
  });
});

it("the page starts where it is forbidden to look at storages", async () => {
  const spies = [
    vi.spyOn(window, "sessionStorage", "get").mockImplementation(Forbidden),
    vi.spyOn(window, "localStorage", "get").mockImplementation(Forbidden),
  ];
  const one = await tab();
  const { applyPreferences, applyRecalledPreferences } = await import("@/shared/i18n/preference");
  const { language } = await import("@/shared/i18n/language");
  applyRecalledPreferences();
  expect(language()).toBe("ru");
  applyPreferences({ language: "en", timeZone: "Nowhere/Land" });
  expect(language()).toBe("en");
  expect(version(one)).toBe(1);
  for (const spy of spies) spy.mockRestore();
});
