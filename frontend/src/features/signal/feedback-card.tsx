import { useId } from "react";
import css from "@/features/signal/feedback.module.css";
import { page } from "@/features/signal/messages";
import { type OwnResult, useFeedback } from "@/features/signal/use-feedback";
import type { SignalRead } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { cx } from "@/shared/ui/cx";
import { CheckIcon, CrossIcon, MinusIcon } from "@/shared/ui/icons";

const choices = [
  { value: "won", icon: CheckIcon, word: "ownWon" },
  { value: "lost", icon: CrossIcon, word: "ownLost" },
  { value: "skipped", icon: MinusIcon, word: "ownSkipped" },
] as const;

/** What became of it for the person: theirs alone, and to be changed as often as they like. */
export function FeedbackCard({ signal }: { signal: SignalRead }) {
  const t = useMessages(page);
  const id = useId();
  const [given, give] = useFeedback(signal);
  return (
    <Card as="section" labelledBy={id}>
      <CardHead id={id} title={t.howWent} detail={t.howWentWhy} />
      <div role="radiogroup" aria-labelledby={id} className={css.choices}>
        {choices.map(({ value, icon: Glyph, word }) => (
          <label key={value} className={cx(css.choice, css[value satisfies OwnResult], given === value && css.chosen)}>
            <input
              type="radio"
              className={css.input}
              name={id}
              value={value}
              checked={given === value}
              onChange={() => give(value)}
            />
            <Glyph size={18} />
            {t[word]}
          </label>
        ))}
      </div>
    </Card>
  );
}
