/** The filtered history as a file. The token travels in a header, so the browser can't be sent there by a link. */

import type { HistoryFilter } from "@/features/admin-history/queries";
import { answer, api } from "@/shared/api/client";
import { dayKey } from "@/shared/format/time";

/** "history-7000040402-shadow-stack-2026-11-24.csv": what was filtered, and the day it was asked on. */
export function fileName(filter: HistoryFilter, now: number): string {
  const { user_id: person, model_id: model, action } = filter;
  const parts = ["history", person, model, action, dayKey(now)].filter((part) => part !== undefined);
  return `${parts.join("-")}.csv`;
}

export async function downloadHistory(filter: HistoryFilter, name: string): Promise<void> {
  const file = await answer(api.GET("/api/admin/history.csv", { params: { query: filter }, parseAs: "blob" }));
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
