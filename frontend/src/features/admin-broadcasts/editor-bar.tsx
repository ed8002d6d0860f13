import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { useIsBotOff } from "@/features/admin-broadcasts/bot-off";
import { editor } from "@/features/admin-broadcasts/editor-messages";
import { momentLack, type When } from "@/features/admin-broadcasts/moment";
import { reachWords } from "@/features/admin-broadcasts/reach-words";
import { StartSheet } from "@/features/admin-broadcasts/start-sheet";
import { TestButton } from "@/features/admin-broadcasts/test-button";
import type { DraftState } from "@/features/admin-broadcasts/use-draft";
import { Bar } from "@/shared/admin/ui/bar";
import { useServerNow } from "@/shared/admin/ui/use-server-now";
import { meQuery } from "@/shared/api/queries";
import type { BroadcastPreview, TextProblem } from "@/shared/api/types";
import { count } from "@/shared/format/numbers";
import { timeZone } from "@/shared/format/zone";
import { useMessages } from "@/shared/i18n/language";
import { Button } from "@/shared/ui/button";

export interface EditorBarProps {
  state: DraftState;
  when: When;
  preview: { data: BroadcastPreview | undefined; isError: boolean; isWritten: boolean };
  problems: readonly TextProblem[];
}

/** Why nothing can be sent at all: the bot, or the text. */
function useTextLack({ preview, problems }: Pick<EditorBarProps, "preview" | "problems">): string | null {
  const t = useMessages(editor);
  const isOff = useIsBotOff();
  if (isOff) return t.botOffShort;
  if (!preview.isWritten) return t.writeFirst;
  return problems.length > 0 ? t.mendFirst : null;
}

/** Whom it reaches, and the two ways to send it: to oneself, and to all of them. */
export function EditorBar({ state, when, preview, problems }: EditorBarProps) {
  const t = useMessages(editor);
  const reason = useId();
  const now = useServerNow();
  const [isAsking, setAsking] = useState(false);
  const { data: me } = useQuery(meQuery);
  const textLack = useTextLack({ preview, problems });
  const moment = momentLack(when, timeZone(), now);
  const nobody = preview.data?.reachable === 0 ? t.nobody : null;
  const lack = textLack ?? (moment === null ? nobody : moment === "past" ? t.momentPast : t.momentMissing);
  return (
    <>
      <Bar title={<Reach preview={preview} />} detail={<span id={reason}>{lack ?? <Languages preview={preview.data} state={state} />}</span>}>
        <TestButton state={state} isDisabled={textLack !== null} describedBy={reason} reachability={me?.reachability ?? "ok"} />
        <Button kind="primary" isDisabled={lack !== null} describedBy={reason} onClick={() => setAsking(true)}>
          {when.kind === "now" ? t.send : t.schedule}
        </Button>
      </Bar>
      {isAsking && <StartSheet state={state} when={when} onClose={() => setAsking(false)} />}
    </>
  );
}

function Reach({ preview: { data, isError } }: Pick<EditorBarProps, "preview">) {
  const t = useMessages(editor);
  if (data !== undefined) return <span role="status">{reachWords(data)}</span>;
  return isError ? t.countFailed : t.counting;
}

/** Who gets which text, where there are two. */
function Languages({ preview, state }: { preview: BroadcastPreview | undefined; state: DraftState }) {
  const t = useMessages(editor);
  const { en, ru } = state.draft.texts;
  if (preview === undefined || en.trim() === "" || ru.trim() === "") return null;
  return t.byLanguage(count(preview.by_language["en"] ?? 0), count(preview.by_language["ru"] ?? 0));
}
