"""Rows to learn from: the features of every candle, and how a signal at its close would have ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.signals.bars import Bars, Moments, Series
from app.signals.features import feature_matrix, true_range
from app.signals.outcomes import BARRIER, HORIZON, Simulated, Verdict, simulate

Rows = NDArray[np.int64]

EMBARGO: Final = 5
"""Candles left out after the end of what was learnt from, beside the ``HORIZON`` that labels look ahead."""


@dataclass(frozen=True, slots=True)
class Side:
    """One direction's outcomes, a row a candle: see ``outcomes.Simulated``."""

    won: NDArray[np.bool_]
    expired: NDArray[np.bool_]
    r: Series
    closed: Moments


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rows of all pairs in order of time; those whose outcome is not known yet are left out.

    ``time`` counts the distinct closes, so that rows can be kept apart by candles. ``pairs`` indexes ``symbols``.
    """

    features: NDArray[np.float32]
    time: Rows
    pairs: NDArray[np.int16]
    symbols: tuple[str, ...]
    buy: Side
    sell: Side

    def __len__(self) -> int:
        return len(self.time)

    @property
    def span(self) -> int:
        return int(self.time[-1]) + 1 if len(self) else 0

    def between(self, start: int, end: int) -> Rows:
        """Rows whose candle is in [start, end)."""
        return np.flatnonzero((self.time >= start) & (self.time < end))

    def medians(self, rows: Rows) -> list[float]:
        return [float(value) for value in np.median(self.features[rows], axis=0)]


def build_dataset(history: Sequence[Bars]) -> Dataset:
    """Pool the candles of several pairs."""
    closes = np.unique(np.concatenate([bars.closed for bars in history]))
    blocks = [_block(bars, np.searchsorted(closes, bars.closed), place) for place, bars in enumerate(history)]
    features, time, pairs = (np.concatenate([block[i] for block in blocks]) for i in range(3))
    order = np.argsort(time, kind="stable")
    buy, sell = _side([block[3] for block in blocks], order), _side([block[4] for block in blocks], order)
    symbols = tuple(bars.pair for bars in history)
    return Dataset(features[order], time[order], pairs[order], symbols, buy, sell)


Block = tuple[NDArray[np.float32], Rows, NDArray[np.int16], Simulated, Simulated]


def _block(bars: Bars, time: Rows, place: int) -> Block:
    features, distance = feature_matrix(bars), true_range(bars) * BARRIER
    buy, sell = simulate(bars, distance, 1), simulate(bars, distance, -1)
    usable = np.flatnonzero(~np.isnan(features).any(axis=1) & (buy.verdict != Verdict.UNKNOWN))
    pairs = np.full(len(usable), place, dtype=np.int16)
    return features[usable], time[usable], pairs, _take(buy, usable), _take(sell, usable)


def _take(simulated: Simulated, rows: Rows) -> Simulated:
    return Simulated(simulated.verdict[rows], simulated.r[rows], simulated.closed[rows])


def _side(parts: Sequence[Simulated], order: Rows) -> Side:
    verdict = np.concatenate([part.verdict for part in parts])[order]
    return Side(
        won=verdict == Verdict.WON,
        expired=verdict == Verdict.EXPIRED,
        r=np.concatenate([part.r for part in parts])[order],
        closed=np.concatenate([part.closed for part in parts])[order],
    )


@dataclass(frozen=True, slots=True)
class Walk:
    """One step of a walk-forward: what is learnt from, what the probabilities are fitted on, what is judged."""

    learnt: Rows
    validation: Rows
    judged: Rows


VALIDATION_SHARE: Final = 0.15
FIRST_SHARE: Final = 0.4
STEPS: Final = 6


def walk_forward(dataset: Dataset) -> list[Walk]:
    """Steps through the last part of the history, each judged by a model that knew only what came before.

    Purged: no label of what was learnt from reaches into the validation, none of both into what is judged, which in
    addition starts ``EMBARGO`` candles later (Lopez de Prado, Advances in Financial Machine Learning, 2018, ch. 7).
    """
    edges = np.linspace(FIRST_SHARE, 1, STEPS + 1) * dataset.span
    steps = zip(edges[:-1].astype(int), edges[1:].astype(int), strict=True)
    return [Walk(*past(dataset, start), dataset.between(start + EMBARGO, end)) for start, end in steps]


def past(dataset: Dataset, end: int) -> tuple[Rows, Rows]:
    """What a model that is to speak from candle ``end`` on learns from, and what it is calibrated on."""
    border = int(end * (1 - VALIDATION_SHARE))
    return dataset.between(0, border - HORIZON), dataset.between(border, end - HORIZON)


def purged_folds(time: Rows, count: int = 3) -> list[tuple[Rows, Rows]]:
    """Contiguous folds in time; rows within ``HORIZON`` candles of a fold are left out of its training."""
    edges = np.quantile(time, np.linspace(0, 1, count + 1))
    folds = []
    for number in range(count):
        low, high = edges[number], edges[number + 1]
        inside = (time >= low) & ((time < high) if number < count - 1 else (time <= high))
        near = (time >= low - HORIZON) & (time <= high + HORIZON)
        folds.append((np.flatnonzero(~near), np.flatnonzero(inside)))
    return folds
