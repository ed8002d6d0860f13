import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useLocation } from "wouter";
import { deleteDraft } from "@/features/admin-broadcasts/calls";
import type { Keeping } from "@/features/admin-broadcasts/draft-keeper";
import css from "@/features/admin-broadcasts/editor.module.css";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { BROADCASTS_HREF } from "@/features/admin-broadcasts/href";
import { broadcasts } from "@/features/admin-broadcasts/messages";
import type { DraftState } from "@/features/admin-broadcasts/use-draft";
import { adminKeys } from "@/shared/admin/queries";
import { refusal } from "@/shared/admin/ui/refusal";
import { useMessages } from "@/shared/i18n/language";
import { ButtonLink } from "@/shared/ui/button";
import { IconButton } from "@/shared/ui/icon-button";
import { CheckIcon, TrashIcon, WarnIcon } from "@/shared/ui/icons";
import { ConfirmSheet } from "@/shared/ui/sheet";
import { toast } from "@/shared/ui/toasts";

/** Whether what is on the screen is kept. */
function State({ keeping, isKept }: { keeping: Keeping; isKept: boolean }) {
  const t = useMessages(editor);
  const words: Record<Keeping, string> = {
    blank: isKept ? t.blankKept : t.blank,
    unsaved: t.unsaved,
    saving: t.saving,
    saved: t.saved,
    failed: t.failed,
  };
  return (
    <span role="status" className={css.keeping} data-state={keeping}>
      {keeping === "saved" && <CheckIcon size={16} />}
      {keeping === "failed" && <WarnIcon size={16} />}
      {words[keeping]}
    </span>
  );
}

/** The ways out of a draft: to the others, and into the bin. */
function Menu({ state, isKept }: { state: DraftState; isKept: boolean }) {
  const t = useMessages(editor);
  const words = useMessages(broadcasts);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <ButtonLink kind="plain" href={BROADCASTS_HREF}>
        {words.all}
      </ButtonLink>
      {isKept && <IconButton icon={TrashIcon} kind="chip" label={t.delete} onClick={() => setAsking(true)} />}
      {isAsking && <DeleteSheet state={state} onClose={() => setAsking(false)} />}
    </>
  );
}

function DeleteSheet({ state, onClose }: { state: DraftState; onClose: () => void }) {
  const t = useMessages(editor);
  const client = useQueryClient();
  const [, navigate] = useLocation();
  const remove = useMutation({
    mutationFn: async () => {
      const id = await state.flush();
      await deleteDraft(id);
    },
    onSuccess: () => {
      toast({ icon: TrashIcon, title: t.deleted });
      navigate(BROADCASTS_HREF, { replace: true });
      void client.invalidateQueries({ queryKey: [...adminKeys.broadcasts, "list"] });
    },
  });
  return (
    <ConfirmSheet
      title={t.deleteTitle}
      effects={[{ icon: TrashIcon, text: t.deleteEffect }]}
      verb={t.deleteVerb}
      kind="alarm"
      isBusy={remove.isPending}
      error={remove.isError ? refusal(remove.error) : undefined}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    />
  );
}

export const DraftTools = { State, Menu };
