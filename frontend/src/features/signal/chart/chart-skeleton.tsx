import css from "@/features/signal/chart/chart.module.css";
import { Skeleton } from "@/shared/ui/skeleton";

const HEIGHTS = [84, 60, 92, 120, 108, 140, 118, 96, 128, 152, 134, 160, 148, 176, 150, 168, 190, 172];

/** As high as the chart. */
export function ChartSkeleton() {
  return (
    <div className={css.skeleton} aria-hidden="true">
      {HEIGHTS.map((height, at) => (
        <Skeleton key={at} height={height} />
      ))}
    </div>
  );
}
