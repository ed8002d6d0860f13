/** What screen readers are told without being asked: one polite voice, at most one message in five seconds. */

const PAUSE = 5000;
/** An emptied region is filled again only after a moment, or the same words twice would not be said twice. */
const GAP = 60;

let said = "";
let waiting: string[] = [];
let timer: ReturnType<typeof setTimeout> | undefined;
let lastAt = -Infinity;
const listeners = new Set<() => void>();

function put(text: string): void {
  said = text;
  for (const tell of listeners) tell();
}

function speak(): void {
  timer = undefined;
  const text = waiting.join(" ");
  waiting = [];
  lastAt = Date.now();
  put("");
  setTimeout(() => put(text), GAP);
}

/** Say it as soon as the voice is free; what comes meanwhile is said with it. */
export function announce(text: string): void {
  if (waiting.at(-1) !== text) waiting.push(text);
  timer ??= setTimeout(speak, Math.min(PAUSE, Math.max(0, lastAt + PAUSE - Date.now())));
}

export function listenToAnnouncer(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export function announced(): string {
  return said;
}
