/** The heads of ledgers that this device has seen: who keeps them can tell later that nothing before was rewritten. */

import type { LedgerHead } from "@/shared/api/types";

type Link = LedgerHead["signals"];

export interface KeptHead {
  /** When it was seen, by this device's clock, in ms. */
  at: number;
  signals: Link;
  resolutions: Link;
}

/** About 45 kB a model. */
const MOST = 240;

const HASH = /^[0-9a-f]{64}$/;

function isLink(value: unknown): value is Link {
  const { seq, hash } = (value ?? {}) as Partial<Link>;
  return Number.isSafeInteger(seq) && (seq ?? -1) >= 0 && typeof hash === "string" && HASH.test(hash);
}

function isHead(value: unknown): value is KeptHead {
  const { at, signals, resolutions } = (value ?? {}) as Partial<KeptHead>;
  return Number.isFinite(at) && isLink(signals) && isLink(resolutions);
}

const isSame = (one: Link, other: Link) => one.seq === other.seq && one.hash === other.hash;

/** Room for one more: the head that tells least goes, the one that was seen closest to its neighbours. */
function thinned(heads: readonly KeptHead[]): readonly KeptHead[] {
  if (heads.length <= MOST) return heads;
  const gap = (at: number) => (heads[at + 1]?.at ?? 0) - (heads[at - 1]?.at ?? 0);
  let least = 1;
  for (let at = 2; at < heads.length - 1; at++) if (gap(at) < gap(least)) least = at;
  return heads.filter((_, at) => at !== least);
}

const NONE: readonly KeptHead[] = [];

export class KeptHeads {
  readonly #known = new Map<string, readonly KeptHead[]>();
  readonly #listeners = new Set<() => void>();

  constructor(
    private readonly storage: Pick<Storage, "getItem" | "setItem">,
    private readonly userId: number,
  ) {}

  readonly listen = (tell: () => void): (() => void) => {
    this.#listeners.add(tell);
    return () => this.#listeners.delete(tell);
  };

  /** Oldest first; the same array until it changes. */
  of(modelId: string): readonly KeptHead[] {
    const known = this.#known.get(modelId) ?? this.#read(modelId);
    this.#known.set(modelId, known);
    return known;
  }

  /** Keep a head, unless the very same is kept already or nothing has been published yet. */
  keep({ model_id: modelId, signals, resolutions }: LedgerHead, at: number): void {
    const heads = this.of(modelId);
    const head = { at, signals, resolutions };
    if (!isHead(head) || signals.seq === 0) return;
    if (heads.some((one) => isSame(one.signals, signals) && isSame(one.resolutions, resolutions))) return;
    const kept = thinned([...heads, head].sort((one, other) => one.at - other.at));
    this.#known.set(modelId, kept);
    try {
      this.storage.setItem(this.#key(modelId), JSON.stringify(kept));
    } catch {
      // A frame without storage, or a full one: what is kept lasts as long as the page.
    }
    for (const tell of this.#listeners) tell();
  }

  #read(modelId: string): readonly KeptHead[] {
    try {
      const found: unknown = JSON.parse(this.storage.getItem(this.#key(modelId)) ?? "[]");
      return Array.isArray(found) ? found.filter(isHead) : NONE;
    } catch {
      return NONE;
    }
  }

  #key(modelId: string): string {
    return `forexsignals.heads.${this.userId}.${modelId}`;
  }
}

/** The heads in an answer of the API: a page of the ledger or of signals, one signal, or several pages of a list. */
export function headsIn(answer: unknown): LedgerHead[] {
  const { pages, head, ledger_head: beside } = (answer ?? {}) as Record<string, unknown>;
  if (Array.isArray(pages)) return pages.flatMap(headsIn);
  const found = (beside ?? head ?? {}) as Partial<LedgerHead>;
  return typeof found.model_id === "string" ? [found as LedgerHead] : [];
}
