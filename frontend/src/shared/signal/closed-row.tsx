import type { ReactNode } from "react";
import css from "@/shared/signal/closed-row.module.css";
import { closedR, type Drawn, railOf } from "@/shared/signal/plan";
import { ListRow } from "@/shared/ui/list";
import { DirectionWord, Outcome } from "@/shared/ui/outcome";
import { MiniRail } from "@/shared/ui/rail";
import { DirectionTile } from "@/shared/ui/tile";

export interface ClosedRowProps {
  signal: Drawn;
  /** Second line: "Shadow Stack · 09:00", "#1,811 · 18 Nov, 22:00". */
  detail: ReactNode;
  /** Where the row leads, if anywhere. */
  href?: string | undefined;
}

/** What became of a signal, on one row of a `List`: a loss as large as a win. */
export function ClosedRow({ signal, detail, href }: ClosedRowProps) {
  const { targetR, exitR, lastR, status } = railOf(signal);
  const title = (
    <span className="nowrap">
      {signal.pair} <DirectionWord direction={signal.direction} />
    </span>
  );
  const aside = (
    <span className={css.aside}>
      <Outcome status={status} r={closedR(signal)} />
      <MiniRail label={null} status={status} targetR={targetR} exitR={exitR} lastR={lastR} />
    </span>
  );
  return (
    <ListRow
      lead={<DirectionTile direction={signal.direction} />}
      title={title}
      detail={<span className={css.detail}>{detail}</span>}
      aside={aside}
      href={href}
    />
  );
}
