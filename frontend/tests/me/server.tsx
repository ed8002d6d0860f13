/** The page of one person with the network in the test's hands. */

import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactElement } from "react";
import { vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import { createQueryClient } from "@/shared/api/query-client";
import type { AccessRight, OwnHistoryEntry, Preferences } from "@/shared/api/types";
import { sessionStore } from "@/shared/session/store";

export type Answer = (request: Request) => Response | Promise<Response>;

export interface Call {
  method: string;
  path: string;
  body: unknown;
}

export const json = (body: unknown, status = 200): Response =>
  new Response(status === 204 ? null : JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

const user = {
  telegram_id: 7,
  username: "ada",
  first_name: "Ada",
  last_name: null,
  language_code: "en",
  photo_url: null,
  role: "user",
  is_premium: false,
  created_at: "2026-01-01T00:00:00Z",
  last_active: "2026-01-01T00:00:00Z",
};

export function accessOf(...subscriptions: AccessRight[]) {
  return { subscription_version: 1, subscriptions, server_time: new Date().toISOString() };
}

export function rightTo(modelId: string, expiresAt: string | null = null): AccessRight {
  return {
    model_id: modelId,
    model_name: modelId.toUpperCase(),
    granted_at: "2026-01-01T00:00:00Z",
    expires_at: expiresAt,
    source: "admin",
  };
}

export function entryOf(change: Partial<OwnHistoryEntry>): OwnHistoryEntry {
  return {
    id: crypto.randomUUID(),
    version: 1,
    action: "grant",
    granted: [],
    extended: [],
    revoked: [],
    ends: [],
    reason: null,
    created_at: "2026-03-02T12:00:00Z",
    ...change,
  };
}

export const chosen: Preferences = {
  language_code: "en",
  timezone: "Europe/Moscow",
  notifications: {},
  signal_modes: {},
  min_confidence: null,
  quiet_hours: null,
  digest: true,
};

export const meOf = (preferences: Preferences) => ({ user, access: accessOf(), preferences, reachability: "ok" });

const tokens = () => ({
  access_token: "access",
  refresh_token: "refresh",
  token_type: "bearer",
  expires_in: 900,
  user,
  access: accessOf(),
});

/** Answers by "METHOD /path"; the sign-in is always there. What nobody expects is 404. */
export function serve(answers: Record<string, Answer>): Call[] {
  const calls: Call[] = [];
  vi.spyOn(window, "fetch").mockImplementation(async (given, init) => {
    const request = given instanceof Request ? given : new Request(new URL(String(given), window.location.href), init);
    const { pathname } = new URL(request.url);
    const text = await request.clone().text();
    calls.push({ method: request.method, path: pathname, body: text === "" ? null : (JSON.parse(text) as unknown) });
    if (pathname === "/api/auth/login" || pathname === "/api/auth/refresh") return json(tokens());
    return answers[`${request.method} ${pathname}`]?.(request) ?? json({ code: "not_found" }, 404);
  });
  return calls;
}

/** At an address, with a client as the app makes it, but no second tries. */
export function show(screen: ReactElement, { path = "/", rights = [] as AccessRight[] } = {}) {
  sessionStore.set({ access: accessOf(...rights), clockAhead: 0, heardAt: Date.now() });
  const client = createQueryClient();
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retry: false } });
  const { hook, searchHook, history } = memoryLocation({ path, record: true });
  const view = render(
    <QueryClientProvider client={client}>
      <Router hook={hook} searchHook={searchHook}>
        {screen}
      </Router>
    </QueryClientProvider>,
  );
  return { ...view, client, history };
}
