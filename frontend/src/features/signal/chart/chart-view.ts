/** The chart library behind the few words that a signal needs. */

import {
  CandlestickSeries,
  ColorType,
  createChart,
  CrosshairMode,
  type DeepPartial,
  type IChartApi,
  type ISeriesApi,
  LineSeries,
  type TimeChartOptions,
  type UTCTimestamp,
} from "lightweight-charts";
import type { ChartModel } from "@/features/signal/chart/chart-model";
import { type ChartColours, chartColours } from "@/features/signal/chart/colours";
import { PlanDrawing } from "@/features/signal/chart/plan-drawing";
import { formatDay, formatDayTime, formatTime } from "@/shared/format/time";

type Series = ISeriesApi<"Candlestick"> | ISeriesApi<"Line">;

/** Marks on the time axis that stand for a time of day, in the library's numbering; those before stand for dates. */
const FIRST_TIME_MARK = 3;

function layout(colours: ChartColours): DeepPartial<TimeChartOptions> {
  const hair = { color: colours.ink2, labelBackgroundColor: colours.ink2 };
  return {
    layout: {
      background: { type: ColorType.Solid, color: colours.card },
      textColor: colours.ink2,
      fontFamily: colours.font,
      fontSize: 12,
      attributionLogo: false,
    },
    grid: { vertLines: { visible: false }, horzLines: { color: colours.line } },
    crosshair: { mode: CrosshairMode.Magnet, vertLine: hair, horzLine: hair },
  };
}

/** What does not change with the colours. The page scrolls over the chart; a finger moves it sideways only. */
const FIXED: DeepPartial<TimeChartOptions> = {
  autoSize: true,
  rightPriceScale: { borderVisible: false, scaleMargins: { top: 0.1, bottom: 0.1 }, entireTextOnly: true },
  timeScale: {
    borderVisible: false,
    minBarSpacing: 2,
    timeVisible: true,
    secondsVisible: false,
    tickMarkFormatter: (time: unknown, type: number) =>
      (type >= FIRST_TIME_MARK ? formatTime : formatDay)(Number(time) * 1000).replace("\u00a0", " "),
  },
  localization: { timeFormatter: (time: unknown) => formatDayTime(Number(time) * 1000) },
  handleScroll: { vertTouchDrag: false, mouseWheel: false },
  handleScale: { mouseWheel: false, axisPressedMouseMove: false },
};

const quiet = { priceLineVisible: false, lastValueVisible: false } as const;

export class ChartView {
  readonly #chart: IChartApi;
  readonly #series: Series;
  readonly #plan: PlanDrawing;
  #model: ChartModel;

  constructor(place: HTMLElement, model: ChartModel, isLine: boolean) {
    this.#model = model;
    const colours = chartColours();
    this.#chart = createChart(place, { ...FIXED, ...layout(colours) });
    this.#series = isLine ? this.#chart.addSeries(LineSeries, quiet) : this.#chart.addSeries(CandlestickSeries, quiet);
    this.#plan = new PlanDrawing(model, colours);
    this.#series.attachPrimitive(this.#plan);
    this.show(model);
    this.#paint(colours);
    this.#chart.timeScale().setVisibleLogicalRange(model.shown);
  }

  /** Newer candles, or another outcome; where one has moved the chart to, it stays. */
  show(model: ChartModel): void {
    this.#model = model;
    const { precision, bars, isLine } = model;
    this.#series.applyOptions({ priceFormat: { type: "price", precision, minMove: 10 ** -precision } });
    const timed = bars.map((bar) => ({ ...bar, time: bar.time as UTCTimestamp }));
    if (isLine) (this.#series as ISeriesApi<"Line">).setData(timed.map(({ time, close }) => ({ time, value: close })));
    else (this.#series as ISeriesApi<"Candlestick">).setData(timed);
    this.#plan.change(model, chartColours());
  }

  repaint(): void {
    const colours = chartColours();
    this.#chart.applyOptions(layout(colours));
    this.#paint(colours);
    this.#plan.change(this.#model, colours);
  }

  remove(): void {
    this.#chart.remove();
  }

  #paint({ price, card, ink2 }: ChartColours): void {
    if (this.#model.isLine) {
      (this.#series as ISeriesApi<"Line">).applyOptions({
        color: price,
        lineWidth: 2,
        pointMarkersVisible: true,
        pointMarkersRadius: 2.5,
        crosshairMarkerBackgroundColor: ink2,
      });
      return;
    }
    (this.#series as ISeriesApi<"Candlestick">).applyOptions({
      upColor: card,
      downColor: price,
      borderUpColor: price,
      borderDownColor: price,
      wickUpColor: price,
      wickDownColor: price,
    });
  }
}
