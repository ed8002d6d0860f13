import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { ownData } from "@/features/settings/own-data-messages";
import css from "@/features/settings/settings.module.css";
import { answer, api } from "@/shared/api/client";
import { useMessages } from "@/shared/i18n/language";
import { useSubscriptions } from "@/shared/live/use-subscriptions";
import { session } from "@/shared/session/current";
import { ApiError } from "@/shared/session/errors";
import { TextField } from "@/shared/ui/field";
import { HistoryIcon, LockIcon, PhoneIcon, TrashIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";

export interface DeleteSheetProps {
  telegramId: number;
  onClose: () => void;
}

const DELETED = "unknown_user";

/** The last question: what is lost, what stays, and a word that nobody types by accident. */
export function DeleteSheet({ telegramId, onClose }: DeleteSheetProps) {
  const t = useMessages(ownData);
  const { held } = useSubscriptions();
  const [typed, setTyped] = useState("");
  const models = [...held.values()].map((right) => right.model_name);
  const deletion = useMutation({
    mutationFn: () => answer(api.DELETE("/api/me", { body: { telegram_id: telegramId } })),
    onSuccess: () => session.end(DELETED),
  });
  const isTyped = typed.trim().toLocaleUpperCase() === t.word;
  return (
    <ConfirmSheet
      title={t.question}
      effects={[
        { icon: LockIcon, text: models.length === 0 ? t.loseNothing : t.loseAccess(models.join(", ")) },
        { icon: TrashIcon, text: t.loseData },
        { icon: PhoneIcon, text: t.loseSessions },
        { icon: HistoryIcon, text: t.kept },
      ]}
      verb={t.verb}
      keepLabel={t.keep}
      kind="alarm"
      isBusy={deletion.isPending}
      disabledReason={isTyped ? null : t.typeFirst(t.word)}
      error={useWhyNot(deletion.error)}
      onConfirm={() => deletion.mutate()}
      onClose={onClose}
    >
      <div className={css.typed}>
        <TextField
          label={t.typeIt(t.word)}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
        />
      </div>
    </ConfirmSheet>
  );
}

function useWhyNot(error: Error | null): string | undefined {
  const t = useMessages(ownData);
  if (error === null) return undefined;
  if (!(error instanceof ApiError)) return t.notDone;
  if (error.code === "admin_role_held") return t.isAdmin;
  return error.requestId === null ? t.notDone : `${t.notDone} ${t.request(error.requestId)}`;
}
