import { record as texts } from "@/features/model/record-messages";
import { verdictSentence } from "@/features/model/verdict-sentence";
import type { Source } from "@/features/model/view";
import type { Record_ } from "@/shared/api/types";
import { count, decimal, rMultiple } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Card } from "@/shared/ui/card";
import { Figure, Figures } from "@/shared/ui/figure";
import { RateFigure } from "@/shared/ui/rate-figure";

const RATES = { live: "hitRateLive", backtest: "hitRateBacktest", replay: "hitRateReplay" } as const;

export interface RecordFiguresProps {
  record: Record_;
  source: Source;
}

/** The rate with its verdict, and four figures: the same for what is open and what is locked. */
export function RecordFigures({ record, source }: RecordFiguresProps) {
  const t = useMessages(texts);
  const { expectancy_r: expectancy, profit_factor: factor, max_drawdown_r: drawdown, longest_losing_run: run } = record;
  return (
    <>
      <Card>
        <RateFigure label={t[RATES[source]]} accuracy={record} sentence={verdictSentence(record)} />
      </Card>
      <Figures label={t.figures}>
        <Figure label={t.expectancy} value={rMultiple(expectancy)} unit={t.aSignal === "" ? undefined : t.aSignal} />
        <Figure label={t.profitFactor} value={factor === null ? "\u2013" : decimal(factor)} unit={factor === null ? t.nothingLost : undefined} />
        <Figure label={t.maxDrawdown} value={rMultiple(-drawdown, 1)} />
        <Figure label={t.losingRun} value={count(run)} />
      </Figures>
    </>
  );
}
