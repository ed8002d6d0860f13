import { useState } from "react";
import { axisOf, type By, type Line, linesOf, measured } from "@/features/results/lines";
import { results } from "@/features/results/messages";
import css from "@/features/results/results.module.css";
import { ENOUGH, type OwnRate } from "@/features/results/wilson";
import type { OwnStats } from "@/shared/api/types";
import { count, interval, rate as written } from "@/shared/format/numbers";
import { formatMonth } from "@/shared/format/time";
import { useMessages } from "@/shared/i18n/language";
import { Interval, IntervalAxis } from "@/shared/ui/interval";
import type { Axis } from "@/shared/ui/interval-geometry";
import { List, ListRow } from "@/shared/ui/list";
import { Section } from "@/shared/ui/section";
import { Segmented } from "@/shared/ui/segmented";

type NameOf = (modelId: string) => string;

/** The middle of a month, which is in that month in every time zone. */
const monthName = (month: string): string => formatMonth(`${month}-15T12:00:00Z`);

function shownName(by: By, name: string, nameOf: NameOf): string {
  if (by === "model") return nameOf(name);
  return by === "month" ? monthName(name) : name;
}

function RowInterval({ rate, published, axis }: { rate: OwnRate; published: number | null; axis: Axis }) {
  const t = useMessages(results);
  const shown = measured(rate, published);
  const [own, range] = [written(rate.hit_rate), interval(rate.ci_low, rate.ci_high)];
  return (
    <div className={css.rowInterval}>
      <Interval
        hitRate={shown.hit_rate}
        ciLow={shown.ci_low}
        ciHigh={shown.ci_high}
        baseline={shown.baseline}
        verdict={rate.n < ENOUGH ? "not_enough_data" : "not_distinguishable"}
        axis={axis}
        label={published === null ? t.rateNameAlone(own, range) : t.rateName(own, range, written(published))}
      />
    </div>
  );
}

function Row({ line, title, axis }: { line: Line; title: string; axis: Axis }) {
  const t = useMessages(results);
  const { rate, taken, published } = line;
  const detail = [
    rate === null ? t.onlySkipped : t.wonOf(count(taken.won), count(rate.n)),
    ...(taken.skipped > 0 ? [t.skippedCount(taken.skipped)] : []),
  ];
  return (
    <ListRow
      title={title}
      detail={<span className="num">{detail.join(" · ")}</span>}
      aside={
        rate !== null && (
          <div className={css.rates}>
            <div className="t-16 num">{written(rate.hit_rate)}</div>
            {published.hit_rate !== null && <div className={css.small}>{t.publishedShort(written(published.hit_rate))}</div>}
          </div>
        )
      }
    >
      {rate !== null && <RowInterval rate={rate} published={published.hit_rate} axis={axis} />}
    </ListRow>
  );
}

/** The same rate by model, pair and month, on one axis for each list. */
export function Breakdown({ stats, nameOf }: { stats: OwnStats; nameOf: NameOf }) {
  const t = useMessages(results);
  const [by, setBy] = useState<By>("model");
  const lines = linesOf(stats, by);
  const axis = axisOf(lines);
  return (
    <Section title={t.breakdown} footnote={t.legend}>
      <div className={css.by}>
        <Segmented
          label={t.by}
          value={by}
          onChange={setBy}
          options={[
            { value: "model", label: t.model },
            { value: "pair", label: t.pair },
            { value: "month", label: t.month },
          ]}
        />
      </div>
      <List label={t.breakdown}>
        {lines.map((line) => (
          <Row key={line.name} line={line} title={shownName(by, line.name, nameOf)} axis={axis} />
        ))}
        <li className={css.axis} aria-hidden="true">
          <IntervalAxis axis={axis} />
        </li>
      </List>
    </Section>
  );
}
