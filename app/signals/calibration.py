"""Platt scaling: turning a learner's score into the probability that a signal wins (Platt, 1999)."""

from typing import Final

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from app.signals.bars import Series

LEAST_SLOPE: Final = 0.05
"""A learner that was wrong on the validation data is hushed, never turned round."""


class Calibration(BaseModel):
    """From the score of "the upper level comes first" to the probabilities that a BUY and that a SELL wins.

    One curve serves both directions: ``1 / (1 + exp(-(slope * logit(score) + offset)))``, with ``1 - score`` for a
    SELL, so that a drift of the validation months is not mistaken for knowledge. The two add up to less than one where
    signals expire or meet both levels inside one candle.
    """

    model_config = ConfigDict(frozen=True)

    slope: float
    offset: float

    def __call__(self, score: Series) -> tuple[Series, Series]:
        leaning = self.slope * logit(score)
        return _sigmoid(leaning + self.offset), _sigmoid(self.offset - leaning)


def logit(probability: Series) -> Series:
    clipped = np.clip(np.asarray(probability, dtype=np.float64), 1e-6, 1 - 1e-6)
    found: Series = np.log(clipped / (1 - clipped))
    return found


def _sigmoid(value: Series) -> Series:
    found: Series = 1 / (1 + np.exp(-value))
    return found


def calibrate(score: Series, *, buy_won: NDArray[np.bool_], sell_won: NDArray[np.bool_]) -> Calibration:
    """Fit on rows that the learner has not seen; the outcomes are those of a BUY and of a SELL at each row."""
    from sklearn.linear_model import LogisticRegression

    leaning = logit(score)
    evidence, won = np.concatenate([leaning, -leaning]), np.concatenate([buy_won, sell_won])
    usual = float(logit(np.clip(won.mean(), 0.01, 0.99)))
    if won.all() or not won.any():
        return Calibration(slope=LEAST_SLOPE, offset=usual)
    fitted = LogisticRegression(C=1e6).fit(evidence[:, None], won)
    slope, offset = float(fitted.coef_[0, 0]), float(fitted.intercept_[0])
    return (
        Calibration(slope=slope, offset=offset)
        if slope >= LEAST_SLOPE
        else Calibration(slope=LEAST_SLOPE, offset=usual)
    )
