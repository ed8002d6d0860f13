import { useState } from "react";
import { locked } from "@/features/model/messages";
import css from "@/features/model/request.module.css";
import { useRequest, useRequestProblem } from "@/features/model/use-request";
import { useMessages } from "@/shared/i18n/language";
import { ActionBar } from "@/shared/page/action-bar";
import { useClosingConfirmation } from "@/shared/telegram/chrome";
import { TextArea } from "@/shared/ui/field";
import { WarnIcon } from "@/shared/ui/icons";

/** As long as the API takes. */
export const MOST_LETTERS = 1000;
/** From here on it is said how much room is left. */
const NEARLY = 100;

export interface RequestFormProps {
  modelId: string;
  /** An earlier request was declined. */
  isAgain: boolean;
  onSent: () => void;
}

/** A message if one likes, and the page's one action. */
export function RequestForm({ modelId, isAgain, onSent }: RequestFormProps) {
  const t = useMessages(locked);
  const [message, setMessage] = useState("");
  const { mutate, isPending, error } = useRequest(modelId, onSent);
  const problem = useRequestProblem(error);
  useClosingConfirmation(message.trim() !== "");
  const left = MOST_LETTERS - message.length;
  return (
    <>
      <div className={css.form}>
        <TextArea
          label={t.message}
          hint={left <= NEARLY ? t.left(left) : t.optional}
          rows={2}
          placeholder={t.placeholder}
          maxLength={MOST_LETTERS}
          value={message}
          onChange={(event) => setMessage(event.target.value)}
        />
        {problem !== null && (
          <p role="alert" className={css.problem}>
            <WarnIcon size={16} />
            <span>{problem}</span>
          </p>
        )}
      </div>
      <ActionBar
        action={{
          text: isAgain ? t.askAgain : t.request,
          isBusy: isPending,
          isEnabled: true,
          onPress: () => {
            if (!isPending) mutate(message);
          },
        }}
      />
    </>
  );
}
