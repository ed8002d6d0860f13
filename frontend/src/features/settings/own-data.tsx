import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { DeleteSheet } from "@/features/settings/delete-sheet";
import { FileSheet } from "@/features/settings/file-sheet";
import { ownData } from "@/features/settings/own-data-messages";
import { ownFile } from "@/features/settings/own-file";
import { messagesNow, useMessages } from "@/shared/i18n/language";
import { ApiError, SessionEnded } from "@/shared/session/errors";
import { useSession } from "@/shared/session/store";
import { WarnIcon } from "@/shared/ui/icons";
import { List, ListRow } from "@/shared/ui/list";
import { Section } from "@/shared/ui/section";
import { Spinner } from "@/shared/ui/spinner";
import { toast } from "@/shared/ui/toasts";

function tellFailure(error: unknown): void {
  if (error instanceof SessionEnded) return;
  const t = messagesNow(ownData);
  const isTooOften = error instanceof ApiError && error.status === 429;
  const detail = isTooOften ? t.tooOften(Math.max(1, Math.ceil(error.retryAfter / 60))) : t.downloadFailedWhy;
  toast({ tone: "lost", icon: WarnIcon, title: t.downloadFailed, detail });
}

/** What we hold about the person: theirs to take along, and theirs to delete. */
export function OwnData() {
  const t = useMessages(ownData);
  const user = useSession((state) => state.user);
  const [file, setFile] = useState<File | null>(null);
  const [isDeleting, setDeleting] = useState(false);
  const making = useMutation({ mutationFn: ownFile, onSuccess: setFile, onError: tellFailure });
  const isAdmin = user?.role === "admin";
  return (
    <Section title={t.title}>
      <List label={t.title}>
        <ListRow
          look="plain"
          title={t.download}
          detail={t.downloadDetail}
          aside={making.isPending ? <Spinner /> : undefined}
          onClick={() => {
            if (!making.isPending) making.mutate();
          }}
        />
        {user !== null && (
          <ListRow
            look="plain"
            tone="lost"
            title={t.remove}
            detail={isAdmin ? t.removeAdmin : undefined}
            onClick={isAdmin ? undefined : () => setDeleting(true)}
          />
        )}
      </List>
      {file !== null && <FileSheet file={file} onClose={() => setFile(null)} />}
      {isDeleting && user !== null && <DeleteSheet telegramId={user.telegram_id} onClose={() => setDeleting(false)} />}
    </Section>
  );
}
