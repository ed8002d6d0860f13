/** The models as rows of a person's access: what is held, what is asked for, what is not open. */

import type { AccessRight, AdminModelRead, AdminRequestRead } from "@/shared/api/types";

export interface AccessRow {
  modelId: string;
  name: string;
  isFree: boolean;
  /** Retired models can be revoked, not granted. */
  isActive: boolean;
  right: AccessRight | null;
  request: AdminRequestRead | null;
}

type Model = Pick<AdminModelRead, "id" | "name" | "is_free" | "is_active">;

const endOf = ({ right }: AccessRow): number => (right?.expires_at == null ? Number.POSITIVE_INFINITY : Date.parse(right.expires_at));

const group = ({ right, request }: AccessRow): number => (right !== null ? 0 : request !== null ? 1 : 2);

/** Held ones first, the soonest end on top; then those asked for; then the rest of what can be granted. */
export function accessRows(
  models: readonly Model[],
  rights: readonly AccessRight[],
  requests: readonly AdminRequestRead[],
  now: number,
): AccessRow[] {
  const held = new Map(rights.filter((right) => right.expires_at === null || Date.parse(right.expires_at) > now).map((right) => [right.model_id, right]));
  const asked = new Map(requests.map((request) => [request.model_id, request]));
  const known = new Map(models.map((model) => [model.id, model]));
  const ids = [...new Set([...known.keys(), ...held.keys(), ...asked.keys()])];
  return ids
    .map((modelId) => {
      const model = known.get(modelId);
      const right = held.get(modelId) ?? null;
      return {
        modelId,
        name: model?.name ?? right?.model_name ?? modelId,
        isFree: model?.is_free ?? false,
        isActive: model?.is_active ?? false,
        right,
        request: asked.get(modelId) ?? null,
      };
    })
    .filter((row) => row.isActive || row.right !== null || row.request !== null)
    .sort((one, other) => group(one) - group(other) || (endOf(one) === endOf(other) ? 0 : endOf(one) - endOf(other)));
}
