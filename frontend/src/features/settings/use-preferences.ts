import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { settings } from "@/features/settings/messages";
import { applied } from "@/features/settings/preferences";
import { answer, api } from "@/shared/api/client";
import { keys, meQuery } from "@/shared/api/queries";
import type { Preferences, PreferencesPatch } from "@/shared/api/types";
import { messagesNow } from "@/shared/i18n/language";
import { applyPreferences } from "@/shared/i18n/preference";
import { haptic } from "@/shared/telegram/chrome";
import { SessionEnded } from "@/shared/session/errors";
import { WarnIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

export interface Saving {
  /** Asked and not answered, just stored, or neither. */
  state: "saving" | "saved" | "idle";
  save: (patch: PreferencesPatch) => void;
}

const show = ({ language_code: language, timezone: timeZone }: Preferences): void => applyPreferences({ language, timeZone });

function tellFailure(error: unknown): void {
  if (error instanceof SessionEnded) return;
  const t = messagesNow(settings);
  toast({ tone: "lost", icon: WarnIcon, title: t.notSaved, detail: t.notSavedWhy });
  haptic("error");
}

/**
 * What is stored, with the changes that are on their way laid over it: a change shows with the press, and one that fails
 * is simply no longer there. They go out one after the other, so that the last press is the one that stays.
 */
export function usePreferences() {
  const client = useQueryClient();
  const me = useQuery(meQuery);
  const [pending, setPending] = useState<readonly PreferencesPatch[]>([]);
  const preferences = me.data === undefined ? undefined : pending.reduce(applied, me.data.preferences);
  const { mutate, status } = useMutation({
    scope: { id: "preferences" },
    mutationFn: (patch: PreferencesPatch) => answer(api.PATCH("/api/auth/me", { body: patch })),
    onMutate: () => client.cancelQueries({ queryKey: keys.me }),
    onSuccess: (answered) => client.setQueryData(keys.me, answered),
    onError: (error) => {
      const stored = client.getQueryData(meQuery.queryKey);
      if (stored !== undefined) show(stored.preferences);
      tellFailure(error);
    },
    onSettled: (_answered, _error, patch) => setPending((known) => known.filter((one) => one !== patch)),
  });
  const save = (patch: PreferencesPatch) => {
    if (preferences !== undefined && (patch.language_code != null || patch.timezone != null)) show(applied(preferences, patch));
    setPending((known) => [...known, patch]);
    mutate(patch);
  };
  const saving: Saving = { state: status === "pending" ? "saving" : status === "success" ? "saved" : "idle", save };
  return { me, preferences, saving };
}
