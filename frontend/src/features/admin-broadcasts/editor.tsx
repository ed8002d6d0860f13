import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AudienceCard } from "@/features/admin-broadcasts/audience-card";
import { BotOffBanner } from "@/features/admin-broadcasts/bot-off";
import { previewQuery } from "@/features/admin-broadcasts/calls";
import { DeliveryCard } from "@/features/admin-broadcasts/delivery-card";
import { DraftTools } from "@/features/admin-broadcasts/draft-tools";
import { bodyOf } from "@/features/admin-broadcasts/draft";
import css from "@/features/admin-broadcasts/editor.module.css";
import { EditorBar } from "@/features/admin-broadcasts/editor-bar";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { InTheChat } from "@/features/admin-broadcasts/in-the-chat";
import { MessageCard } from "@/features/admin-broadcasts/message-card";
import { NOW, type When } from "@/features/admin-broadcasts/moment";
import { useDraft } from "@/features/admin-broadcasts/use-draft";
import { AdminPage } from "@/shared/admin/admin-page";
import { asked } from "@/shared/admin/asked";
import { useDebounced } from "@/shared/admin/ui/use-debounced";
import type { BroadcastRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";

export interface EditorProps {
  /** Null: a draft that begins here. */
  stored: BroadcastRead | null;
  isKept: boolean;
  onMade: (id: string) => void;
}

/** Whom the draft would reach, and what is wrong with it, once one has stopped typing. */
function usePreview(state: ReturnType<typeof useDraft>) {
  const { draft } = state;
  const body = bodyOf(draft);
  const rested = useDebounced(JSON.stringify(body ?? { audience: asked(draft.audience), silent: draft.silent }), 400);
  const query = useQuery({
    ...previewQuery(JSON.parse(rested) as Parameters<typeof previewQuery>[0]),
    placeholderData: (before) => before,
  });
  return { ...query, isWritten: body !== null };
}

/** A draft: its texts, for whom, when. Kept while one writes; sent only by the button at the bottom. */
export function Editor({ stored, isKept, onMade }: EditorProps) {
  const t = useMessages(editor);
  const state = useDraft(stored, onMade);
  const { draft, change } = state;
  const [when, setWhen] = useState<When>(NOW);
  const preview = usePreview(state);
  const problems = preview.isWritten ? (preview.data?.problems ?? []) : [];
  return (
    <AdminPage
      title={isKept ? t.draft : t.newOne}
      subtitle={<DraftTools.State keeping={state.keeping} isKept={isKept} />}
      tools={<DraftTools.Menu state={state} isKept={isKept} />}
    >
      <div className={css.page}>
        <BotOffBanner />
        <div className={css.columns}>
          <div className={css.column}>
            <MessageCard
              texts={draft.texts}
              problems={problems}
              onChange={(language, text) => change({ texts: { ...draft.texts, [language]: text } })}
            />
            <AudienceCard audience={draft.audience} onChange={(audience) => change({ audience })} />
            <DeliveryCard when={when} onWhen={setWhen} isSilent={draft.silent} onSilent={(silent) => change({ silent })} />
          </div>
          <InTheChat texts={draft.texts} />
        </div>
        <EditorBar state={state} when={when} preview={preview} problems={problems} />
      </div>
    </AdminPage>
  );
}
