import { useId } from "react";
import { dotsOf, tellingBin } from "@/features/model/calibration";
import { CalibrationChart } from "@/features/model/calibration-chart";
import { ChartTable } from "@/features/model/chart-table";
import { record as texts } from "@/features/model/record-messages";
import type { Record_ } from "@/shared/api/types";
import { count, decimal, interval, percent, rate } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";

/** Whether confidences can be believed. */
export function CalibrationCard({ record }: { record: Record_ }) {
  const t = useMessages(texts);
  const id = useId();
  const telling = tellingBin(record.calibration);
  if (telling === null) return null;
  const dots = dotsOf(record.calibration);
  const sentence = t.telling(percent(telling.p), percent(telling.hit_rate));
  return (
    <Card as="section" labelledBy={id}>
      <CardHead id={id} title={t.calibration} aside={t.brier(decimal(record.brier, 3))} detail={sentence} />
      <CalibrationChart dots={dots} label={t.calibrationName(dots.length, sentence)} />
      <ChartTable
        label={t.calibration}
        head={[t.said, t.came, t.interval, t.n]}
        rows={dots.map(({ p, hit_rate, low, high, n }) => [rate(p), rate(hit_rate), interval(low, high), count(n)])}
      />
    </Card>
  );
}
