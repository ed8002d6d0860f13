"""What the same candles would have given to others: to a coin, and to somebody who always buys."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.signals.bars import Series
from app.signals.record import ClosedSignals

RUNS: Final = 200
SEED: Final = 20_260_101

BAND: Final = (0.05, 0.95)
"""Quantiles of the runs between which the band lies: nine in ten."""

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rival:
    """A way of choosing directions, on the candles of a model's signals. ``total``: the running sum of R."""

    name: str
    hit_rate: float
    mean_r: float
    total: Series


@dataclass(frozen=True, slots=True)
class CoinRuns:
    """Running sums of R of ``RUNS`` coins: the band they keep to at some rows, and where each ended."""

    low: Series
    high: Series
    ends: Series


def rivals(closed: ClosedSignals) -> list[Rival]:
    """The model itself, then its opposite, a fair coin (expected, not simulated), and always long."""
    buys = closed.direction > 0
    won, mirror_won = closed.won.astype(np.float64), closed.mirror_won.astype(np.float64)
    return [
        _rival("The model", won, closed.r),
        _rival("The opposite of each signal", mirror_won, closed.mirror_r),
        _rival("Random entry, on average", (won + mirror_won) / 2, (closed.r + closed.mirror_r) / 2),
        _rival("Always long", np.where(buys, won, mirror_won), np.where(buys, closed.r, closed.mirror_r)),
    ]


def coin_runs(closed: ClosedSignals, rows: Rows) -> CoinRuns:
    """In each run a coin decides, fortnight by fortnight, whether the model's directions stand or are turned round.

    Not signal by signal: signals that run at the same time win and lose together, and a coin for each would make the
    band too narrow. Fixed seed.
    """
    days = closed.resolved_at.astype("datetime64[D]").astype(np.int64)
    fortnights, places = np.unique(days // 14, return_inverse=True)
    generator = np.random.default_rng(SEED)
    paths, ends = np.empty((RUNS, len(rows))), np.empty(RUNS)
    for run in range(RUNS):
        stands = generator.integers(0, 2, len(fortnights)).astype(np.bool_)[places]
        total = np.cumsum(np.where(stands, closed.r, closed.mirror_r))
        paths[run], ends[run] = total[rows], total[-1]
    low, high = np.quantile(paths, BAND, axis=0)
    return CoinRuns(low, high, ends)


def evenly(count: int, most: int) -> Rows:
    """At most ``most`` of ``count`` rows, evenly; the first and the last stay."""
    return np.linspace(0, count - 1, min(count, most)).round().astype(np.int64)


def with_extremes(values: Series, most: int) -> Rows:
    """At most ``most`` rows (at least 4) that keep the first, the last, and the peaks and troughs in between."""
    if len(values) <= most:
        return np.arange(len(values))
    edges = np.linspace(0, len(values), (most - 2) // 2 + 1).astype(np.int64)
    parts = [(start, values[start:end]) for start, end in pairwise(edges)]
    kept = [start + find for start, part in parts for find in (part.argmin(), part.argmax())]
    return np.unique(np.array([0, *kept, len(values) - 1]))


def _rival(name: str, won: Series, r: Series) -> Rival:
    return Rival(name, float(won.mean()), float(r.mean()), np.cumsum(r))
