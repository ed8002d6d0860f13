/** A screen with a real query client, the real session, and a server made of answers. */

import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import { vi } from "vitest";
import { Router } from "wouter";
import { memoryLocation } from "wouter/memory-location";
import type { Access } from "@/shared/api/types";
import { sessionStore } from "@/shared/session/store";
import { json, tokens } from "../state/kit";

export type Answers = Record<string, (request: Request) => Response>;

/** Answers by "METHOD /path"; what is not given is 404. */
export function serve(answers: Answers) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (given: string | Request, init?: RequestInit) => {
    const request = given instanceof Request ? given : new Request(new URL(given, window.location.origin), init);
    const { pathname, search } = new URL(request.url);
    asked.push(`${request.method} ${pathname}${search}`);
    const found = answers[`${request.method} ${pathname}`];
    return Promise.resolve(found?.(request) ?? json({ code: "not_found", request_id: "7f2c-91d0" }, 404));
  });
  return asked;
}

export function signIn(access: Access): Answers {
  sessionStore.set({ access, connection: "live", heardAt: Date.now(), ended: null });
  return { "POST /api/auth/login": () => json(tokens("a", access)), "POST /api/auth/refresh": () => json(tokens("a", access)) };
}

export function show(screen: ReactNode, path = "/") {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: 60_000 } } });
  const { hook, searchHook } = memoryLocation({ path });
  const view = render(
    <QueryClientProvider client={client}>
      <Router hook={hook} searchHook={searchHook}>
        {screen}
      </Router>
    </QueryClientProvider>,
  );
  return { client, ...view };
}
