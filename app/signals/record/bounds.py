"""What a hit rate proves: intervals for it, and the verdict against chance."""

import math
from typing import Final

from app.schemas.track_record import Verdict

ENOUGH: Final = 100
"""Closed signals before anything is said about them."""

Z: Final = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""

LIMIT: Final = math.log(1 / 0.05)
"""Log evidence that refuses a rate: by Ville's inequality the true one is ever refused with probability <= 5 %."""

WEIGHT: Final = 20.0
"""Of the mixing distribution, in signals: narrow bounds from one hundred to some thousands of signals."""

HALVINGS: Final = 30
"""Bisection steps: bounds are exact to 1e-9, and err outwards."""


def wilson(wins: int, n: int) -> tuple[float, float]:
    """95 % score interval for a rate (Wilson, 1927), for a single look; (0, 1) without signals."""
    _check(wins, n)
    if n == 0:
        return 0.0, 1.0
    rate, spread = wins / n, Z * Z / n
    centre = (rate + spread / 2) / (1 + spread)
    half = math.sqrt(spread * (rate * (1 - rate) + spread / 4)) / (1 + spread)
    return max(0.0, min(rate, centre - half)), min(1.0, max(rate, centre + half))


def confidence_sequence(wins: float, n: float) -> tuple[float, float]:
    """95 % bounds for a rate that hold at every n at once, so that one may look after each signal; (0, 1) without any.

    The rates that the two-sided beta-binomial mixture martingale does not refuse (Howard, Ramdas, McAuliffe, Sekhon:
    Time-uniform, nonparametric, nonasymptotic confidence sequences, Annals of Statistics 2021; Robbins 1970). For a
    rate p it bets on Beta(20 p, 20 (1 - p)); Ville's inequality bounds the chance that the true p is ever refused.

    Assumed: given all signals before it, each wins with the same probability. Against ``baseline``, where that
    probability is 1/2 on candles on which a direction can win and 0 on others, the bounds hold too: a candle of the
    second kind only lowers the evidence, as the tests check. Signals that share candles, by overlapping in time or on
    pairs that move together, win and lose together and count for fewer: the caller divides both numbers by what
    ``design_effect`` estimates, so they need not be whole.
    """
    _check(wins, n)
    return _lower(wins, n), 1 - _lower(n - wins, n)


def verdict(n: int, *, cs_low: float, cs_high: float, baseline: float) -> Verdict:
    """What ``n`` signals with these bounds of ``confidence_sequence`` say against the hit rate of chance."""
    if n < ENOUGH:
        return "not_enough_data"
    if cs_low > baseline:
        return "better_than_chance"
    if cs_high < baseline:
        return "worse_than_chance"
    return "not_distinguishable"


def _check(wins: float, n: float) -> None:
    if not 0 <= wins <= n:
        raise ValueError(f"{wins} wins of {n} signals")


def _evidence(rate: float, wins: float, n: float) -> float:
    """Log of the mixture's likelihood over that of ``rate``, 0 < rate < 1; convex in it, <= 0 at ``wins / n``."""
    a, b = WEIGHT * rate, WEIGHT * (1 - rate)
    mixture = math.lgamma(a + wins) + math.lgamma(b + n - wins) - math.lgamma(WEIGHT + n)
    prior = math.lgamma(a) + math.lgamma(b) - math.lgamma(WEIGHT)
    return mixture - prior - wins * math.log(rate) - (n - wins) * math.log1p(-rate)


def _lower(wins: float, n: float) -> float:
    """The highest rate below ``wins / n`` that is refused, 0 if none is."""
    if wins == 0:
        return 0.0
    refused, kept = 0.0, wins / n
    for _ in range(HALVINGS):
        rate = (refused + kept) / 2
        if _evidence(rate, wins, n) < LIMIT:
            kept = rate
        else:
            refused = rate
    return refused
