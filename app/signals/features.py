"""What the models look at, by TA-Lib, defined once for training and serving. A feature at candle t uses candles <= t.

Every feature is free of the price's scale: distances are measured in average true ranges. Where a source has closes
only (open = high = low = close), the true range is the distance between closes.
"""

import hashlib
import inspect
import sys
from collections.abc import Callable
from importlib.metadata import version
from typing import Final

import numpy as np
import talib
from numpy.typing import NDArray

from app.signals.bars import Bars, Series

WARM_UP: Final = 130
"""Candles before the first row of features."""

HISTORY: Final = WARM_UP + 510
"""Candles that a prediction looks at. Averages that never forget (Wilder's, exponential) agree with any longer history
to within a float's precision by then."""

RANGE: Final = 14
"""Candles of the average true range in which distances are measured."""


def true_range(bars: Bars) -> Series:
    """Average true range (Wilder, 1978) in units of price; NaN in the first ``RANGE`` rows, never zero."""
    found: Series = talib.ATR(bars.highs, bars.lows, bars.closes, RANGE)
    return np.maximum(found, bars.closes * 1e-6)


def _move(bars: Bars, step: int) -> Series:
    moved: Series = talib.MOM(bars.closes, step) / (true_range(bars) * np.sqrt(step))
    return moved


def _from_mean(bars: Bars, window: int) -> Series:
    away: Series = (bars.closes - talib.SMA(bars.closes, window)) / (true_range(bars) * np.sqrt(window))
    return away


def _slope(bars: Bars, window: int) -> Series:
    slope: Series = talib.LINEARREG_SLOPE(bars.closes, window) / true_range(bars) * np.sqrt(window)
    return slope


def _place(bars: Bars, window: int) -> Series:
    """Where the close lies between the lowest and the highest price: -1..1."""
    low, high = talib.MIN(bars.lows, window), talib.MAX(bars.highs, window)
    place: Series = 2 * (bars.closes - low) / np.maximum(high - low, bars.closes * 1e-9) - 1
    return place


def _histogram(bars: Bars) -> Series:
    histogram: Series = talib.MACD(bars.closes, 12, 26, 9)[2] / true_range(bars)
    return histogram


def _strength(bars: Bars) -> Series:
    strength: Series = talib.RSI(bars.closes, 14) / 50 - 1
    return strength


def _trend(bars: Bars) -> Series:
    trend: Series = talib.ADX(bars.highs, bars.lows, bars.closes, 14) / 50 - 1
    return trend


def _aroon(bars: Bars) -> Series:
    aroon: Series = talib.AROONOSC(bars.highs, bars.lows, 25) / 100
    return aroon


def _unrest(bars: Bars) -> Series:
    """The newest ranges against the usual ones."""
    ranges = talib.TRANGE(bars.highs, bars.lows, bars.closes)
    quick, slow = talib.SMA(ranges, 7), talib.SMA(ranges, 60)
    unrest: Series = np.log(np.maximum(quick, 1e-12) / np.maximum(slow, 1e-12))
    return unrest


FEATURES: Final[dict[str, Callable[[Bars], Series]]] = {
    "move_1": lambda b: _move(b, 1),
    "move_3": lambda b: _move(b, 3),
    "move_10": lambda b: _move(b, 10),
    "move_30": lambda b: _move(b, 30),
    "move_120": lambda b: _move(b, 120),
    "from_mean_20": lambda b: _from_mean(b, 20),
    "from_mean_100": lambda b: _from_mean(b, 100),
    "slope_20": lambda b: _slope(b, 20),
    "slope_60": lambda b: _slope(b, 60),
    "place_20": lambda b: _place(b, 20),
    "place_120": lambda b: _place(b, 120),
    "macd_histogram": _histogram,
    "rsi_14": _strength,
    "adx_14": _trend,
    "aroon_25": _aroon,
    "unrest_7": _unrest,
}


def feature_matrix(bars: Bars) -> NDArray[np.float32]:
    """Features of every candle: shape (len(bars), len(FEATURES)); NaN in the first rows, fewer than ``WARM_UP``."""
    columns = [compute(bars) for compute in FEATURES.values()]
    return np.clip(np.column_stack(columns), -10, 10).astype(np.float32)


def feature_hash() -> str:
    """SHA-256 of the features' definition and the library's version; it changes when either does."""
    definition = inspect.getsource(sys.modules[__name__]) + version("ta-lib")
    return hashlib.sha256(definition.encode()).hexdigest()
