/** How signals and rights that arrive change what is cached. */

import type { InfiniteData, Query, QueryClient } from "@tanstack/react-query";
import { type FeedFilter, feedQuery, keys } from "@/shared/api/queries";
import type { SignalDetail, SignalRead } from "@/shared/api/types";
import { heldAt, sessionStore } from "@/shared/session/store";

interface SignalsPage {
  items: SignalRead[];
  next_cursor: string | null;
}
type Pages = InfiniteData<SignalsPage, string | null>;

const MOST_ENDED = 1000;
const endedIds = new WeakMap<QueryClient, Set<string>>();

const isHeld = (modelId: string): boolean => heldAt(sessionStore.get().access, sessionStore.now()).has(modelId);

/** Whether a list with this filter shows the signal. */
function belongs(signal: SignalRead, filter: FeedFilter): boolean {
  return (filter.pair ?? signal.pair) === signal.pair && (filter.status ?? signal.status) === signal.status;
}

function everywhere(pages: Pages, change: (items: SignalRead[]) => SignalRead[]): Pages {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: change(page.items) })) };
}

/** Put a signal into the pages of a list, newest first. What has ended never opens again, however late it arrives. */
export function putSignal(pages: Pages, signal: SignalRead, filter: FeedFilter): Pages {
  const known = pages.pages.flatMap((page) => page.items).find((item) => item.id === signal.id);
  if (known !== undefined && known.status !== "open" && signal.status === "open") return pages;
  const isShown = belongs(signal, filter);
  if (known === undefined) {
    const inserted = isShown ? insert(pages.pages, signal) : pages.pages;
    return inserted === pages.pages ? pages : { ...pages, pages: inserted };
  }
  if (!isShown) return everywhere(pages, (items) => items.filter((item) => item.id !== signal.id));
  return everywhere(pages, (items) => items.map((item) => (item.id === signal.id ? signal : item)));
}

function insert(pages: SignalsPage[], signal: SignalRead): SignalsPage[] {
  for (const [at, page] of pages.entries()) {
    const place = page.items.findIndex((item) => item.created_at <= signal.created_at);
    const isLast = page.next_cursor === null;
    if (place < 0 && !isLast) continue;
    const items = [...page.items];
    items.splice(place < 0 ? items.length : place, 0, signal);
    return pages.map((one, index) => (index === at ? { ...page, items } : one));
  }
  return pages;
}

/** Do it now, and once more when a reading that is under way, and may not know of it yet, has written its answer. */
function nowAndAfterReading(query: Query, change: () => void): void {
  change();
  if (query.state.fetchStatus !== "idle") void query.promise?.then(change, () => undefined);
}

/** Change what a query has, without making it look read just now: it is as old, and as much in doubt, as before. */
function amend<Data>(client: QueryClient, query: Query, change: (known: Data) => Data): void {
  const { isInvalidated, dataUpdatedAt } = query.state;
  const known = query.state.data as Data | undefined;
  if (known === undefined) return;
  const changed = change(known);
  if (changed === known) return;
  client.setQueryData(query.queryKey, changed, { updatedAt: dataUpdatedAt });
  if (isInvalidated) query.invalidate();
}

/** Remember what has ended; false for a signal that comes as open but is known to have ended. */
function isPlausible(client: QueryClient, { id, status }: SignalRead): boolean {
  const ended = endedIds.get(client) ?? new Set();
  endedIds.set(client, ended);
  if (status === "open") return !ended.has(id);
  ended.add(id);
  const [oldest] = ended;
  if (ended.size > MOST_ENDED && oldest !== undefined) ended.delete(oldest);
  return true;
}

/** Bring one signal into everything that is cached. Of a model that is not held it brings nothing. */
export function takeSignal(client: QueryClient, signal: SignalRead): void {
  const isWelcome = () => isHeld(signal.model_id) && isPlausible(client, signal);
  const queries = client.getQueryCache();
  const put = (query: Query, filter: FeedFilter) =>
    nowAndAfterReading(query, () => {
      if (isWelcome()) amend<Pages>(client, query, (pages) => putSignal(pages, signal, filter));
    });
  if (!isWelcome()) return;
  for (const query of queries.findAll({ queryKey: keys.feeds })) put(query, query.queryKey[2] ?? {});
  for (const query of queries.findAll({ queryKey: [...keys.ofModels, signal.model_id] })) {
    put(query, query.queryKey[3] ?? {});
  }
  for (const query of queries.findAll({ queryKey: keys.detail(signal) })) {
    nowAndAfterReading(query, () => {
      if (isWelcome()) amend<SignalDetail>(client, query, (known) => withSignal(known, signal));
    });
  }
  if (signal.status !== "open") void client.invalidateQueries({ queryKey: keys.detail(signal) });
}

function withSignal(known: SignalDetail, signal: SignalRead): SignalDetail {
  return known.signal.status !== "open" && signal.status === "open" ? known : { ...known, signal };
}

/** What is held no more leaves the memory at once, not when the server has answered. */
export function forgetLost(client: QueryClient): void {
  for (const query of client.getQueryCache().findAll({ queryKey: keys.signals })) {
    nowAndAfterReading(query, () => forgetIn(client, query));
  }
}

function forgetIn(client: QueryClient, query: Query): void {
  const [, part, modelId] = query.queryKey;
  if (query.state.data === undefined) return;
  if (part === "feed") {
    amend<Pages>(client, query, (pages) => {
      const isLost = (signal: SignalRead) => !isHeld(signal.model_id);
      const hasLost = pages.pages.some((page) => page.items.some(isLost));
      return hasLost ? everywhere(pages, (items) => items.filter((signal) => !isLost(signal))) : pages;
    });
    return;
  }
  const owner = part === "detail" ? (query.state.data as SignalDetail).signal.model_id : modelId;
  if (typeof owner !== "string" || isHeld(owner)) return;
  // Of what is on the screen nothing may stay either; its reading anew is refused, and that is what the screen shows.
  const exactly = { queryKey: query.queryKey, exact: true };
  if (query.isActive()) void client.resetQueries(exactly);
  else client.removeQueries(exactly);
}

const plainFeed = (client: QueryClient): Query | undefined =>
  client.getQueryCache().find({ queryKey: feedQuery().queryKey });

/**
 * The newest signal that is known of each model: where the server may go on from. Undefined where that can't be said: only
 * the list without a filter has no holes, and only if it has been read since anything was missed.
 */
export function newestSeqs(client: QueryClient, models: Iterable<string>): Record<string, number> | undefined {
  const feed = plainFeed(client);
  const pages = feed?.state.data as Pages | undefined;
  if (feed === undefined || pages === undefined || feed.state.isInvalidated) return undefined;
  const newest: Record<string, number> = Object.fromEntries([...models].map((model) => [model, 0]));
  for (const signal of pages.pages.flatMap((page) => page.items)) {
    const before = newest[signal.model_id];
    if (before !== undefined) newest[signal.model_id] = Math.max(before, signal.seq);
  }
  return newest;
}

/** After a gap the server goes on from where the plain list was; lists that nobody looks at may have been behind that. */
export function doubtOtherLists(client: QueryClient): void {
  const feed = plainFeed(client);
  const isOther = (query: Query) => query !== feed && !query.isActive();
  void client.invalidateQueries({ queryKey: keys.signals, refetchType: "none", predicate: isOther });
}
