import { describe, expect, it, vi } from "vitest";
import { headsIn, KeptHeads } from "@/features/model/kept-heads";
import type { LedgerHead } from "@/shared/api/types";

const hash = (seq: number) => String(seq).padStart(64, "0");
const head = (seq: number, model = "shadow-stack"): LedgerHead => ({
  model_id: model,
  signals: { seq, hash: hash(seq) },
  resolutions: { seq: Math.max(0, seq - 1), hash: hash(Math.max(0, seq - 1)) },
});

function memory(): Pick<Storage, "getItem" | "setItem"> & { texts: Map<string, string> } {
  const texts = new Map<string, string>();
  return { texts, getItem: (key) => texts.get(key) ?? null, setItem: (key, text) => void texts.set(key, text) };
}

describe("heads that this device keeps", () => {
  it("keeps each once, by person and model, and finds them at the next start", () => {
    const storage = memory();
    const heads = new KeptHeads(storage, 42);
    heads.keep(head(3), 1000);
    heads.keep(head(3), 2000);
    heads.keep(head(4), 3000);
    heads.keep(head(0), 4000);
    heads.keep(head(9, "gray-cardinal"), 5000);
    expect(heads.of("shadow-stack").map(({ at }) => at)).toEqual([1000, 3000]);
    const later = new KeptHeads(storage, 42);
    expect(later.of("shadow-stack")).toEqual(heads.of("shadow-stack"));
    expect(later.of("shadow-stack")).toBe(later.of("shadow-stack"));
    expect(new KeptHeads(storage, 43).of("shadow-stack")).toEqual([]);
  });

  it("keeps two that contradict each other: that is what they are kept for", () => {
    const heads = new KeptHeads(memory(), 42);
    heads.keep(head(3), 1000);
    heads.keep({ ...head(3), signals: { seq: 3, hash: "f".repeat(64) } }, 2000);
    expect(heads.of("shadow-stack")).toHaveLength(2);
  });

  it("is bounded, and never gives up the first and the newest", () => {
    const heads = new KeptHeads(memory(), 42);
    for (let seq = 1; seq <= 400; seq++) heads.keep(head(seq), seq);
    const kept = heads.of("shadow-stack");
    expect(kept).toHaveLength(240);
    expect(kept[0]?.signals.seq).toBe(1);
    expect(kept.at(-1)?.signals.seq).toBe(400);
    // What goes is spread over the whole time.
    expect(kept.filter(({ at }) => at < 200).length).toBeGreaterThan(60);
  });

  it("survives a storage that is broken, full or forbidden", () => {
    const storage = memory();
    storage.texts.set("forexsignals.heads.42.shadow-stack", JSON.stringify([{ at: 1 }, null, "x"]));
    storage.texts.set("forexsignals.heads.42.gray-cardinal", "{");
    const heads = new KeptHeads(storage, 42);
    expect(heads.of("shadow-stack")).toEqual([]);
    expect(heads.of("gray-cardinal")).toEqual([]);
    const full = new KeptHeads({ getItem: () => null, setItem: () => { throw new DOMException("full"); } }, 42);
    const told = vi.fn();
    full.listen(told);
    full.keep(head(3), 1000);
    expect(full.of("shadow-stack")).toHaveLength(1);
    expect(told).toHaveBeenCalledTimes(1);
  });

  it("finds heads in every kind of answer", () => {
    expect(headsIn({ model_id: "x", head: head(3) })).toEqual([head(3)]);
    expect(headsIn({ signal: {}, ledger_head: head(3) })).toEqual([head(3)]);
    expect(headsIn({ pages: [{ items: [], ledger_head: head(3) }, { items: [], next_cursor: null }] })).toEqual([head(3)]);
    for (const other of [undefined, null, [], { head: null }, { head: { title: "x" } }]) expect(headsIn(other)).toEqual([]);
  });
});
