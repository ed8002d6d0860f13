// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Tokens } from "@/shared/api/types";
import { ApiError, SessionEnded } from "@/shared/session/errors";
import { Session, type SessionOptions } from "@/shared/session/session";
import { signInBody } from "@/shared/session/sign-in";
import { access, deferred, json, refusal, settle, tokens } from "./kit";

const KEY = "forexsignals.session";

class MemoryStorage implements Storage {
  readonly kept = new Map<string, string>();
  get length() {
    return this.kept.size;
  }
  clear = () => this.kept.clear();
  key = () => null;
  getItem = (key: string) => this.kept.get(key) ?? null;
  setItem = (key: string, value: string) => void this.kept.set(key, value);
  removeItem = (key: string) => void this.kept.delete(key);
}

interface Call {
  path: string;
  authorization: string | null;
  body: string;
}

/** A server of which a test says what its next answers are; without a word it accepts everything. */
function server() {
  const calls: Call[] = [];
  let issued = 0;
  const doors: Record<"login" | "refresh" | "api", (call: Call) => Promise<Response> | Response> = {
    login: () => json(tokens(String((issued += 1)), access(1))),
    refresh: () => json(tokens(String((issued += 1)), access(1))),
    api: () => json({ ok: true }),
  };
  const fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const request = input instanceof Request ? input : new Request(`https://app.example${String(input)}`, init);
    const path = new URL(request.url).pathname;
    const call = { path, authorization: request.headers.get("Authorization"), body: await request.text() };
    request.signal.throwIfAborted();
    calls.push(call);
    const door = path === "/api/auth/login" ? "login" : path === "/api/auth/refresh" ? "refresh" : "api";
    const { promise: aborted, reject } = deferred<never>();
    request.signal.addEventListener("abort", () => reject(request.signal.reason));
    return Promise.race([doors[door](call), aborted]);
  };
  const paths = () => calls.map(({ path }) => path.replace("/api/", ""));
  return { calls, doors, fetch, paths };
}

function setUp(change: Partial<SessionOptions> = {}) {
  const storage = new MemoryStorage();
  const backend = server();
  const onTokens = vi.fn<(given: Tokens) => void>();
  const onVersion = vi.fn<(version: number) => void>();
  const onEnded = vi.fn<(code: string, isEverywhere: boolean) => void>();
  const options = { initData: "signed", userId: 7, storage, fetch: backend.fetch, onTokens, onVersion, onEnded };
  return { ...backend, ...options, open: () => new Session({ ...options, ...change }) };
}

const call = (path = "/api/models", init: RequestInit = {}) => new Request(`https://app.example${path}`, init);
const failure = (given: Promise<unknown>) => given.then(() => null, (error: unknown) => error);

describe("signing in", () => {
  it("logs in once, whoever asks", async () => {
    const { open, paths, onTokens } = setUp();
    const session = open();
    await Promise.all([session.fetch(call()), session.fetch(call("/api/market")), session.token()]);
    expect(paths()).toEqual(["auth/login", "models", "market"]);
    expect(onTokens).toHaveBeenCalledTimes(1);
  });

  it("comes back with what this person's page has kept", async () => {
    const { open, storage, calls } = setUp();
    storage.setItem(KEY, JSON.stringify({ userId: 7, refreshToken: "kept" }));
    await open().token();
    expect(calls).toMatchObject([{ path: "/api/auth/refresh", body: '{"refresh_token":"kept"}' }]);
    expect(storage.getItem(KEY)).toContain("refresh-1");
  });

  it.each([
    ["of another person", '{"userId":8,"refreshToken":"kept"}'],
    ["of nobody", '{"refreshToken":"kept"}'],
    ["that are none", '{"userId":7}'],
    ["that are broken", "{"],
    ["that are null", "null"],
  ])("throws tokens away %s", async (_, kept) => {
    const { open, storage, paths } = setUp();
    storage.setItem(KEY, kept);
    const session = open();
    expect(storage.getItem(KEY)).toBeNull();
    await session.token();
    expect(paths()).toEqual(["auth/login"]);
  });

  it("keeps nothing for a launch without a user", async () => {
    const { open, storage, paths } = setUp({ userId: 0 });
    storage.setItem(KEY, '{"userId":0,"refreshToken":"kept"}');
    await open().token();
    expect(paths()).toEqual(["auth/login"]);
    expect(storage.kept.size).toBe(0);
  });

  it("lives without a storage, and with one that throws", async () => {
    const throwing = new Proxy({} as Storage, {
      get() {
        throw new DOMException("no", "SecurityError");
      },
    });
    for (const storage of [null, throwing]) {
      const session = setUp({ storage }).open();
      await expect(session.token()).resolves.toBe("access-1");
      expect(() => session.end("logged_out")).not.toThrow();
    }
  });

  it("logs in with the launch data when the kept session is gone", async () => {
    const { open, storage, doors, paths, onEnded } = setUp();
    storage.setItem(KEY, JSON.stringify({ userId: 7, refreshToken: "stolen" }));
    doors.refresh = () => refusal(401, "session_revoked");
    await expect(open().token()).resolves.toBe("access-1");
    expect(paths()).toEqual(["auth/refresh", "auth/login"]);
    expect(onEnded).not.toHaveBeenCalled();
  });

  it("does not sign in again what was logged out everywhere", async () => {
    const { open, doors, paths, storage, onEnded } = setUp();
    const session = open();
    await session.token();
    doors.refresh = doors.api = () => refusal(401, "session_revoked");
    expect(await failure(session.renew())).toMatchObject({ code: "session_revoked" });
    expect(paths()).toEqual(["auth/login", "auth/refresh", "auth/my-subscriptions"]);
    expect(onEnded.mock.calls).toEqual([["session_revoked", false]]);
    expect(storage.getItem(KEY)).toBeNull();
  });

  it("logs in again where only the refresh token was lost", async () => {
    const { open, doors, paths, onEnded } = setUp();
    const session = open();
    await session.token();
    doors.refresh = () => refusal(401, "session_revoked");
    await session.renew();
    await expect(session.token()).resolves.toBe("access-2");
    expect(paths()).toEqual(["auth/login", "auth/refresh", "auth/my-subscriptions", "auth/login"]);
    expect(onEnded).not.toHaveBeenCalled();
  });

  it("keeps the kept token while the server or the network is away", async () => {
    const { open, storage, doors } = setUp();
    storage.setItem(KEY, JSON.stringify({ userId: 7, refreshToken: "kept" }));
    const session = open();
    doors.refresh = () => Promise.reject(new TypeError("offline"));
    expect(await failure(session.token())).toBeInstanceOf(TypeError);
    doors.refresh = () => refusal(503, "database_unavailable", { "Retry-After": "3" });
    expect(await failure(session.token())).toMatchObject({ status: 503, retryAfter: 3 });
    expect(storage.getItem(KEY)).toContain("kept");
    doors.refresh = ({ body }) => json(tokens(body.includes("kept") ? "back" : "wrong", access(1)));
    await expect(session.token()).resolves.toBe("access-back");
  });

  it("ends when the launch data is too old", async () => {
    const { open, doors, onEnded } = setUp();
    doors.login = () => refusal(401, "init_data_expired");
    const session = open();
    expect(await failure(session.fetch(call()))).toBeInstanceOf(SessionEnded);
    expect(await failure(session.token())).toMatchObject({ code: "init_data_expired" });
    expect(onEnded.mock.calls).toEqual([["init_data_expired", false]]);
  });
});

describe("a refusal", () => {
  it("401 renews once and asks again, with the same body", async () => {
    const { open, doors, calls } = setUp();
    doors.api = ({ authorization }) =>
      authorization === "Bearer access-1" ? refusal(401, "token_expired") : json({ ok: true });
    const given = call("/api/signals/a/1/feedback", { method: "POST", body: '{"result":"won"}' });
    const response = await open().fetch(given);
    expect(response.status).toBe(200);
    expect(calls.map(({ path, body, authorization }) => [path, body, authorization])).toEqual([
      ["/api/auth/login", JSON.stringify(signInBody("signed")), null],
      ["/api/signals/a/1/feedback", '{"result":"won"}', "Bearer access-1"],
      ["/api/auth/refresh", '{"refresh_token":"refresh-1"}', null],
      ["/api/signals/a/1/feedback", '{"result":"won"}', "Bearer access-2"],
    ]);
  });

  it("401 of many calls at once is one exchange, also for the one that hears of it late", async () => {
    const { open, doors, paths } = setUp();
    const late = deferred<Response>();
    doors.api = ({ authorization, path }) => {
      if (authorization !== "Bearer access-1") return json({ ok: true });
      return path.endsWith("late") ? late.promise : refusal(401, "token_expired");
    };
    const session = open();
    const slow = session.fetch(call("/api/late"));
    await Promise.all([session.fetch(call()), session.fetch(call("/api/market"))]);
    late.resolve(refusal(401, "token_expired"));
    expect((await slow).status).toBe(200);
    expect(paths().filter((path) => path === "auth/refresh")).toHaveLength(1);
  });

  it("401 twice ends the session, here only", async () => {
    const { open, doors, onEnded, storage } = setUp();
    doors.api = () => refusal(401, "session_revoked");
    expect(await failure(open().fetch(call()))).toMatchObject({ code: "session_revoked" });
    expect(onEnded.mock.calls).toEqual([["session_revoked", false]]);
    expect(storage.getItem(KEY)).toBeNull();
  });

  it("401 of a deleted person ends everything: signing in again would make a new account", async () => {
    const { open, doors, onEnded, paths } = setUp();
    const session = open();
    await session.fetch(call());
    doors.api = () => refusal(401, "unknown_user");
    expect(await failure(session.fetch(call()))).toMatchObject({ code: "unknown_user" });
    expect(onEnded.mock.calls).toEqual([["unknown_user", true]]);
    expect(paths().filter((path) => path === "auth/login")).toHaveLength(1);
  });

  it("403 for a model is the caller's answer, and still tells the version", async () => {
    const { open, doors, onEnded, onVersion } = setUp();
    doors.api = () => refusal(403, "subscription_required", { "X-Subscription-Version": "9" });
    const response = await open().fetch(call());
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: "subscription_required" });
    expect(onEnded).not.toHaveBeenCalled();
    expect(onVersion).toHaveBeenCalledExactlyOnceWith(9);
  });

  it.each(["api", "login", "refresh"] as const)("403 of a blocked person ends everything (%s)", async (door) => {
    const { open, doors, onEnded, storage } = setUp();
    if (door === "refresh") storage.setItem(KEY, JSON.stringify({ userId: 7, refreshToken: "kept" }));
    doors[door] = () => refusal(403, "user_blocked");
    expect(await failure(open().fetch(call()))).toMatchObject({ code: "user_blocked" });
    expect(onEnded.mock.calls).toEqual([["user_blocked", true]]);
    expect(storage.getItem(KEY)).toBeNull();
  });

  it("while renewing offline is that caller's failure; the next one tries again", async () => {
    const { open, doors, onEnded } = setUp();
    doors.api = ({ authorization }) =>
      authorization === "Bearer access-1" ? refusal(401, "token_expired") : json({ ok: true });
    doors.refresh = () => Promise.reject(new TypeError("offline"));
    const session = open();
    expect(await failure(session.fetch(call()))).toBeInstanceOf(TypeError);
    doors.refresh = () => json(tokens("2", access(1)));
    expect((await session.fetch(call())).status).toBe(200);
    expect(onEnded).not.toHaveBeenCalled();
  });

  it("tells no version where the answer has none", async () => {
    const { open, onVersion } = setUp();
    await open().fetch(call());
    expect(onVersion).not.toHaveBeenCalled();
  });
});

describe("giving up", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("of one caller does not cancel the exchange that others wait for", async () => {
    const { open, doors } = setUp();
    const login = deferred<Response>();
    doors.login = () => login.promise;
    const session = open();
    const own = new AbortController();
    const given = failure(session.fetch(call("/api/models", { signal: own.signal })));
    const other = session.fetch(call("/api/market"));
    own.abort();
    await settle();
    login.resolve(json(tokens("1", access(1))));
    expect(await given).toMatchObject({ name: "AbortError" });
    expect((await other).status).toBe(200);
  });

  it("reaches the call that is on its way", async () => {
    const { open, doors } = setUp();
    doors.api = () => new Promise(() => undefined);
    const own = new AbortController();
    const given = failure(open().fetch(call("/api/models", { signal: own.signal })));
    await vi.advanceTimersByTimeAsync(10);
    own.abort();
    expect(await given).toMatchObject({ name: "AbortError" });
  });

  it.each(["api", "login"] as const)("comes by itself when nobody answers (%s)", async (door) => {
    const { open, doors, onEnded } = setUp();
    doors[door] = () => new Promise(() => undefined);
    const given = failure(open().fetch(call()));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await given).toMatchObject({ name: "TimeoutError" });
    expect(onEnded).not.toHaveBeenCalled();
  });

  it("works where AbortSignal.any and .timeout are missing", async () => {
    vi.stubGlobal("AbortSignal", class extends AbortSignal {});
    Object.assign(AbortSignal, { any: undefined, timeout: undefined });
    const { open, doors } = setUp();
    const session = open();
    expect((await session.fetch(call())).status).toBe(200);
    doors.api = () => new Promise(() => undefined);
    const given = failure(session.fetch(call()));
    await vi.advanceTimersByTimeAsync(15_000);
    expect(await given).toMatchObject({ name: "TimeoutError" });
    vi.unstubAllGlobals();
  });
});

describe("an end that somebody declares", () => {
  it("is told once, forgets the tokens, and lets nobody through", async () => {
    const { open, storage, paths, onEnded } = setUp();
    const session = open();
    await session.token();
    session.end("logged_out");
    session.end("again");
    expect(onEnded.mock.calls).toEqual([["logged_out", true]]);
    expect(storage.kept.size).toBe(0);
    expect(await failure(session.fetch(call()))).toMatchObject({ code: "logged_out" });
    expect(await failure(session.renew())).toBeInstanceOf(SessionEnded);
    expect(paths()).toEqual(["auth/login"]);
  });

  it("is not told on when it was heard from another page", () => {
    const { open, onEnded } = setUp();
    open().end("logged_out", { isHeard: true });
    expect(onEnded.mock.calls).toEqual([["logged_out", false]]);
  });

  it("is not undone by an exchange that was on its way", async () => {
    const { open, storage, doors, onTokens } = setUp();
    const login = deferred<Response>();
    doors.login = () => login.promise;
    const session = open();
    const given = failure(session.token());
    await settle();
    session.end("logged_out");
    login.resolve(json(tokens("1", access(1))));
    expect(await given).toMatchObject({ code: "logged_out" });
    expect(storage.kept.size).toBe(0);
    expect(onTokens).not.toHaveBeenCalled();
  });

  it("is not undone by logging in after a refresh that failed meanwhile", async () => {
    const { open, storage, doors, paths } = setUp();
    storage.setItem(KEY, JSON.stringify({ userId: 7, refreshToken: "kept" }));
    const refresh = deferred<Response>();
    doors.refresh = () => refresh.promise;
    const session = open();
    const given = failure(session.token());
    await settle();
    session.end("logged_out");
    refresh.resolve(refusal(401, "session_revoked"));
    expect(await given).toMatchObject({ code: "logged_out" });
    expect(paths()).toEqual(["auth/refresh"]);
  });

  it("wins over the 401 of a call that was on its way", async () => {
    const { open, doors, onEnded } = setUp();
    const answer = deferred<Response>();
    doors.api = () => answer.promise;
    const session = open();
    const given = failure(session.fetch(call()));
    await settle();
    session.end("logged_out");
    answer.resolve(refusal(401, "session_revoked"));
    expect(await given).toMatchObject({ code: "logged_out" });
    expect(onEnded).toHaveBeenCalledTimes(1);
  });
});

describe("what a failure says", () => {
  it("keeps the code and the request's id, and does without them", () => {
    expect(new ApiError(403, { code: "subscription_required", request_id: "r", detail: "No" })).toMatchObject({
      code: "subscription_required",
      requestId: "r",
      message: "No",
    });
    for (const problem of [null, undefined, "<html>", 7]) {
      expect(new ApiError(502, problem)).toMatchObject({ code: "http_error", requestId: null, message: "HTTP 502" });
    }
  });
});
