import { useId } from "react";
import css from "@/features/model/rates-card.module.css";
import { record } from "@/features/model/record-messages";
import { count, rate } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";
import { Card, CardHead } from "@/shared/ui/card";
import { Interval, IntervalAxis } from "@/shared/ui/interval";
import { type Measured, sharedAxis } from "@/shared/ui/interval-geometry";

export interface RateRow extends Measured {
  name: string;
  n: number;
}

export interface RatesCardProps {
  title: string;
  detail: string;
  /** What the rows are: "Pair", "Year". */
  of: string;
  rows: readonly RateRow[];
}

function Row({ row, axis }: { row: RateRow; axis: ReturnType<typeof sharedAxis> }) {
  return (
    <tr>
      <th scope="row" className={css.name}>
        {row.name}
      </th>
      <td className={css.n}>{count(row.n)}</td>
      <td className={css.drawing}>
        <Interval hitRate={row.hit_rate} ciLow={row.ci_low} ciHigh={row.ci_high} baseline={row.baseline} axis={axis} />
      </td>
      <td className={css.rate}>{rate(row.hit_rate)}</td>
    </tr>
  );
}

/** Rates on one axis, all in ink: a part of a record is no verdict. */
export function RatesCard({ title, detail, of, rows }: RatesCardProps) {
  const t = useMessages(record);
  const id = useId();
  const axis = sharedAxis(rows);
  return (
    <Card as="section" labelledBy={id}>
      <CardHead id={id} title={title} detail={detail} />
      <table className={css.table} aria-labelledby={id}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{of}</th>
            <th scope="col">{t.n}</th>
            <th scope="col">{t.interval}</th>
            <th scope="col">{t.hitRate}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.name} row={row} axis={axis} />
          ))}
        </tbody>
        <tfoot aria-hidden="true">
          <tr className={css.foot}>
            <td />
            <td className={css.n}>{t.n}</td>
            <td className={css.drawing}>
              <IntervalAxis axis={axis} />
            </td>
            <td className={css.unit}>{t.hitRate}</td>
          </tr>
        </tfoot>
      </table>
    </Card>
  );
}
