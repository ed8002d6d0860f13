import { useCallback, useEffect, useState } from "react";
import type { components } from "@/shared/api/schema";

export type AppInfo = components["schemas"]["AppInfo"];

export type Found = { state: "looking" } | { state: "failed" } | { state: "found"; info: AppInfo };

const PATIENCE = 10_000;

/** Without the session's `fetch`: out here nobody is signed in. */
async function read(): Promise<AppInfo> {
  const response = await fetch("/api/app", { credentials: "omit", signal: AbortSignal.timeout(PATIENCE) });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()) as AppInfo;
}

/** Which bot opens this app. */
export function useAppInfo(): { found: Found; retry: () => void } {
  const [found, setFound] = useState<Found>({ state: "looking" });
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    let isWanted = true;
    read().then(
      (info) => {
        if (isWanted) setFound({ state: "found", info });
      },
      () => {
        if (isWanted) setFound({ state: "failed" });
      },
    );
    return () => {
      isWanted = false;
    };
  }, [attempt]);
  const retry = useCallback(() => {
    setFound({ state: "looking" });
    setAttempt((count) => count + 1);
  }, []);
  return { found, retry };
}
