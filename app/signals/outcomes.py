"""How a signal ends: a pure function of the signal and the candles after it.

The target won, the stop lost, both inside one candle lost; neither by the end of the horizon expired at that close. A
candle that opens beyond a level fills at its opening. ``resolve`` judges published signals; ``simulate`` judges every
candle of a history at once, by the same rules, for learning and for backtests.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import IntEnum
from typing import Final, Literal

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from app.models.signals import Direction
from app.signals.bars import Bars, Moments, Series

HORIZON: Final = 10
"""Candles that a signal runs."""

BARRIER: Final = 1.5
"""Distance of target and stop from the entry, in average true ranges."""


@dataclass(frozen=True, slots=True)
class Later:
    """A candle after the signal's own."""

    closed_at: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """What a signal promised. Target and stop lie on opposite sides of the entry."""

    direction: Direction
    entry: Decimal
    take_profit: Decimal
    stop_loss: Decimal
    expires_at: datetime

    @property
    def sign(self) -> int:
        return 1 if self.direction is Direction.BUY else -1

    def mirrored(self) -> "Plan":
        """The opposite direction with the same levels and horizon."""
        other = Direction.SELL if self.direction is Direction.BUY else Direction.BUY
        return Plan(other, self.entry, self.stop_loss, self.take_profit, self.expires_at)

    def in_r(self, exit_price: Decimal) -> float:
        """The result in R: multiples of what was at risk between entry and stop."""
        return float((exit_price - self.entry) * self.sign / abs(self.entry - self.stop_loss))


@dataclass(frozen=True, slots=True)
class Outcome:
    """``resolved_at`` is the close of the candle that decided."""

    status: Literal["won", "lost", "expired"]
    exit_price: Decimal
    resolved_at: datetime


def resolve(plan: Plan, candles: Iterable[Later]) -> Outcome | None:
    """Judge a signal by the candles after its own, oldest first; None while nothing is decided.

    Where the source left out every candle up to the end of the horizon, the first opening after it is the exit.
    """
    last: Later | None = None
    for candle in candles:
        if candle.closed_at > plan.expires_at:
            return _expired(plan, last, candle)
        if (decided := _touch(plan, candle)) is not None:
            return decided
        last = candle
        if candle.closed_at == plan.expires_at:
            return _expired(plan, last, candle)
    return None


def _expired(plan: Plan, last: Later | None, following: Later) -> Outcome:
    if last is None:
        return Outcome("expired", following.open, plan.expires_at)
    return Outcome("expired", last.close, last.closed_at)


def _touch(plan: Plan, candle: Later) -> Outcome | None:
    sign = plan.sign
    if (candle.open - plan.take_profit) * sign >= 0:
        return Outcome("won", candle.open, candle.closed_at)
    if (candle.open - plan.stop_loss) * sign <= 0:
        return Outcome("lost", candle.open, candle.closed_at)
    best, worst = (candle.high, candle.low) if sign > 0 else (candle.low, candle.high)
    if (worst - plan.stop_loss) * sign <= 0:
        return Outcome("lost", plan.stop_loss, candle.closed_at)
    if (best - plan.take_profit) * sign >= 0:
        return Outcome("won", plan.take_profit, candle.closed_at)
    return None


class Verdict(IntEnum):
    """What became of a simulated entry."""

    UNKNOWN = -2
    EXPIRED = -1
    LOST = 0
    WON = 1


@dataclass(frozen=True, slots=True)
class Simulated:
    """Entries at the close of every candle of a history, in one direction; one row a candle.

    ``verdict`` holds ``Verdict`` values, ``r`` the result in R, ``closed`` when it was decided (NaT while unknown).
    """

    verdict: NDArray[np.int8]
    r: Series
    closed: Moments


def simulate(bars: Bars, distance: Series, direction: Literal[1, -1]) -> Simulated:
    """Judge an entry at every close, with target and stop ``distance`` (units of price, one a candle) away."""
    count, known = len(bars), max(0, len(bars) - HORIZON)
    verdict = np.full(count, Verdict.UNKNOWN, dtype=np.int8)
    result, closed = np.full(count, np.nan), np.full(count, np.datetime64("NaT"), dtype="datetime64[us]")
    if known == 0:
        return Simulated(verdict, result, closed)
    d, entry = distance[:known, None], bars.closes[:known, None]
    opens, highs, lows, closes = (
        (_after(column, known) - entry) * direction / d for column in (bars.opens, bars.highs, bars.lows, bars.closes)
    )
    best, worst = (highs, lows) if direction > 0 else (lows, highs)
    touched = (best >= 1) | (worst <= -1)
    first = np.where(touched.any(axis=1), touched.argmax(axis=1), HORIZON - 1)
    rows = np.arange(known)
    o, b, w, c = (column[rows, first] for column in (opens, best, worst, closes))
    won, lost = (o >= 1) | ((b >= 1) & (w > -1)), (w <= -1) & (o < 1)
    usable = ~np.isnan(distance[:known])
    verdict[:known] = np.where(usable, np.select([won, lost], [Verdict.WON, Verdict.LOST], Verdict.EXPIRED), -2)
    gap = np.abs(o) >= 1
    result[:known] = np.select([gap, won, lost], [o, 1.0, -1.0], c)
    closed[:known] = np.where(usable, bars.closed[rows + 1 + first], np.datetime64("NaT"))
    return Simulated(verdict, result, closed)


def _after(column: Series, known: int) -> Series:
    """The ``HORIZON`` values after each of the first ``known`` ones."""
    return sliding_window_view(column, HORIZON + 1)[:known, 1:]
