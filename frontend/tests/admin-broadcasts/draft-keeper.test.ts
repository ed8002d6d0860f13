import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type DraftCalls, DraftKeeper } from "@/features/admin-broadcasts/draft-keeper";
import type { BroadcastDraft, BroadcastRead } from "@/shared/api/types";
import { ApiError } from "@/shared/session/errors";

const body = (en: string): BroadcastDraft => ({ texts: { en }, audience: {}, silent: false });

/** A server that keeps drafts; the next call fails where it is told to, after it has had its effect or before. */
class Server implements DraftCalls {
  readonly kept: DraftCalls["kept"] = (_stored, isNew) => this.told.push(isNew);
  readonly lost = () => this.told.push("lost");
  readonly told: (boolean | "lost")[] = [];
  readonly byKey = new Map<string, string>();
  readonly drafts = new Map<string, string>();
  failure: Error | null = null;
  calls = 0;

  readonly create = async (draft: BroadcastDraft, key: string): Promise<BroadcastRead> => {
    await this.#travel();
    const id = this.byKey.get(key) ?? `draft-${this.byKey.size + 1}`;
    this.byKey.set(key, id);
    return this.#answer(id, draft);
  };

  readonly change = async (id: string, draft: BroadcastDraft): Promise<BroadcastRead> => {
    await this.#travel();
    return this.#answer(id, draft);
  };

  async #travel(): Promise<void> {
    this.calls += 1;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }

  #answer(id: string, draft: BroadcastDraft): BroadcastRead {
    this.drafts.set(id, draft.texts.en ?? "");
    const failure = this.failure;
    this.failure = null;
    if (failure !== null) throw failure;
    return { id } as BroadcastRead;
  }
}

let server: Server;

beforeEach(() => {
  vi.useFakeTimers();
  server = new Server();
});
afterEach(() => vi.useRealTimers());

test("what is typed is stored once it rests: first as a new draft, then as changes to it", async () => {
  const keeper = new DraftKeeper(server, null, null);
  expect(keeper.state()).toBe("blank");
  for (const text of ["H", "He", "Hel"]) keeper.write(body(text));
  expect(keeper.state()).toBe("unsaved");
  await vi.advanceTimersByTimeAsync(1000);
  expect(keeper.state()).toBe("saved");
  keeper.write(body("Hello"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(server.drafts).toEqual(new Map([["draft-1", "Hello"]]));
  expect(server.calls).toBe(2);
  expect(server.told).toEqual([true, false]);
});

test("what is typed while a call is under way follows it, and leaving waits for nothing to be lost", async () => {
  const keeper = new DraftKeeper(server, null, null);
  keeper.write(body("One"));
  const flushed = keeper.flush();
  await vi.advanceTimersByTimeAsync(50);
  keeper.write(body("Two"));
  const left = keeper.flush();
  await vi.advanceTimersByTimeAsync(500);
  await expect(flushed).resolves.toBe("draft-1");
  await expect(left).resolves.toBe("draft-1");
  expect(server.drafts.get("draft-1")).toBe("Two");
  expect(keeper.state()).toBe("saved");
});

test("a creation whose answer was lost is not done twice", async () => {
  const keeper = new DraftKeeper(server, null, null);
  server.failure = new TypeError("network");
  keeper.write(body("One"));
  await vi.advanceTimersByTimeAsync(1000);
  expect(keeper.state()).toBe("failed");
  keeper.write(body("Two"));
  await vi.advanceTimersByTimeAsync(6000);
  expect(keeper.state()).toBe("saved");
  expect(server.drafts).toEqual(new Map([["draft-1", "Two"]]));
});

test("a draft that somebody else has started is told as lost, and not tried again", async () => {
  const keeper = new DraftKeeper(server, "draft-9", body("One"));
  expect(keeper.state()).toBe("saved");
  server.failure = new ApiError(409, { code: "not_a_draft" });
  keeper.write(body("Two"));
  await vi.advanceTimersByTimeAsync(20_000);
  expect(server.told).toEqual(["lost"]);
  expect(server.calls).toBe(1);
  expect(keeper.state()).toBe("failed");
});

test("nothing written is nothing to store, and the last text stays", async () => {
  const keeper = new DraftKeeper(server, null, null);
  keeper.write(null);
  await expect(keeper.flush()).rejects.toThrow();
  const known = new DraftKeeper(server, "draft-9", body("One"));
  known.write(null);
  expect(known.state()).toBe("blank");
  await expect(known.flush()).resolves.toBe("draft-9");
  expect(server.calls).toBe(0);
});
