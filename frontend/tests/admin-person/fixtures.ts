import type { Access, AdminRequestRead, HistoryEntry, UserDetail } from "@/shared/api/types";
import { listed } from "../admin-people/fixtures";

export const PAVEL = 7_000_000_000;

export function access(version: number, ends: Record<string, string | null>): Access {
  const subscriptions = Object.entries(ends).map(([model_id, expires_at]) => ({
    model_id,
    model_name: model_id,
    granted_at: "2026-09-02T10:14:00+00:00",
    expires_at,
    source: "admin",
  }));
  return { subscription_version: version, subscriptions, server_time: new Date().toISOString() };
}

export function entry(version: number, more: Partial<HistoryEntry> = {}): HistoryEntry {
  return {
    id: `id-of-v${version}`,
    user_id: PAVEL,
    admin_id: 1,
    user_name: "Павел Орлов",
    admin_name: "Е. Власова",
    version,
    old_subscriptions: [],
    new_subscriptions: [],
    action: "grant",
    reason: "Paid, invoice 2041",
    ip_address: "203.0.113.7",
    batch_id: null,
    created_at: "2026-11-19T20:47:00+00:00",
    prev_hash: "0".repeat(64),
    hash: "e01d8c47".padEnd(64, "0"),
    ...more,
  };
}

export function detailOf(known: Access, history: HistoryEntry[] = []): UserDetail {
  const user = listed(0, { subscription_version: known.subscription_version });
  return { user, access: known, history, sessions: [] };
}

export function requestOf(model_id: string): AdminRequestRead {
  const { first_name, last_name, username } = listed(0);
  const undecided = { decided_at: null, decision_reason: null, decided_by: null };
  return {
    id: `request-${model_id}`,
    model_id,
    message: "Чек в поддержке",
    status: "pending",
    created_at: new Date().toISOString(),
    user_id: PAVEL,
    first_name,
    last_name,
    username,
    ...undecided,
  };
}
