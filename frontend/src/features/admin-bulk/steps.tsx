import { bulk } from "@/features/admin-bulk/messages";
import css from "@/features/admin-bulk/steps.module.css";
import { useMessages } from "@/shared/i18n/language";
import { CheckIcon } from "@/shared/ui/icons";

export const STEPS = ["who", "what", "dryRun", "apply"] as const;
export type Step = (typeof STEPS)[number];

/** Where in the four steps one is. It stands beside the title, inside of a paragraph, so its list is made of spans. */
export function Steps({ now, isDone }: { now: Step; isDone: boolean }) {
  const t = useMessages(bulk);
  const at = STEPS.indexOf(now);
  return (
    <span role="list" aria-label={t.steps} className={css.steps} data-done={isDone}>
      {STEPS.map((step, index) => {
        const isPast = index < at || isDone;
        return (
          <span
            key={step}
            role="listitem"
            className={css.step}
            data-state={isPast ? "past" : index === at ? "now" : "later"}
            aria-current={index === at && !isDone ? "step" : undefined}
          >
            <span className={css.mark} aria-hidden="true">
              {isPast ? <CheckIcon size={14} /> : index + 1}
            </span>
            <span className={css.word}>{t[step]}</span>
            {isPast && <span className="visually-hidden">, {t.stepDone}</span>}
          </span>
        );
      })}
    </span>
  );
}
