import { useEffect, useState } from "react";
import { ApiError } from "@/shared/session/errors";

const FIRST = 8_000;
const LONGEST = 60_000;
const SECOND = 1_000;

/** Whether waiting may help: no answer at all, too many requests, or a server in trouble. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof ApiError) || error.status === 429 || error.status >= 500;
}

/**
 * Tries again by itself for as long as `error` stays, more and more patiently. Gives the seconds that are left until
 * then, or null where trying again would not help.
 */
export function useTimedRetry(error: unknown, retry: () => void): number | null {
  const [failures, setFailures] = useState(0);
  const [left, setLeft] = useState<number | null>(null);
  const [seen, setSeen] = useState<unknown>(null);
  const isWaiting = error != null && mayPass(error);
  if (error !== seen) {
    const wait = Math.min(LONGEST, FIRST * 2 ** failures);
    const asked = error instanceof ApiError ? error.retryAfter * SECOND : 0;
    setSeen(error);
    setLeft(isWaiting ? Math.ceil(Math.max(wait, asked) / SECOND) : null);
    if (isWaiting) setFailures(failures + 1);
  }
  useEffect(() => {
    if (!isWaiting || left === null) return;
    const timer = setTimeout(() => {
      if (left <= 1) retry();
      setLeft(left > 1 ? left - 1 : null);
    }, SECOND);
    return () => clearTimeout(timer);
  });
  return isWaiting ? left : null;
}
