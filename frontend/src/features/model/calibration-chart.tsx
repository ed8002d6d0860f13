import { scaleLinear } from "d3-scale";
import { axesOf, type CalibrationDot, diagonal, dotRadius } from "@/features/model/calibration";
import css from "@/features/model/chart.module.css";
import { record } from "@/features/model/record-messages";
import { useWidth } from "@/features/model/use-width";
import { percent } from "@/shared/format/numbers";
import { useMessages } from "@/shared/i18n/language";

const HEIGHT = 196;
const TOP = 8;
const BOTTOM = 26;
const LEFT = 40;
const CAP = 4;

interface DotProps {
  dot: CalibrationDot;
  x: number;
  y: (share: number) => number;
  radius: number;
}

function Dot({ dot, x, y, radius }: DotProps) {
  const [low, high] = [y(dot.low), y(dot.high)];
  return (
    <g>
      <path className={css.whisker} d={`M${x} ${low}V${high}M${x - CAP} ${low}h${2 * CAP}M${x - CAP} ${high}h${2 * CAP}`} />
      <circle className={css.dot} cx={x} cy={y(dot.hit_rate)} r={radius} />
    </g>
  );
}

export interface CalibrationChartProps {
  dots: readonly CalibrationDot[];
  label: string;
}

/** What came true over what was said: dots as large as they have signals, with 95 % whiskers, and the line of perfect honesty. */
export function CalibrationChart({ dots, label }: CalibrationChartProps) {
  const t = useMessages(record);
  const [width, ref] = useWidth(320);
  const axes = axesOf(dots);
  const [from, to] = diagonal(axes);
  const x = scaleLinear(axes.said, [LEFT + 12, width - 12]);
  const y = scaleLinear(axes.came, [HEIGHT - BOTTOM, TOP]);
  const most = Math.max(...dots.map(({ n }) => n));
  return (
    <div ref={ref}>
      <svg className={css.chart} height={HEIGHT} width={width} role="img" aria-label={label}>
        {y.ticks(4).map((tick) => (
          <g key={tick}>
            <line className={css.grid} x1={LEFT} x2={width} y1={y(tick)} y2={y(tick)} />
            <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
              {percent(tick)}
            </text>
          </g>
        ))}
        {x.ticks(4).map((tick) => (
          <text key={tick} x={x(tick)} y={HEIGHT - 4} textAnchor="middle">
            {percent(tick)}
          </text>
        ))}
        <line className={css.diagonal} x1={x(from)} y1={y(from)} x2={x(to)} y2={y(to)} />
        {dots.map((dot, at) => (
          <Dot key={at} dot={dot} x={x(dot.p)} y={y} radius={dotRadius(dot.n, most)} />
        ))}
      </svg>
      <div className={css.under} aria-hidden="true">
        <span>↑ {t.cameTrue}</span>
        <span>{t.saidAxis} →</span>
      </div>
    </div>
  );
}
