/** Short notices above the tabs: kept here, drawn by `ToastStack`, said by the announcer. */

import { announce } from "@/shared/ui/announcer";
import type { Icon } from "@/shared/ui/icons";
import type { Tone } from "@/shared/ui/tone";

export interface ToastOptions {
  tone?: Tone | undefined;
  icon: Icon;
  /** What happened. */
  title: string;
  /** Why, or until when. */
  detail?: string | undefined;
  /** One way on; it is left out when there is something to undo. */
  action?: { label: string; onPress: () => void } | undefined;
  undo?: (() => void) | undefined;
}

export interface Toast extends ToastOptions {
  id: number;
}

const LIFE = 6000;
const LIFE_WITH_UNDO = 10_000;
const MOST = 3;

interface Life {
  left: number;
  since: number;
  timer: ReturnType<typeof setTimeout> | undefined;
}

let shown: readonly Toast[] = [];
let nextId = 1;
const lives = new Map<number, Life>();
const holders = new Set<string>();
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  shown = next;
  for (const tell of listeners) tell();
}

function run(id: number): void {
  const life = lives.get(id);
  if (life === undefined || life.timer !== undefined || holders.size > 0) return;
  life.since = Date.now();
  life.timer = setTimeout(() => dismissToast(id), life.left);
}

/** Show a notice for 6 seconds, or 10 where it can be undone. The oldest of more than three goes. */
export function toast(options: ToastOptions): number {
  const id = nextId++;
  lives.set(id, { left: options.undo === undefined ? LIFE : LIFE_WITH_UNDO, since: 0, timer: undefined });
  change([...shown, { ...options, id }]);
  for (const { id: old } of shown.slice(0, -MOST)) dismissToast(old);
  announce(options.detail === undefined ? `${options.title}.` : `${options.title}. ${options.detail}`);
  run(id);
  return id;
}

export function dismissToast(id: number): void {
  clearTimeout(lives.get(id)?.timer);
  lives.delete(id);
  change(shown.filter((one) => one.id !== id));
  // A card that is taken away tells nobody that the pointer or the focus left with it.
  holders.clear();
  for (const other of lives.keys()) run(other);
}

/** Stop all clocks while a pointer or the focus is on the stack; each holder lets go by its own name. */
export function holdToasts(holder: string): void {
  holders.add(holder);
  for (const life of lives.values()) {
    if (life.timer === undefined) continue;
    clearTimeout(life.timer);
    life.timer = undefined;
    life.left -= Date.now() - life.since;
  }
}

export function releaseToasts(holder: string): void {
  holders.delete(holder);
  for (const id of lives.keys()) run(id);
}

export function listenToToasts(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function toastsShown(): readonly Toast[] {
  return shown;
}
