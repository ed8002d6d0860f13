"""The features in words, for people."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class FeatureWords:
    """A feature's name in English and Russian, and how its value is written."""

    en: str
    ru: str
    shown: Callable[[float], str]


def _signed(value: float) -> str:
    return f"{value + 0.0:+.2f}"


def _of_hundred(value: float) -> str:
    """-1..1 back on the scale of 0..100 on which the indicator is known."""
    return f"{(value + 1) * 50:.1f}"


def _share(value: float) -> str:
    return f"{round((value + 1) * 50):.0f}%"


def _times(value: float) -> str:
    return f"{2.718281828459045**value:.2f}x"


def _moved(count: int, name_ru: str) -> FeatureWords:
    candles = "last candle" if count == 1 else f"last {count} candles"
    return FeatureWords(
        f"Move over the {candles}, in usual ranges", f"Движение за {name_ru}, в средних диапазонах", _signed
    )


WORDS: Final[dict[str, FeatureWords]] = {
    "move_1": _moved(1, "последнюю свечу"),
    "move_3": _moved(3, "3 свечи"),
    "move_10": _moved(10, "10 свечей"),
    "move_30": _moved(30, "30 свечей"),
    "move_120": _moved(120, "120 свечей"),
    "from_mean_20": FeatureWords("Distance from the 20-candle mean", "Отклонение от среднего за 20 свечей", _signed),
    "from_mean_100": FeatureWords("Distance from the 100-candle mean", "Отклонение от среднего за 100 свечей", _signed),
    "slope_20": FeatureWords("Slope of the last 20 candles", "Наклон последних 20 свечей", _signed),
    "slope_60": FeatureWords("Slope of the last 60 candles", "Наклон последних 60 свечей", _signed),
    "place_20": FeatureWords("Place in the 20-candle range", "Место в диапазоне 20 свечей", _share),
    "place_120": FeatureWords("Place in the 120-candle range", "Место в диапазоне 120 свечей", _share),
    "macd_histogram": FeatureWords(
        "MACD histogram, in usual ranges", "Гистограмма MACD, в средних диапазонах", _signed
    ),
    "rsi_14": FeatureWords("Relative strength (RSI 14)", "Относительная сила (RSI 14)", _of_hundred),
    "adx_14": FeatureWords("Strength of the trend (ADX 14)", "Сила тренда (ADX 14)", _of_hundred),
    "aroon_25": FeatureWords("Aroon oscillator (25)", "Осциллятор Aroon (25)", lambda v: f"{v * 100 + 0.0:+.0f}"),
    "unrest_7": FeatureWords("Ranges of 7 candles against the usual", "Диапазоны 7 свечей к обычным", _times),
}
"""By the feature's id; a test keeps it complete."""
