import { useId } from "react";
import css from "@/shared/admin/figure-line.module.css";
import type { MonitoredFigure } from "@/shared/api/types";

const WIDTH = 236;
const HOUR = 3_600_000;

export interface FigureLineProps {
  figure: MonitoredFigure;
  height: number;
  /** Now, in ms: the right end. The line covers the hour before it. */
  now: number;
  /** What it says to who cannot see it. */
  label: string;
  hasLimits?: boolean | undefined;
}

/** The last hour of a figure with both of its limits; gaps stay gaps, and the scale always holds the target. */
export function FigureLine({ figure, height, now, label, hasLimits = true }: FigureLineProps) {
  const title = useId();
  const points = figure.history.filter(({ at }) => Date.parse(at) >= now - HOUR);
  const highest = Math.max(figure.target * 1.1, ...points.map(({ value }) => value)) * 1.05;
  const x = (at: string) => Math.max(0, Math.min(WIDTH, WIDTH * (1 - (now - Date.parse(at)) / HOUR)));
  const y = (value: number) => height - 4 - (value / highest) * (height - 8);
  const path = points.map(({ at, value }, index) => `${index === 0 ? "M" : "L"}${x(at).toFixed(1)} ${y(value).toFixed(1)}`);
  const newest = points.at(-1);
  return (
    <svg className={css.line} viewBox={`0 0 ${WIDTH} ${height}`} height={height} role="img" aria-labelledby={title}>
      <title id={title}>{label}</title>
      {hasLimits && <line className={css.target} x1={0} x2={WIDTH} y1={y(figure.target)} y2={y(figure.target)} />}
      {hasLimits && figure.alert <= highest && (
        <line className={css.alert} x1={0} x2={WIDTH} y1={y(figure.alert)} y2={y(figure.alert)} />
      )}
      <path className={css.path} d={path.join("")} />
      {newest !== undefined && <circle className={css.dot} cx={x(newest.at) - 4} cy={y(newest.value)} r={4} />}
    </svg>
  );
}
