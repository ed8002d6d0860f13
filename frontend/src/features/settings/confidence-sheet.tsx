import { ChoiceList } from "@/features/settings/choice-list";
import type { ChoiceSheetProps } from "@/features/settings/language-sheet";
import { settings } from "@/features/settings/messages";
import css from "@/features/settings/settings.module.css";
import { percent } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Sheet } from "@/shared/ui/sheet";

const STEPS = [0.5, 0.55, 0.6, 0.65, 0.7, 0.8];
const ANY = "any";

/** What was chosen elsewhere keeps its place among ours. */
function steps(chosen: number | null): number[] {
  const all = chosen === null || STEPS.includes(chosen) ? STEPS : [...STEPS, chosen];
  return [...all].sort((one, other) => one - other);
}

export function ConfidenceSheet({ chosen, save, onClose }: ChoiceSheetProps & { chosen: number | null }) {
  const t = useMessages(settings);
  return (
    <Sheet title={t.minConfidence} onClose={onClose}>
      <p className={css.note}>{t.minConfidenceWhy}</p>
      <ChoiceList
        label={t.minConfidence}
        value={chosen === null ? ANY : String(chosen)}
        options={[
          { value: ANY, label: t.everySignal },
          ...steps(chosen).map((share) => ({ value: String(share), label: t.fromConfidence(percent(share)) })),
        ]}
        onChoose={(value) => {
          onClose();
          save({ min_confidence: value === ANY ? null : Number(value) });
        }}
      />
    </Sheet>
  );
}
