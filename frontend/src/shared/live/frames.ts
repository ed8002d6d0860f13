/** The server's frames, checked before anything believes them. */

import * as v from "valibot";
import type { AccessRight, LedgerHead, SignalRead } from "@/shared/api/types";

const right = v.object({
  model_id: v.string(),
  model_name: v.string(),
  granted_at: v.string(),
  expires_at: v.nullable(v.string()),
  source: v.string(),
}) satisfies v.GenericSchema<unknown, AccessRight>;

const signal = v.looseObject({
  id: v.string(),
  seq: v.number(),
  model_id: v.string(),
  pair: v.string(),
  status: v.picklist(["open", "won", "lost", "expired"]),
  created_at: v.string(),
});

const head = v.looseObject({ model_id: v.string() });

const frame = v.variant("type", [
  v.object({
    type: v.literal("ready"),
    subscription_version: v.number(),
    subscriptions: v.array(right),
    server_time: v.string(),
    recovered: v.boolean(),
    heartbeat: v.number(),
  }),
  v.object({
    type: v.literal("subscription_update"),
    subscription_version: v.number(),
    subscriptions: v.array(right),
    granted: v.array(v.string()),
    revoked: v.array(v.string()),
    action: v.string(),
    reason: v.nullable(v.string()),
    at: v.string(),
  }),
  v.object({ type: v.literal("signal"), signal, ledger_head: head }),
  v.object({ type: v.literal("signal_resolved"), signal, ledger_head: head }),
  v.object({
    type: v.literal("request_update"),
    request_id: v.string(),
    model_id: v.string(),
    status: v.string(),
    reason: v.nullable(v.string()),
  }),
  v.object({ type: v.literal("notice"), code: v.string() }),
  v.object({ type: v.literal("reauth") }),
  v.object({ type: v.literal("resync") }),
  v.object({ type: v.literal("pong") }),
]);

type Parsed = v.InferOutput<typeof frame>;
type SignalType = "signal" | "signal_resolved";

/** A frame; a signal's inner fields are those of the API, which writes both from one schema. */
export type Frame =
  | Exclude<Parsed, { type: SignalType }>
  | { type: SignalType; signal: SignalRead; ledger_head: LedgerHead };
export type ReadyFrame = Extract<Frame, { type: "ready" }>;
export type UpdateFrame = Extract<Frame, { type: "subscription_update" }>;

/** The frame in a text, or null for what this version does not know. */
export function parseFrame(text: unknown): Frame | null {
  if (typeof text !== "string") return null;
  try {
    const found = v.safeParse(frame, JSON.parse(text));
    return found.success ? (found.output as unknown as Frame) : null;
  } catch {
    return null;
  }
}
