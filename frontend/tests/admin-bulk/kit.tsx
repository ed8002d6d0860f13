/** The admin's API as a stub behind `fetch`. */

import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { createQueryClient } from "@/shared/api/query-client";
import type { AdminModelRead, BulkOutcome, BulkPerson, TemplateRead } from "@/shared/api/types";

export const json = (body: unknown, status = 200): Response =>
  new Response(body === null ? null : JSON.stringify(body), { status, headers: { "Content-Type": "application/json" } });

export type Handler = (request: Request) => Response | Promise<Response>;

/** Answers by "METHOD /path"; what is asked and not named fails the test by its 404. Every request is kept. */
export function serve(handlers: Record<string, Handler>): Request[] {
  const asked: Request[] = [];
  const login = { access_token: "a", refresh_token: "r", user: { telegram_id: 1 }, access: { subscription_version: 1, subscriptions: [], server_time: new Date().toISOString() } };
  const all: Record<string, Handler> = { "POST /api/auth/login": () => json(login), ...handlers };
  vi.stubGlobal("fetch", async (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input instanceof Request ? input : new URL(String(input), window.location.origin), init);
    asked.push(request.clone());
    return (await all[`${request.method} ${new URL(request.url).pathname}`]?.(request)) ?? json({ code: "not_found" }, 404);
  });
  return asked;
}

export function show(content: ReactNode) {
  const client = createQueryClient();
  return { client, ...render(<QueryClientProvider client={client}>{content}</QueryClientProvider>) };
}

export function modelOf(id: string, name: string, more: Partial<AdminModelRead> = {}): AdminModelRead {
  return { id, name, description: "", is_free: false, is_active: true, accuracy: null, created_at: "2026-01-01T00:00:00Z", ...more };
}

export function templateOf(name: string, subscriptions: string[], more: Partial<TemplateRead> = {}): TemplateRead {
  const look = { color_scheme: "neutral", icon: "layers", is_premium: false, is_active: true };
  return { id: `id-of-${name}`, name, description: "", subscriptions, created_at: "2026-01-01T00:00:00Z", ...look, ...more };
}

export function personOf(telegram_id: number, more: Partial<BulkPerson> = {}): BulkPerson {
  const end = (day: string) => [{ model_id: "shadow-stack", expires_at: `2026-${day}T12:00:00+00:00` }];
  return {
    telegram_id,
    name: `Person ${telegram_id}`,
    outcome: "changed",
    code: null,
    version: 5,
    new_version: 6,
    before: end("11-23"),
    after: end("12-23"),
    ...more,
  };
}

export function outcomeOf(people: BulkPerson[], more: Partial<BulkOutcome> = {}): BulkOutcome {
  const count = (outcome: BulkPerson["outcome"]) => people.filter((person) => person.outcome === outcome).length;
  const failed = people.flatMap(({ telegram_id, code }) => (code === null ? [] : [{ telegram_id, code }]));
  const counts = { matched: people.length, changed: count("changed"), unchanged: count("unchanged") };
  return { ...counts, failed, batch_id: null, fingerprint: "0".repeat(64), people, ...more };
}

export const stats = (rights: { model_id: string; active: number }[] = []) => ({
  users: 100_482,
  rights_by_model: rights.map((right) => ({ ...right, ending_7_days: 0, new_7_days: 0 })),
});
