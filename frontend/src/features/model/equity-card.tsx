import { useId } from "react";
import css from "@/features/model/chart.module.css";
import { ChartTable } from "@/features/model/chart-table";
import { deepestDrawdown, tabulated } from "@/features/model/equity";
import { EquityChart } from "@/features/model/equity-chart";
import { record as texts } from "@/features/model/record-messages";
import type { Source } from "@/features/model/view";
import type { Record_ } from "@/shared/api/types";
import { rMultiple } from "@/shared/format/numbers";
import { formatDate } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";

const DETAILS = { live: "equityLive", backtest: "equityBacktest", replay: "equityReplay" } as const;
const ROWS = 24;

export interface EquityCardProps {
  record: Record_;
  source: Source;
}

/** What one R risked on each signal came to. */
export function EquityCard({ record, source }: EquityCardProps) {
  const t = useMessages(texts);
  const id = useId();
  const { equity: points, n, max_drawdown_r: drawdown } = record;
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return null;
  const sum = rMultiple(last.r, Math.abs(last.r) < 10 ? 1 : 0);
  const depth = rMultiple(-drawdown, 1);
  const fall = deepestDrawdown(points);
  const [peak, deepest] = [points[fall?.from ?? -1], points[fall?.to ?? -1]];
  const names = [t.equityName(sum, n, formatDate(first.at), formatDate(last.at))];
  if (peak && deepest) names.push(t.drawdownName(depth, formatDate(peak.at), formatDate(deepest.at)));
  return (
    <Card as="section" labelledBy={id}>
      <CardHead
        id={id}
        title={t.equity}
        aside={<strong className={css.sum}>{sum}</strong>}
        detail={t[DETAILS[source]](formatDate(first.at))}
      />
      <EquityChart points={points} depth={depth} label={names.join(" ")} />
      <ChartTable
        label={t.equity}
        head={[t.date, t.sum]}
        rows={tabulated(points, ROWS).map(({ at, r }) => [formatDate(at), rMultiple(r, 1)])}
      />
    </Card>
  );
}
