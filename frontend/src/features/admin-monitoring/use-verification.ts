import { useMutation } from "@tanstack/react-query";
import { answer, api } from "@/shared/api/client";
import type { AuditReport, LedgerCheck } from "@/shared/api/types";

/** What a check found, when it ended (ms), and how long it took (s). */
export interface Checked<Report> {
  report: Report;
  at: number;
  took: number;
}

async function timed<Report>(check: Promise<Report>): Promise<Checked<Report>> {
  const started = performance.now();
  const report = await check;
  return { report, at: Date.now(), took: (performance.now() - started) / 1000 };
}

export function useAuditCheck() {
  return useMutation({ mutationFn: (): Promise<Checked<AuditReport>> => timed(answer(api.GET("/api/admin/audit/verify"))) });
}

export function useLedgerCheck() {
  return useMutation({
    mutationFn: (): Promise<Checked<LedgerCheck>> => timed(answer(api.GET("/api/admin/ledger/verify"))),
  });
}
