import { scaleLinear } from "d3-scale";
import { useId } from "react";
import css from "@/features/model/chart.module.css";
import { deepestDrawdown, type EquityPoint, pathOf, thin } from "@/features/model/equity";
import { record } from "@/features/model/record-messages";
import { timeTicks } from "@/features/model/time-axis";
import { useWidth } from "@/features/model/use-width";
import { rMultiple } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";

const HEIGHT = 196;
const TOP = 12;
const BOTTOM = 26;
const RIGHT = 58;

function geometry(points: readonly EquityPoint[], width: number) {
  const sums = points.map(({ r }) => r);
  const times = points.map(({ at }) => Date.parse(at));
  const [from, to] = [times[0] ?? 0, times.at(-1) ?? 0];
  const x = scaleLinear([from, Math.max(to, from + 1)], [1, Math.max(1, width - RIGHT)]);
  const y = scaleLinear([Math.min(0, ...sums), Math.max(1, ...sums)], [HEIGHT - BOTTOM, TOP]).nice(4);
  const placed = points.map(({ r }, at) => ({ x: x(times[at] ?? from), y: y(r) }));
  return { x, y, placed, from, to };
}

type Geometry = ReturnType<typeof geometry>;

function Axes({ x, y, from, to, width }: Geometry & { width: number }) {
  return (
    <>
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <line className={css.grid} x1={0} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text x={width} y={y(tick) + 4} textAnchor="end">
            {rMultiple(tick, 0)}
          </text>
        </g>
      ))}
      {timeTicks(from, to).map(({ at, text }) => (
        <text key={at} x={x(at)} y={HEIGHT - 4} textAnchor="middle">
          {text}
        </text>
      ))}
    </>
  );
}

function Hatch({ id }: { id: string }) {
  return (
    <pattern id={id} width={6} height={6} patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line className={css.hatch} x1={0} x2={0} y1={0} y2={6} />
    </pattern>
  );
}

interface FallProps {
  from: number;
  to: number;
  bottom: number;
  depth: string;
  hatch: string;
  width: number;
}

/** The deepest drawdown, from its peak to its deepest point, with its depth beside it. */
function Fall({ from, to, bottom, depth, hatch, width }: FallProps) {
  const isRoomRight = to + 8 + depth.length * 7.5 < width - RIGHT;
  return (
    <>
      <rect x={from} y={TOP} width={Math.max(3, to - from)} height={HEIGHT - BOTTOM - TOP} fill={`url(#${hatch})`} className={css.fall} />
      <text
        className={css.depth}
        x={isRoomRight ? to + 8 : from - 8}
        y={Math.min(HEIGHT - BOTTOM - 6, bottom + 4)}
        textAnchor={isRoomRight ? "start" : "end"}
      >
        {depth}
      </text>
    </>
  );
}

export interface EquityChartProps {
  points: readonly EquityPoint[];
  /** As the server measured it, over every signal. */
  depth: string;
  /** One sentence. */
  label: string;
}

/** The sum of R over time, in ink; the deepest drawdown hatched. */
export function EquityChart({ points, depth, label }: EquityChartProps) {
  const t = useMessages(record);
  const hatch = useId();
  const [width, ref] = useWidth(320);
  const drawn = geometry(points, width);
  const fall = deepestDrawdown(points);
  const [peak, deepest] = [drawn.placed[fall?.from ?? -1], drawn.placed[fall?.to ?? -1]];
  const last = drawn.placed.at(-1);
  return (
    <div ref={ref}>
      <svg className={css.chart} height={HEIGHT} width={width} role="img" aria-label={label}>
        <defs>
          <Hatch id={hatch} />
        </defs>
        <Axes {...drawn} width={width} />
        <path className={css.curve} d={pathOf(thin(drawn.placed))} />
        {last && <circle className={css.dot} cx={last.x} cy={last.y} r={4.5} />}
        {peak && deepest && <Fall from={peak.x} to={deepest.x} bottom={deepest.y} depth={depth} hatch={hatch} width={width} />}
      </svg>
      {fall && (
        <div className={css.under} aria-hidden="true">
          <span className={css.key}>
            <svg width={16} height={10}>
              <rect width={16} height={10} fill={`url(#${hatch})`} />
            </svg>
            {t.deepest}
          </span>
        </div>
      )}
    </div>
  );
}
