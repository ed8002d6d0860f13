import { useMutation, useQueryClient } from "@tanstack/react-query";
import { sessions } from "@/features/sessions/messages";
import { answer, api } from "@/shared/api/client";
import { keys, sessionsQuery } from "@/shared/api/queries";
import { messagesNow } from "@/shared/i18n/language";
import { session, tabs } from "@/shared/session/current";
import { ApiError } from "@/shared/session/errors";
import { haptic } from "@/shared/telegram/chrome";
import { CheckIcon } from "@/shared/ui/icons";
import { toast } from "@/shared/ui/toasts";

/** A session that is already over is what was asked for. */
async function endOne(id: string): Promise<void> {
  try {
    await answer(api.DELETE("/api/auth/sessions/{session_id}", { params: { path: { session_id: id } } }));
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== "unknown_session") throw error;
  }
}

/** End the session of one other device. */
export function useEndOne(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: endOne,
    onSuccess: (_, id) => {
      client.setQueryData(sessionsQuery.queryKey, (known) => known?.filter((one) => one.id !== id));
      void client.invalidateQueries({ queryKey: keys.sessions });
      toast({ tone: "won", icon: CheckIcon, title: messagesNow(sessions).ended });
      haptic("success");
      onDone();
    },
  });
}

/** End them all. Nothing of this page may go on with tokens that are worth nothing any more. */
export function useEndAll(onDone: () => void) {
  return useMutation({
    mutationFn: () => answer(api.POST("/api/auth/logout-all")),
    onSuccess: () => {
      onDone();
      session.end("logged_out");
      tabs.tell({ type: "ended", code: "logged_out" });
    },
  });
}
