"""Pictures of running sums of R."""

from typing import TYPE_CHECKING, Final

import numpy as np

from app.signals.bars import Moments, Series
from app.signals.record import ClosedSignals
from app.signals.report.chance import CoinRuns, Rival, Rows, with_extremes
from app.signals.report.drawing import POINTS, colour, drawing
from app.signals.report.words import day, in_r

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LEFT: Final = 0.01
WIDE: Final = 0.8
"""Where curves begin, and how wide they are, of a picture's width; labels stand at the right."""


def equity(key: str, closed: ClosedSignals, *, name: str) -> str:
    """The running sum of R, its deepest fall hatched, and below it how far it stood under its peak."""
    at, total = _from_nothing(closed)
    fall = total - np.maximum.accumulate(total)
    trough = int(fall.argmin())
    peak = int(total[: trough + 1].argmax())

    def paint(figure: "Figure") -> None:
        above = figure.add_axes((LEFT, 0.37, WIDE, 0.61))
        below = figure.add_axes((LEFT, 0.09, WIDE, 0.22), sharex=above)
        if trough > peak:
            above.axvspan(
                at[peak], at[trough], facecolor="none", edgecolor=colour("lost"), hatch="///", linewidth=0, alpha=0.4
            )
        kept = with_extremes(total, POINTS)
        above.axhline(0, color=colour("ink-2"), linewidth=1)
        above.plot(at[kept], total[kept], color=colour("ink"))
        above.plot(at[-1:], total[-1:], "o", color=colour("ink"), markersize=5, clip_on=False)
        kept = with_extremes(fall, POINTS // 2)
        below.fill_between(at[kept], fall[kept], color=colour("lost"), linewidth=0)
        _finish(above, at, dated=False)
        _finish(below, at, dated=True)

    label = (
        f"{name}: the sum of R from {day(at[0])} to {day(at[-1])} ends at {in_r(total[-1], 0)}; "
        f"the deepest fall, {in_r(fall[trough], 0)}, lasted from {day(at[peak])} to {day(at[trough])}"
    )
    return drawing(key, label, height=270, paint=paint)


def against_chance(key: str, closed: ClosedSignals, others: list[Rival], runs: CoinRuns, rows: Rows, name: str) -> str:
    """The model's sum of R, that of always buying, and the band of the coins."""
    model, _, expected, long = others

    def paint(figure: "Figure") -> None:
        axes = figure.add_axes((LEFT, 0.09, WIDE, 0.89))
        at = closed.resolved_at[rows]
        axes.fill_between(at, runs.low, runs.high, color=colour("line"), linewidth=0)
        axes.axhline(0, color=colour("ink-2"), linewidth=1)
        axes.plot(at, expected.total[rows], color=colour("ink-2"), linewidth=1.3, linestyle=(0, (3, 2)))
        axes.plot(at, long.total[rows], color=colour("buy"), linewidth=1.3)
        axes.plot(at, model.total[rows], color=colour("ink"))
        axes.plot(at[-1:], model.total[-1:], "o", color=colour("ink"), markersize=5, clip_on=False)
        _finish(axes, closed.resolved_at, dated=True)

    ends = [f"{rival.name.lower()} {in_r(rival.total[-1], 0)}" for rival in (model, long, expected)]
    label = (
        f"{name}: the sum of R at the end: {', '.join(ends)}; "
        f"nine in ten coins between {in_r(runs.low[-1], 0)} and {in_r(runs.high[-1], 0)}"
    )
    return drawing(key, label, height=270, paint=paint)


def _from_nothing(closed: ClosedSignals) -> tuple[Moments, Series]:
    """When, and the running sum of R; it starts at 0."""
    return np.concatenate([closed.resolved_at[:1], closed.resolved_at]), np.concatenate([[0.0], np.cumsum(closed.r)])


def _finish(axes: "Axes", at: Moments, *, dated: bool) -> None:
    """Labels: R at the right, dates below."""
    from matplotlib.dates import AutoDateLocator, DateFormatter
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    axes.margins(x=0.03)
    axes.yaxis.tick_right()
    axes.yaxis.set_major_locator(MaxNLocator(5 if axes.get_position().height > 0.4 else 2, steps=[1, 2, 2.5, 5, 10]))
    step = float(np.diff(axes.get_yticks()[:2])[0])
    digits = next((digits for digits in range(3) if round(step, digits) == round(step, 6)), 3)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: in_r(value, digits)))
    if at[0] == at[-1]:
        axes.set_xlim(at[0] - np.timedelta64(1, "D"), at[0] + np.timedelta64(1, "D"))
    years = (at[-1] - at[0]).astype("timedelta64[D]").astype(int) / 365
    axes.xaxis.set_major_locator(AutoDateLocator(minticks=2, maxticks=5))  # type: ignore[no-untyped-call]
    dates = "%Y" if years > 4 else "%b %Y" if years > 0.4 else "%d %b"
    axes.xaxis.set_major_formatter(DateFormatter(dates))  # type: ignore[no-untyped-call]
    axes.tick_params(axis="x", labelbottom=dated)
