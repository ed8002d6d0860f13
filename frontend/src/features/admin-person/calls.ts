/** The orders about one person, as the API takes them. */

import type { TermOrder } from "@/shared/admin/ui/term";
import { answer, api } from "@/shared/api/client";
import type { Access, BulkResult, RequestDecision, UserDetail } from "@/shared/api/types";

export interface GrantInput extends TermOrder {
  modelId: string;
  reason: string | null;
}

const keyed = (key: string) => ({ "idempotency-key": key });

export function grantModel(telegramId: number, { modelId, reason, ...term }: GrantInput, key: string): Promise<Access> {
  const params = { path: { telegram_id: telegramId }, header: keyed(key) };
  return answer(api.POST("/api/admin/users/{telegram_id}/subscriptions", { params, body: { model_id: modelId, ...term, reason } }));
}

export interface TemplateInput {
  templateId: string;
  days: number | null;
  reason: string | null;
}

export function grantTemplate(telegramId: number, { templateId, days, reason }: TemplateInput, key: string): Promise<Access> {
  const params = { path: { telegram_id: telegramId }, header: keyed(key) };
  const body = { template_id: templateId, expiry_days: days, reason };
  return answer(api.POST("/api/admin/users/{telegram_id}/template", { params, body }));
}

export interface RevokeInput {
  modelId: string;
  reason: string | null;
}

export function revokeModel(telegramId: number, { modelId, reason }: RevokeInput): Promise<Access> {
  const params = { path: { telegram_id: telegramId, model_id: modelId }, query: { reason } };
  return answer(api.DELETE("/api/admin/users/{telegram_id}/subscriptions/{model_id}", { params }));
}

export interface ApproveInput {
  requestId: string;
  days: number | null;
  reason: string | null;
}

export function approveRequest({ requestId, days, reason }: ApproveInput, key: string): Promise<RequestDecision> {
  const params = { path: { request_id: requestId }, header: keyed(key) };
  return answer(api.POST("/api/admin/subscription-requests/{request_id}/approve", { params, body: { expiry_days: days, reason } }));
}

export interface RejectInput {
  requestId: string;
  reason: string;
}

export function rejectRequest({ requestId, reason }: RejectInput, key: string): Promise<RequestDecision> {
  const params = { path: { request_id: requestId }, header: keyed(key) };
  return answer(api.POST("/api/admin/subscription-requests/{request_id}/reject", { params, body: { reason } }));
}

export interface UndoInput {
  historyId: string;
  reason: string;
}

export function undoChange({ historyId, reason }: UndoInput, key: string): Promise<BulkResult> {
  const params = { path: { history_id: historyId }, header: keyed(key) };
  return answer(api.POST("/api/admin/history/{history_id}/undo", { params, body: { reason } }));
}

export interface StandingInput {
  role?: "user" | "admin";
  is_blocked?: boolean;
  reason: string;
}

export function changeStanding(telegramId: number, body: StandingInput): Promise<UserDetail> {
  return answer(api.PATCH("/api/admin/users/{telegram_id}", { params: { path: { telegram_id: telegramId } }, body }));
}

export async function deletePerson(telegramId: number, reason: string): Promise<void> {
  const params = { path: { telegram_id: telegramId }, query: { reason } };
  await answer(api.DELETE("/api/admin/users/{telegram_id}", { params }));
}

export async function logOutEverywhere(telegramId: number): Promise<void> {
  await answer(api.DELETE("/api/admin/users/{telegram_id}/sessions", { params: { path: { telegram_id: telegramId } } }));
}
