import { useEffect, useRef } from "react";
import { ChartView } from "@/features/signal/chart/chart-view";
import type { ChartModel } from "@/features/signal/chart/chart-model";
import { onRepaint } from "@/features/signal/chart/colours";
import css from "@/features/signal/chart/chart.module.css";

export interface PriceChartProps {
  model: ChartModel;
  /** Says in one sentence what is drawn. */
  label: string;
}

/** The drawing; whoever can't see it has the sentence, and the table beside it. */
export function PriceChart({ model, label }: PriceChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<ChartView | null>(null);
  const { isLine } = model;
  const first = useRef(model);
  useEffect(() => {
    if (place.current === null) return;
    const made = new ChartView(place.current, first.current, isLine);
    view.current = made;
    const forget = onRepaint(() => made.repaint());
    return () => {
      forget();
      made.remove();
      view.current = null;
    };
  }, [isLine]);
  useEffect(() => {
    first.current = model;
    view.current?.show(model);
  }, [model]);
  return <div ref={place} role="img" aria-label={label} className={css.canvas} />;
}
