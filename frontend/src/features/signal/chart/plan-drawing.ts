/** A signal's plan on the chart: target zone tinted, stop zone hatched, its prices as lines with labels, where it stands. */

import type {
  AutoscaleInfo,
  IChartApi,
  IPrimitivePaneRenderer,
  IPrimitivePaneView,
  ISeriesApi,
  ISeriesPrimitive,
  ISeriesPrimitiveAxisView,
  Logical,
  SeriesAttachedParameter,
  SeriesType,
} from "lightweight-charts";
import type { ChartModel } from "@/features/signal/chart/chart-model";
import type { ChartColours } from "@/features/signal/chart/colours";
import { type Places, drawPlan } from "@/features/signal/chart/plan-painter";

type Target = Parameters<IPrimitivePaneRenderer["draw"]>[0];

interface Label {
  price: number;
  text: string;
  back: string;
  letters: string;
}

export class PlanDrawing implements ISeriesPrimitive {
  #chart: IChartApi | null = null;
  #series: ISeriesApi<SeriesType> | null = null;
  #redraw: (() => void) | null = null;
  #labels: readonly ISeriesPrimitiveAxisView[] = [];
  readonly #panes: readonly IPrimitivePaneView[] = [
    { zOrder: () => "bottom", renderer: () => this.#renderer("zones") },
    { zOrder: () => "top", renderer: () => this.#renderer("marks") },
  ];

  constructor(
    private model: ChartModel,
    private colours: ChartColours,
  ) {}

  change(model: ChartModel, colours: ChartColours): void {
    this.model = model;
    this.colours = colours;
    this.#labels = this.#labelled();
    this.#redraw?.();
  }

  attached({ chart, series, requestUpdate }: SeriesAttachedParameter): void {
    this.#chart = chart;
    this.#series = series;
    this.#redraw = requestUpdate;
    this.#labels = this.#labelled();
  }

  detached(): void {
    this.#chart = this.#series = this.#redraw = null;
  }

  paneViews(): readonly IPrimitivePaneView[] {
    return this.#panes;
  }

  priceAxisViews(): readonly ISeriesPrimitiveAxisView[] {
    return this.#labels;
  }

  /** Stop and target are always in sight, however far the candles stay away from them. */
  autoscaleInfo(): AutoscaleInfo {
    const { stop, target, entry } = this.model;
    return { priceRange: { minValue: Math.min(stop, target, entry), maxValue: Math.max(stop, target, entry) } };
  }

  #labelled(): ISeriesPrimitiveAxisView[] {
    const { entry, stop, target, at, start, status, precision } = this.model;
    const { won, lost, ink, card, accent } = this.colours;
    const label = (price: number, back: string, letters = card): Label => ({ price, text: price.toFixed(precision), back, letters });
    const labels = [label(target, won), label(stop, lost), label(entry, ink)];
    if (status === "open" && at.place > start) labels.push(label(at.price, accent));
    return labels.map((one) => ({
      coordinate: () => this.#series?.priceToCoordinate(one.price) ?? -1,
      text: () => one.text,
      textColor: () => one.letters,
      backColor: () => one.back,
      tickVisible: () => false,
    }));
  }

  #places(width: number): Places | null {
    const [scale, series] = [this.#chart?.timeScale(), this.#series];
    if (scale === undefined || series === null) return null;
    const x = (place: number) => scale.logicalToCoordinate(place as Logical);
    const y = (price: number) => series.priceToCoordinate(price);
    const { start, end, at, entry, stop, target, bars, direction } = this.model;
    const made = bars[start];
    const mark = made === undefined ? null : y(direction === "BUY" ? made.low : made.high);
    const found = [x(start), x(end), x(at.place), y(at.price), y(entry), y(stop), y(target), mark];
    if (found.some((one) => one === null)) return null;
    const [startX = 0, endX = 0, atX = 0, atY = 0, entryY = 0, stopY = 0, targetY = 0, markY = 0] = found as number[];
    return { startX, endX, atX, atY, entryY, stopY, targetY, markY, width };
  }

  #renderer(layer: "zones" | "marks"): IPrimitivePaneRenderer {
    return {
      draw: (target: Target) => {
        target.useMediaCoordinateSpace(({ context, mediaSize }) => {
          const places = this.#places(mediaSize.width);
          if (places !== null) drawPlan(context, layer, places, this.model, this.colours);
        });
      },
    };
  }
}
