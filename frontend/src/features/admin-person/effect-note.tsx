import css from "@/features/admin-person/effect-note.module.css";
import { termWords } from "@/features/admin-person/effect-words";
import { person as texts } from "@/features/admin-person/messages";
import type { Plan } from "@/features/admin-person/plan";
import { useMessages } from "@/shared/i18n/language";
import { InfoIcon } from "@/shared/ui/icons";

/** What the button will do, written before it is pressed; read with it. */
export function EffectNote({ plan, version, name }: { plan: Plan; version: number; name: string }) {
  const t = useMessages(texts);
  const said = termWords(plan.row.name, plan.effect);
  const isNothing = plan.effect.kind === "nothing";
  const rest = [
    t.becomes(version, version + 1),
    plan.request === null ? null : t.answersRequest,
    plan.leavesRequest ? t.leavesRequest : null,
    t.seesAtOnce(name),
  ];
  return (
    <p className={css.note} aria-live="polite">
      <InfoIcon size={18} />
      <span>
        <strong>{said}</strong> {!isNothing && rest.filter((one) => one !== null).join(" ")}
      </span>
    </p>
  );
}
