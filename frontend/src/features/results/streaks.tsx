import { results } from "@/features/results/messages";
import type { OwnStats } from "@/shared/api/types";
import { useMessages } from "@/shared/i18n/language";
import { Figure, Figures } from "@/shared/ui/figure";
import { Section } from "@/shared/ui/section";

/** Runs of one outcome, in the order of publication. */
export function Streaks({ streaks }: { streaks: OwnStats["streaks"] }) {
  const t = useMessages(results);
  const { current, longest_won: best, longest_lost: worst } = streaks;
  const now = current === 0 ? t.noRun : current > 0 ? t.runWon(current) : t.runLost(-current);
  return (
    <Section title={t.streaks}>
      <Figures columns={3} label={t.streaks}>
        <Figure size="small" label={t.now} value={now} />
        <Figure size="small" label={t.bestRun} value={best} />
        <Figure size="small" label={t.worstRun} value={worst} />
      </Figures>
    </Section>
  );
}
