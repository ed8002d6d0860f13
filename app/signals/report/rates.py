"""Pictures of rates: never a bare number, always the interval and the dashed line of chance."""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, TypeAlias

from app.schemas.track_record import CalibrationBin, PairRecord, Record, Results, YearRecord
from app.signals.record import wilson
from app.signals.report.drawing import colour, drawing
from app.signals.report.words import VERDICTS, count, percent, span

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

DASHES: Final = (0, (3, 2))

Side: TypeAlias = Literal["left", "center", "right"]


class Scale(NamedTuple):
    """The axis of rates that several pictures share."""

    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low

    def ticks(self, most: int = 5) -> list[float]:
        """Round rates within the scale."""
        from matplotlib.ticker import MaxNLocator

        steps = [1, 2, 2.5, 5, 10] if most > 3 else [1, 2, 5, 10]
        found = MaxNLocator(most, steps=steps).tick_values(self.low, self.high)
        return [float(tick) for tick in found if self.low <= tick <= self.high]


def scale_of(records: Sequence[Results]) -> Scale:
    """Wide enough for every interval, tail and chance line."""
    lows = [min(r.ci_low, r.baseline, r.cs_low if isinstance(r, Record) else 1.0) for r in records]
    highs = [max(r.ci_high, r.baseline) for r in records]
    low, high = min(lows, default=0.0), max(highs, default=1.0)
    spare = max(0.08 * (high - low), 0.01)
    return Scale(max(0.0, low - spare), min(1.0, high + spare))


def interval(key: str, record: Record, scale: Scale, *, name: str, labelled: bool = False) -> str:
    """Whiskers, dot, thin tail and chance line of a model; ``labelled`` writes rates below."""
    height = 46 if labelled else 26

    def paint(figure: "Figure") -> None:
        axes = _rate_axes(figure, (0.01, 1 - 24 / height, 0.98, 22 / height), scale)
        axes.plot(scale, (0, 0), color=colour("fill"), linewidth=3, clip_on=False)
        tone = colour(VERDICTS[record.verdict].colour)
        axes.plot((record.cs_low, record.ci_low), (0, 0), color=tone, linewidth=1.1)
        axes.vlines(record.cs_low, -0.3, 0.3, color=tone, linewidth=1.1)
        _across(axes, 0, record, tone=tone, half=1.0)
        if labelled:
            _rate_labels(axes, scale, chance=record.baseline)

    label = (
        f"{name}: hit rate {percent(record.hit_rate)}, 95% interval {span(record.ci_low, record.ci_high)}, "
        f"cautious bound {percent(record.cs_low)}, chance {percent(record.baseline)}: {VERDICTS[record.verdict].text}"
    )
    return drawing(key, label, height=height, paint=paint)


def rate_axis(key: str, scale: Scale) -> str:
    """The rates below a list of intervals."""

    def paint(figure: "Figure") -> None:
        axes = _rate_axes(figure, (0.01, 0.95, 0.98, 0.05), scale)
        _rate_labels(axes, scale, chance=None)

    return drawing(key, f"Axis from {percent(scale.low)} to {percent(scale.high)}", height=20, paint=paint)


def by_pair(key: str, rows: Sequence[PairRecord], *, name: str) -> str:
    """An interval a pair, on one axis."""
    height, scale = 26 * len(rows) + 24, scale_of(rows)

    def paint(figure: "Figure") -> None:
        axes = _rate_axes(figure, (0.37, 24 / height, 0.44, 1 - 24 / height), scale)
        axes.set_ylim(len(rows) - 0.5, -0.5)
        for place, row in enumerate(rows):
            axes.plot(scale, (place, place), color=colour("fill"), linewidth=3)
            _across(axes, place, row, tone=colour("ink"), half=0.36)
            y = 1 - (place + 0.5) * 26 / height
            figure.text(0, y, row.pair, va="center_baseline", weight="bold")
            figure.text(0.31, y, count(row.n), va="center_baseline", ha="right", color=colour("ink-2"))
            figure.text(1, y, percent(row.hit_rate), va="center_baseline", ha="right", weight="bold")
        for tick in scale.ticks(3):
            _below(axes, tick, _short(tick))
        figure.text(0.31, 10 / height, "n", ha="right", color=colour("ink-2"))
        figure.text(1, 10 / height, "hit rate", ha="right", color=colour("ink-2"))

    best = ", ".join(f"{row.pair} {percent(row.hit_rate)}" for row in rows)
    return drawing(key, f"{name}: hit rate by pair with 95% intervals and chance. {best}", height=height, paint=paint)


def by_year(key: str, rows: Sequence[YearRecord], *, name: str) -> str:
    """An interval a year, upright; chance is each year's own."""
    scale = scale_of(rows)

    def paint(figure: "Figure") -> None:
        axes = figure.add_axes((0.11, 0.12, 0.88, 0.86))
        _percent_axis(axes, scale, "y")
        for row in rows:
            axes.hlines(row.baseline, row.year - 0.4, row.year + 0.4, color=colour("ink-2"), linestyles=DASHES)
            _upright(axes, row.year, row.hit_rate, (row.ci_low, row.ci_high))
        first, last = rows[0].year, rows[-1].year
        axes.set_xlim(first - 0.7, last + 0.7)
        axes.set_xticks(range(first, last + 1, math.ceil((last - first + 1) / 7)))

    years = ", ".join(f"{row.year} {percent(row.hit_rate)}" for row in rows)
    return drawing(key, f"{name}: hit rate by year with 95% intervals and chance. {years}", height=220, paint=paint)


def calibration(key: str, bins: Sequence[CalibrationBin], *, name: str) -> str:
    """What the model promised against what it kept; the larger the dot, the more signals."""
    bounds = [wilson(round(found.hit_rate * found.n), found.n) for found in bins]
    edges = [found.p for found in bins] + [bound for pair in bounds for bound in pair]
    spare = max(0.08 * (max(edges) - min(edges)), 0.01)
    scale = Scale(max(0.0, min(edges) - spare), min(1.0, max(edges) + spare))
    most = max(found.n for found in bins)

    def paint(figure: "Figure") -> None:
        axes = figure.add_axes((0.11, 0.11, 0.88, 0.87))
        _percent_axis(axes, scale, "x")
        _percent_axis(axes, scale, "y")
        axes.plot(scale, scale, color=colour("ink-2"), linewidth=1.1, linestyle=DASHES)
        for found, bound in zip(bins, bounds, strict=True):
            _upright(axes, found.p, found.hit_rate, bound, size=3.5 + 4 * math.sqrt(found.n / most))

    said = ", ".join(f"{percent(found.p)} said, {percent(found.hit_rate)} came true" for found in bins)
    return drawing(key, f"{name}: calibration. {said}", height=260, paint=paint)


def _rate_axes(figure: "Figure", box: tuple[float, float, float, float], scale: Scale) -> "Axes":
    axes = figure.add_axes(box)
    axes.set_axis_off()
    axes.set_xlim(*scale)
    axes.set_ylim(-1, 1)
    return axes


def _rate_labels(axes: "Axes", scale: Scale, *, chance: float | None) -> None:
    """Round rates below, and chance, which comes first where they would touch."""
    side, near = _chance_side(scale, chance)
    for tick in scale.ticks():
        if chance is None or abs(tick - chance) >= near * scale.width:
            _below(axes, tick, _short(tick))
    if chance is not None:
        _below(axes, chance, f"{percent(chance)} chance", tone="ink", weight="bold", side=side)


def _chance_side(scale: Scale, chance: float | None) -> tuple[Side, float]:
    """Which way the label of chance runs from its line, and how much of the scale's width it needs."""
    place = 0.5 if chance is None else (chance - scale.low) / scale.width
    if 0.15 <= place <= 0.85:
        return "center", 0.21
    return ("left" if place < 0.5 else "right"), 0.35


def _below(
    axes: "Axes", rate: float, text: str, *, tone: str = "ink-2", weight: str = "normal", side: Side = "center"
) -> None:
    axes.annotate(
        text,
        (rate, 0),
        (0, -14),
        xycoords=axes.get_xaxis_transform(),
        textcoords="offset points",
        ha=side,
        color=colour(tone),
        weight=weight,
    )


def _across(axes: "Axes", y: float, row: Results, *, tone: str, half: float) -> None:
    axes.vlines(row.baseline, y - half, y + half, color=colour("ink-2"), linewidth=1.3, linestyles=DASHES)
    axes.plot((row.ci_low, row.ci_high), (y, y), color=tone, linewidth=2)
    axes.vlines((row.ci_low, row.ci_high), y - half * 0.5, y + half * 0.5, color=tone, linewidth=2)
    axes.plot(row.hit_rate, y, "o", markersize=8, color=tone, markeredgecolor=colour("card"), clip_on=False)


def _upright(axes: "Axes", x: float, rate: float, bound: tuple[float, float], *, size: float = 6.5) -> None:
    axes.plot((x, x), bound, "_-", color=colour("ink"), linewidth=1.5, markersize=6, markeredgewidth=1.5, clip_on=False)
    axes.plot(x, rate, "o", markersize=size, color=colour("ink"), markeredgecolor=colour("card"), clip_on=False)


def _percent_axis(axes: "Axes", scale: Scale, side: Literal["x", "y"]) -> None:
    ticks = scale.ticks()
    labels = [_short(tick) for tick in ticks]
    if side == "x":
        axes.set_xlim(*scale)
        axes.set_xticks(ticks, labels)
    else:
        axes.set_ylim(*scale)
        axes.set_yticks(ticks, labels)


def _short(rate: float) -> str:
    return f"{round(rate * 100, 1):g}%"
