import { QueryClient } from "@tanstack/react-query";
import { ApiError, SessionEnded } from "@/shared/session/errors";

const MOST_RETRIES = 3;

/** Only what may go better by itself is asked again: no answer at all, 429 and 5xx. */
function mayGoBetter(error: unknown): boolean {
  if (error instanceof SessionEnded) return false;
  return !(error instanceof ApiError) || error.status === 429 || error.status >= 500;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 60_000,
        gcTime: 30 * 60_000,
        refetchOnWindowFocus: false, // self-healing does it, once for all
        refetchOnReconnect: false,
        networkMode: "always",
        retry: (count, error) => count < MOST_RETRIES && mayGoBetter(error),
        retryDelay: (count, error) =>
          Math.max(1000 * 2 ** count * (0.5 + Math.random() / 2), error instanceof ApiError ? error.retryAfter * 1000 : 0),
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
