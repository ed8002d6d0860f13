/** Identifiers as people read them; what is copied stays plain (see `PlainCopy`). */

import { formats } from "@/shared/format/messages";
import { count } from "@/shared/format/numbers";
import { messagesNow } from "@/shared/i18n/language";

const SHOWN = 8;

/** 7000012345 as "7 000 012 345", by no-break spaces: an id is no amount, so no comma in any language. */
export function groupDigits(id: number | string): string {
  return String(id).replace(/\B(?=(\d{3})+$)/g, "\u00a0");
}

/** "9f3c41d7…77b1a0e2": enough to compare by eye. */
export function shortHash(hash: string): string {
  return hash.length <= SHOWN * 2 ? hash : `${hash.slice(0, SHOWN)}\u2026${hash.slice(-SHOWN)}`;
}

/** "9f3c41d7": where there is no room for both ends. */
export function hashStart(hash: string): string {
  return hash.slice(0, SHOWN);
}

/** "#1,793", "№ 1 793": a row of the ledger. */
export function serialNumber(seq: number): string {
  return messagesNow(formats).serial(count(seq));
}
