/** What a change of rights means to the person, whether a frame told it or a comparison found it. */

import type { Access, AccessRight } from "@/shared/api/types";
import type { UpdateFrame } from "@/shared/live/frames";
import { endOf } from "@/shared/session/store";

export interface RightsChange {
  version: number;
  granted: AccessRight[];
  revoked: { model_id: string; model_name: string }[];
  extended: AccessRight[];
  /** `expire`, `revoke`, ...; null where only the result is known and the dates do not tell. */
  action: string | null;
  reason: string | null;
}

const byModel = (access: Access | null) => new Map((access?.subscriptions ?? []).map((right) => [right.model_id, right]));

/** How two states differ; null if no right does. */
export function changeBetween(
  before: Access | null,
  after: Access,
  { action, reason }: Pick<RightsChange, "action" | "reason"> = { action: null, reason: null },
): RightsChange | null {
  const [old, now] = [byModel(before), byModel(after)];
  const granted = [...now.values()].filter((right) => !old.has(right.model_id));
  const revoked = [...old.values()].filter((right) => !now.has(right.model_id));
  const extended = [...now.values()].filter((right) => {
    const known = old.get(right.model_id);
    return known !== undefined && known.expires_at !== right.expires_at;
  });
  if (granted.length + revoked.length + extended.length === 0) return null;
  const readAt = Date.parse(after.server_time);
  const isByDate = revoked.length > 0 && revoked.every((right) => endOf(right) <= readAt);
  return {
    version: after.subscription_version,
    granted,
    revoked,
    extended,
    action: action ?? (isByDate ? "expire" : null),
    reason,
  };
}

export function accessOf(frame: UpdateFrame, serverTime: string): Access {
  return {
    subscription_version: frame.subscription_version,
    subscriptions: frame.subscriptions,
    server_time: serverTime,
  };
}
