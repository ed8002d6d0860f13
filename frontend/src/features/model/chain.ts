/** The links of a model's two chains, and how their hashes are made: docs/verify.md says the same in words. */

import { canonicalJson, type Json } from "@/features/model/canonical";
import type { LedgerPage } from "@/shared/api/types";

export type SignalLink = LedgerPage["signals"][number];
export type WholeSignal = Extract<SignalLink, { salt: string }>;
export type OutcomeLink = LedgerPage["resolutions"][number];

export const GENESIS = "0".repeat(64);

/** An open signal of a model that is not held is a link without its fields. */
export function isWhole(link: SignalLink): link is WholeSignal {
  return "salt" in link;
}

/** Browsers compute hashes only on pages that came over a safe connection. */
export function canHash(): boolean {
  return typeof (globalThis.crypto as Partial<Crypto> | undefined)?.subtle?.digest === "function";
}

async function sha256(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

export function chainHash(prevHash: string, fields: Json): Promise<string> {
  return sha256(prevHash + canonicalJson(fields));
}

/** Every field but the hash itself is hashed. */
export function signalHash(signal: WholeSignal): Promise<string> {
  const fields = Object.fromEntries(Object.entries(signal).filter(([name]) => name !== "hash"));
  return chainHash(signal.prev_hash, fields);
}

export function outcomeHash({ prev_hash, signal_hash, status, exit_price, resolved_at }: OutcomeLink): Promise<string> {
  return chainHash(prev_hash, { signal_hash, status, exit_price, resolved_at });
}
