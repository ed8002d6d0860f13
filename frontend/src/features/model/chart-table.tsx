import type { ReactNode } from "react";
import css from "@/features/model/chart.module.css";
import { record } from "@/features/model/record-messages";
import { useMessages } from "@/shared/i18n/language";
import { ChevronDownIcon } from "@/shared/ui/icons";

export interface ChartTableProps {
  label: string;
  head: readonly ReactNode[];
  /** The first cell of each names its row, and is its key. */
  rows: readonly (readonly [string, ...ReactNode[]])[];
}

/** The same as a chart in numbers, for whoever asks for it. */
export function ChartTable({ label, head, rows }: ChartTableProps) {
  const t = useMessages(record);
  return (
    <details className={css.table}>
      <summary>
        {t.showTable}
        <ChevronDownIcon size={16} />
      </summary>
      <table className={css.cells} aria-label={label}>
        <thead>
          <tr>
            {head.map((cell, at) => (
              <th key={at} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells], row) => (
            <tr key={`${row} ${name}`}>
              <th scope="row">{name}</th>
              {cells.map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
