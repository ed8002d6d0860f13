import { useEffect, useRef, useState } from "react";
import { canHash } from "@/features/model/chain";
import type { KeptHead } from "@/features/model/kept-heads";
import { readLedger } from "@/features/model/queries";
import { type Progress, type Report, verifyLedger } from "@/features/model/verify";

export type Verification =
  | { state: "idle" }
  | { state: "cannot" }
  | { state: "running"; progress: Progress | null }
  | { state: "failed" }
  | { state: "done"; report: Report; at: number; since: number | null };

export interface Verifying {
  verification: Verification;
  verify: () => void;
}

/** Runs one check at a time; leaving the page ends it. */
export function useVerification(modelId: string, kept: readonly KeptHead[]): Verifying {
  const [verification, setVerification] = useState<Verification>({ state: "idle" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const verify = async () => {
    if (!canHash()) {
      setVerification({ state: "cannot" });
      return;
    }
    const control = new AbortController();
    running.current = control;
    const put = (next: Verification) => {
      if (!control.signal.aborted) setVerification(next);
    };
    put({ state: "running", progress: null });
    try {
      const page = readLedger(modelId, control.signal);
      const report = await verifyLedger({ kept, page, onProgress: (progress) => put({ state: "running", progress }) });
      put({ state: "done", report, at: Date.now(), since: kept[0]?.at ?? null });
    } catch {
      put({ state: "failed" });
    }
  };
  return { verification, verify: () => void verify() };
}
