"""What the models look at. Defined once for training and serving; a feature at candle t uses candles up to t."""

import hashlib
import inspect
import sys
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Series: TypeAlias = NDArray[np.float64]

WARM_UP: Final = 121
"""Candles before the first row of features."""

HORIZON: Final = 5
"""Candles that a signal runs."""

BARRIER: Final = 1.0
"""Distance of target and stop, in standard deviations of the return over the horizon."""


def _trailing(values: Series, window: int, reduce: Callable[..., Series]) -> Series:
    """Reduce each trailing window; NaN until it is full."""
    out = np.full(values.shape, np.nan)
    out[window - 1 :] = reduce(sliding_window_view(values, window), axis=-1)
    return out


def _returns(closes: Series, step: int = 1) -> Series:
    """Log returns over ``step`` candles."""
    out = np.full(closes.shape, np.nan)
    out[step:] = np.log(closes[step:] / closes[:-step])
    return out


def volatility(closes: Series, window: int = 20) -> Series:
    """Standard deviation of one-candle log returns over the trailing window; never zero."""
    spread: Series = np.maximum(_trailing(_returns(closes), window, np.std), 1e-6)
    return spread


def _momentum(closes: Series, step: int) -> Series:
    scaled: Series = _returns(closes, step) / (volatility(closes, 60) * np.sqrt(step))
    return scaled


def _distance(closes: Series, window: int) -> Series:
    mean = _trailing(closes, window, np.mean)
    scaled: Series = np.log(closes / mean) / (volatility(closes, 60) * np.sqrt(window))
    return scaled


def _strength(closes: Series, window: int = 14) -> Series:
    """Relative strength (Cutler's form: plain means) scaled to -1..1."""
    moves = _returns(closes)
    up = _trailing(np.maximum(moves, 0), window, np.sum)
    down = _trailing(np.maximum(-moves, 0), window, np.sum)
    return (up - down) / np.maximum(up + down, 1e-12)


def _place(closes: Series, window: int) -> Series:
    low, high = _trailing(closes, window, np.min), _trailing(closes, window, np.max)
    return 2 * (closes - low) / np.maximum(high - low, 1e-12) - 1


FEATURES: Final[dict[str, Callable[[Series], Series]]] = {
    "momentum_1": lambda c: _momentum(c, 1),
    "momentum_5": lambda c: _momentum(c, 5),
    "momentum_20": lambda c: _momentum(c, 20),
    "momentum_60": lambda c: _momentum(c, 60),
    "momentum_120": lambda c: _momentum(c, 120),
    "distance_20": lambda c: _distance(c, 20),
    "distance_60": lambda c: _distance(c, 60),
    "strength_14": _strength,
    "place_20": lambda c: _place(c, 20),
    "place_120": lambda c: _place(c, 120),
    "volatility_ratio": lambda c: np.log(volatility(c, 10) / volatility(c, 60)),
    "trend_cross": lambda c: _distance(c, 10) - _distance(c, 50),
}


def feature_matrix(closes: Series) -> NDArray[np.float32]:
    """Features of every candle: shape (len(closes), len(FEATURES)), NaN in the first ``WARM_UP`` rows."""
    columns = [compute(closes) for compute in FEATURES.values()]
    return np.clip(np.column_stack(columns), -10, 10).astype(np.float32)


def feature_hash() -> str:
    """SHA-256 of the features' definition; it changes when their source does."""
    return hashlib.sha256(inspect.getsource(sys.modules[__name__]).encode()).hexdigest()


def first_touch(closes: Series) -> NDArray[np.int8]:
    """The label of every candle: 1 where the upper barrier comes first, 0 where the lower one does; -1 = not known yet.

    Where neither is touched within the horizon, the side on which it ends decides.
    """
    distance = volatility(closes) * np.sqrt(HORIZON) * BARRIER
    labels = np.full(closes.shape, -1, dtype=np.int8)
    known = len(closes) - HORIZON
    if known <= 0:
        return labels
    paths = np.log(sliding_window_view(closes, HORIZON + 1)[:, 1:] / closes[:known, None])
    up, down = paths >= distance[:known, None], paths <= -distance[:known, None]
    first_up = np.where(up.any(axis=1), up.argmax(axis=1), HORIZON)
    first_down = np.where(down.any(axis=1), down.argmax(axis=1), HORIZON)
    decided = np.where(first_up == first_down, paths[:, -1] > 0, first_up < first_down)
    labels[:known] = np.where(np.isnan(distance[:known]), -1, decided)
    return labels
