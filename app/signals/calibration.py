"""Platt scaling: turning a learner's score into a probability (Platt, 1999)."""

import numpy as np

from app.signals.features import Series


def logit(probability: Series) -> Series:
    clipped = np.clip(np.asarray(probability, dtype=np.float64), 1e-6, 1 - 1e-6)
    return np.log(clipped / (1 - clipped))


def calibrated(raw: Series, slope: float, offset: float) -> Series:
    """Scale the logit of the raw probability."""
    return 1 / (1 + np.exp(-(slope * logit(raw) + offset)))
