import "./launched";
import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { feedQuery, keys } from "@/shared/api/queries";
import type { Access } from "@/shared/api/types";
import type { Frame } from "@/shared/live/frames";
import { Resync } from "@/shared/live/resync";
import { changeBetween, type RightsChange } from "@/shared/live/rights";
import { takeFrame } from "@/shared/live/use-web-socket";
import { session, whenRightsDrift } from "@/shared/session/current";
import { sessionStore } from "@/shared/session/store";
import { access, deferred, head, iso, json, NOW, ready, refusal, right, signal, tokens } from "./kit";

const PLAIN = feedQuery().queryKey;
const MY_RIGHTS = "/api/auth/my-subscriptions";

let client: QueryClient;
let told: RightsChange[];
let resync: Resync;
let answers: (() => Promise<Response> | Response)[];
let asked: string[];
let login: Access;

const hear = (frame: unknown) =>
  takeFrame(frame as Frame, {
    client,
    resync,
    tellRights: (change) => void told.push(change),
    tellRequest: () => undefined,
  });

const update = (version: number, rights: Access["subscriptions"], change: Record<string, unknown> = {}) => ({
  type: "subscription_update",
  subscription_version: version,
  subscriptions: rights,
  granted: [],
  revoked: [],
  action: "grant",
  reason: null,
  at: iso(Date.now()),
  ...change,
});
const rightsAnswer = (given: Access) => json(given, 200, { "X-Subscription-Version": String(given.subscription_version) });
const shown = () => sessionStore.get().access?.subscription_version;
const readings = () => asked.filter((path) => path === MY_RIGHTS).length;
const pass = (ms = 0) => vi.advanceTimersByTimeAsync(ms);
const show = (given: Access) =>
  sessionStore.set({ access: given, seen: given.subscription_version, told: given.subscription_version });

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW });
  [told, answers, asked] = [[], [], []];
  login = access(1);
  vi.stubGlobal("fetch", async (input: RequestInfo) => {
    const path = input instanceof Request ? new URL(input.url).pathname : input;
    asked.push(path);
    if (path.startsWith("/api/auth/log") || path.startsWith("/api/auth/refresh")) return json(tokens("1", login));
    const next = answers.shift();
    if (next === undefined) throw new TypeError("no answer prepared");
    return next();
  });
  client = new QueryClient();
  resync = new Resync(client, (change) => void told.push(change));
  whenRightsDrift(() => resync.drift());
  sessionStore.set({ user: null, access: null, ended: null, seen: 0, told: 0, clockAhead: 0, frames: 0 });
  await session.renew();
  asked = [];
  show(access(5, [right("a")]));
});

afterEach(() => {
  vi.clearAllTimers();
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe("an update and a reading of the same change", () => {
  const newer = access(6, [right("a"), right("b")]);

  it("are told once, with the update first", async () => {
    const slow = deferred<Response>();
    answers.push(() => slow.promise);
    const run = resync.run();
    hear(update(6, newer.subscriptions, { reason: "gift" }));
    slow.resolve(rightsAnswer(newer));
    await run;
    expect(told.map(({ version, reason }) => [version, reason])).toEqual([[6, "gift"]]);
  });

  it("are told once, with the reading first", async () => {
    answers.push(() => rightsAnswer(newer));
    await resync.run();
    hear(update(6, newer.subscriptions));
    expect(told.map(({ version }) => version)).toEqual([6]);
  });

  it("leave the update in place when the reading is older", async () => {
    const slow = deferred<Response>();
    answers.push(() => slow.promise);
    const run = resync.run();
    hear(update(6, newer.subscriptions));
    slow.resolve(rightsAnswer(access(5, [right("a")])));
    await run;
    expect([shown(), told.length, readings()]).toEqual([6, 1, 1]);
  });

  it("leave the reading in place when the update is older", async () => {
    answers.push(() => rightsAnswer(access(7)));
    await resync.run();
    hear(update(6, newer.subscriptions));
    expect([shown(), told.length]).toEqual([7, 1]);
  });
});

describe("a login answer", () => {
  it("is shown at once when nothing is", async () => {
    sessionStore.set({ access: null, told: 0 });
    login = access(8, [right("a")]);
    await session.renew();
    expect([shown(), sessionStore.get().told]).toEqual([8, 8]);
    expect(told).toEqual([]);
  });

  it("never wins over what is newer", async () => {
    login = access(4, [right("z")]);
    await session.renew();
    expect([shown(), readings()]).toEqual([5, 0]);
  });

  it("that is newer has the rights read, so that the change is told", async () => {
    login = access(6);
    answers.push(() => rightsAnswer(access(6)));
    await session.renew();
    await pass();
    expect([shown(), told.length]).toEqual([6, 1]);
  });
});

describe("any answer with a newer version", () => {
  it("has the rights read once, however many say so", async () => {
    answers.push(() => rightsAnswer(access(7)));
    for (let round = 0; round < 5; round += 1) if (sessionStore.notice(7)) resync.drift();
    await pass();
    expect([shown(), readings()]).toEqual([7, 1]);
  });

  it("has them read again when a reading that was under way came too early", async () => {
    const slow = deferred<Response>();
    answers.push(() => slow.promise, () => rightsAnswer(access(7)));
    void resync.run();
    await pass();
    if (sessionStore.notice(7)) resync.drift();
    slow.resolve(rightsAnswer(access(6)));
    await pass();
    expect([shown(), readings()]).toEqual([7, 2]);
  });

  it("does not go round in circles with a server that lags behind itself", async () => {
    answers.push(...Array.from({ length: 9 }, () => () => rightsAnswer(access(6))));
    void resync.run();
    if (sessionStore.notice(9)) resync.drift();
    await pass();
    expect([shown(), readings()]).toEqual([6, 2]);
  });
});

describe("reading again", () => {
  it("is one at a time, and none is lost", async () => {
    const slow = deferred<Response>();
    answers.push(() => slow.promise, () => rightsAnswer(access(6)));
    client.setQueryData(["market"], {});
    const runs = [resync.run(), resync.run(), resync.run({ everything: true })];
    await pass();
    expect(readings()).toBe(1);
    slow.resolve(rightsAnswer(access(5, [right("a")])));
    await Promise.all(runs);
    await pass();
    expect(readings()).toBe(2);
    expect(client.getQueryState(["market"])?.isInvalidated).toBe(true);
  });

  it("that fails is tried again by itself, and still owes everything", async () => {
    client.setQueryData(["market"], {});
    answers.push(
      () => refusal(503, "database_unavailable", { "Retry-After": "7" }),
      () => Promise.reject(new TypeError("offline")),
      () => rightsAnswer(access(6, [right("a")])),
    );
    void resync.run({ everything: true });
    await pass(6999);
    expect([readings(), client.getQueryState(["market"])?.isInvalidated]).toEqual([1, false]);
    await pass(1);
    expect(readings()).toBe(2);
    await pass(4000);
    expect([readings(), shown(), client.getQueryState(["market"])?.isInvalidated]).toEqual([3, 6, true]);
    await pass(300_000);
    expect(readings()).toBe(3);
  });

  it("does not wait for lists that take their time", async () => {
    answers.push(() => rightsAnswer(access(5, [right("a")])), () => rightsAnswer(access(6)));
    const queryFn = vi.fn(() => new Promise<unknown>(() => undefined)).mockResolvedValueOnce({});
    const leave = new QueryObserver(client, { queryKey: ["market"], queryFn }).subscribe(() => undefined);
    await pass();
    void resync.run({ everything: true });
    await pass();
    void resync.run();
    await pass();
    expect([shown(), queryFn.mock.calls.length]).toEqual([6, 2]);
    leave();
  });
});

describe("the greeting", () => {
  it("with everything following takes the change from the update, reason and all", () => {
    hear(ready(6, { recovered: true }));
    expect([shown(), told.length]).toEqual([5, 0]);
    hear(update(6, [], { action: "revoke", reason: "refund" }));
    expect(told).toMatchObject([{ version: 6, action: "revoke", reason: "refund", revoked: [{ model_id: "a" }] }]);
    expect(readings()).toBe(0);
  });

  it("without it takes the state, and reads everything", async () => {
    answers.push(() => rightsAnswer(access(6)));
    client.setQueryData(["market"], {});
    hear(ready(6, { recovered: false }));
    expect(shown()).toBe(6);
    await pass();
    expect([told.length, readings(), client.getQueryState(["market"])?.isInvalidated]).toEqual([1, 1, true]);
  });

  it("twice on one socket changes nothing twice", async () => {
    hear(ready(5, { subscriptions: [right("a")] }));
    hear(ready(5, { subscriptions: [right("a")] }));
    hear(ready(4, { subscriptions: [] }));
    await pass();
    expect([shown(), told.length, readings()]).toEqual([5, 0, 0]);
    expect(Object.keys(sessionStore.get().access ?? {}).sort()).toEqual([
      "server_time",
      "subscription_version",
      "subscriptions",
    ]);
  });

  it("sets the clock", () => {
    hear(ready(5, { subscriptions: [right("a")], server_time: iso(NOW + 60_000) }));
    expect(sessionStore.get().clockAhead).toBe(60_000);
  });
});

describe("frames", () => {
  const pages = () => ({ pages: [{ items: [signal("1")], next_cursor: null }], pageParams: [null] });
  const items = () => client.getQueryData<ReturnType<typeof pages>>(PLAIN)?.pages[0]?.items.map(({ id }) => id);

  it("of a revocation take the content at once, before the person is told", () => {
    client.setQueryData(PLAIN, pages());
    let seen: unknown;
    takeFrame(update(6, [], { action: "revoke" }) as Frame, {
      client,
      resync,
      tellRights: () => (seen = items()),
      tellRequest: () => undefined,
    });
    expect(seen).toEqual([]);
    hear({ type: "signal", signal: signal("2"), ledger_head: head });
    expect(items()).toEqual([]);
  });

  it("of a signal change the list, and are counted", () => {
    client.setQueryData(PLAIN, pages());
    hear({ type: "signal", signal: signal("2", { created_at: iso(NOW + 1) }), ledger_head: head });
    expect(items()).toEqual(["2", "1"]);
    expect(sessionStore.get().frames).toBe(1);
    expect(sessionStore.get().heardAt).toBe(NOW);
  });

  it("of a resync read everything", async () => {
    client.setQueryData(PLAIN, pages());
    answers.push(() => rightsAnswer(access(5, [right("a")])));
    hear({ type: "resync" });
    await pass();
    expect(client.getQueryState(PLAIN)?.isInvalidated).toBe(true);
  });

  it("of an answered request have the requests read", () => {
    client.setQueryData(keys.requests, []);
    hear({ type: "request_update", request_id: "r", model_id: "a", status: "rejected", reason: null });
    expect(client.getQueryState(keys.requests)?.isInvalidated).toBe(true);
  });

  it("that mean nothing to the page do nothing", async () => {
    for (const type of ["pong", "notice", "reauth"]) hear({ type, code: "invalid_frame" });
    await pass();
    expect(asked).toEqual([]);
  });
});

describe("a right that ended on its date", () => {
  it("takes its content with it, whatever the server has said so far", () => {
    sessionStore.set({ access: access(5, [right("a", NOW + 1000), right("b")]) });
    const key = [...keys.ofModels, "a", {}];
    client.setQueryData(key, { pages: [], pageParams: [] });
    resync.forgetLost();
    expect(client.getQueryData(key)).toBeDefined();
    vi.setSystemTime(NOW + 1000);
    resync.forgetLost();
    expect(client.getQueryData(key)).toBeUndefined();
  });
});

describe("a change in words", () => {
  it("names what came, went and was moved", () => {
    const before = access(1, [right("a"), right("b"), right("c", NOW + 1000)]);
    const after = access(2, [right("b"), right("c", NOW + 9000), right("d")]);
    expect(changeBetween(before, after)).toMatchObject({
      version: 2,
      granted: [{ model_id: "d" }],
      revoked: [{ model_id: "a", model_name: "Model a" }],
      extended: [{ model_id: "c" }],
      action: null,
    });
  });

  it("is none where no right differs", () => {
    expect(changeBetween(access(1, [right("a")]), access(2, [right("a")]))).toBeNull();
  });

  it("calls an end by date an end, not a revocation, where only the result is known", () => {
    const before = access(1, [right("a", NOW - 1), right("b", NOW - 1000)]);
    expect(changeBetween(before, access(2))?.action).toBe("expire");
    expect(changeBetween(access(1, [right("a", NOW + 1), right("b", NOW - 1)]), access(2))?.action).toBeNull();
    expect(changeBetween(before, access(2), { action: "revoke", reason: null })?.action).toBe("revoke");
  });
});
