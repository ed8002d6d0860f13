/** What an answer says is on the screen at once; what it does not say is read again. */

import type { QueryClient } from "@tanstack/react-query";
import { undoChange } from "@/features/admin-person/calls";
import { person as texts } from "@/features/admin-person/messages";
import { personQuery } from "@/features/admin-person/queries";
import { adminKeys } from "@/shared/admin/queries";
import { patchPeople } from "@/shared/admin/ui/people-list";
import { refusal } from "@/shared/admin/ui/refusal";
import type { Access, UserDetail } from "@/shared/api/types";
import { messagesNow } from "@/shared/i18n/language";
import { haptic } from "@/shared/telegram/chrome";
import { CheckIcon, WarnIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

/** The counts, the queue and the history follow; the person is read again for the new row of the history. */
export function readAgain(client: QueryClient, telegramId: number): void {
  for (const queryKey of [adminKeys.person(telegramId), adminKeys.requests, adminKeys.stats, adminKeys.history]) {
    void client.invalidateQueries({ queryKey });
  }
}

export function takeAccess(client: QueryClient, telegramId: number, access: Access): void {
  const version = access.subscription_version;
  client.setQueryData(personQuery(telegramId).queryKey, (known) =>
    known === undefined ? known : { ...known, access, user: { ...known.user, subscription_version: version } },
  );
  const rights = access.subscriptions.map(({ model_id, expires_at }) => ({ model_id, expires_at }));
  patchPeople(client, telegramId, (one) => ({ ...one, subscription_version: version, rights }));
  readAgain(client, telegramId);
}

export function takeDetail(client: QueryClient, telegramId: number, detail: UserDetail): void {
  client.setQueryData(personQuery(telegramId).queryKey, detail);
  const rights = detail.access.subscriptions.map(({ model_id, expires_at }) => ({ model_id, expires_at }));
  patchPeople(client, telegramId, (one) => ({ ...one, ...detail.user, rights }));
  readAgain(client, telegramId);
}

export function forgetPerson(client: QueryClient, telegramId: number): void {
  patchPeople(client, telegramId, null);
  client.removeQueries({ queryKey: adminKeys.person(telegramId) });
  for (const queryKey of [adminKeys.stats, adminKeys.requests, adminKeys.history]) void client.invalidateQueries({ queryKey });
}

export function tellDone(title: string, detail?: string, undo?: () => void): void {
  haptic("success");
  toast({ tone: "won", icon: CheckIcon, title, detail, undo });
}

export function tellRefused(error: unknown): void {
  haptic("error");
  toast({ tone: "lost", icon: WarnIcon, title: refusal(error) });
}

/** From a notice, which outlives the screen: put back the change that wrote this version, unless another came after it. */
export async function undoVersion(client: QueryClient, telegramId: number, version: number): Promise<void> {
  const t = messagesNow(texts);
  try {
    const detail = await client.query({ ...personQuery(telegramId), staleTime: 0 });
    const entry = detail.history.find((one) => one.version === version);
    if (entry === undefined) return;
    const result = await undoChange({ historyId: entry.id, reason: t.undoneAtOnce }, crypto.randomUUID());
    tellDone(result.changed > 0 ? t.undone(version + 1) : t.nothingChanged);
  } catch (error) {
    tellRefused(error);
  }
  readAgain(client, telegramId);
  const fresh = await client.query({ ...personQuery(telegramId), staleTime: 0 }).catch(() => null);
  if (fresh !== null) takeDetail(client, telegramId, fresh);
}
