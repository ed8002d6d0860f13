import { afterEach, describe, expect, it, vi } from "vitest";
import { answer } from "@/shared/api/client";
import { createQueryClient } from "@/shared/api/query-client";
import { ApiError, SessionEnded } from "@/shared/session/errors";
import { json, refusal } from "./kit";

afterEach(() => void vi.useRealTimers());

/** How often a query asks before it gives up, and after how long. */
async function stubbornness(error: unknown): Promise<[number, number]> {
  vi.useFakeTimers();
  const start = Date.now();
  const queryFn = vi.fn(() => Promise.reject(error instanceof Error ? error : new Error("odd")));
  let end = 0;
  void createQueryClient()
    .query({ queryKey: ["x"], queryFn, retry: createQueryClient().getDefaultOptions().queries!.retry! })
    .catch(() => (end = Date.now()));
  await vi.advanceTimersByTimeAsync(300_000);
  return [queryFn.mock.calls.length, end - start];
}

describe("asking again", () => {
  it.each([400, 401, 403, 404, 409, 422])("does not help against %d", async (status) => {
    expect(await stubbornness(new ApiError(status, {}))).toEqual([1, 0]);
  });

  it("does not help against an ended session", async () => {
    expect(await stubbornness(new SessionEnded("gone"))).toEqual([1, 0]);
  });

  it.each([["no answer", new TypeError("offline")], ["503", new ApiError(503, {})], ["429", new ApiError(429, {})]])(
    "may help against %s",
    async (_, error) => {
      expect((await stubbornness(error))[0]).toBe(4);
    },
  );

  it("waits as long as the server asks", async () => {
    const [times, took] = await stubbornness(new ApiError(503, {}, 20));
    expect(times).toBe(4);
    expect(took).toBeGreaterThanOrEqual(60_000);
  });
});

describe("an answer", () => {
  it("is its data, or raises what the server said", async () => {
    expect(await answer(Promise.resolve({ data: 7, response: json(7) }))).toBe(7);
    const refused = answer(Promise.resolve({ error: { code: "conflict" }, response: refusal(409, "conflict") }));
    await expect(refused).rejects.toMatchObject({ status: 409, code: "conflict", retryAfter: 0 });
    const wait = (given: string) =>
      answer(Promise.resolve({ error: {}, response: refusal(503, "x", { "Retry-After": given }) }));
    await expect(wait("5")).rejects.toMatchObject({ retryAfter: 5 });
    await expect(wait("Mon, 02 Mar 2026 12:00:00 GMT")).rejects.toMatchObject({ retryAfter: 0 });
  });
});
