"""Signals that share candles win and lose together: a persistent opinion is not taken for skill."""

import numpy as np
from numpy.typing import NDArray

from app.signals.record import ClosedSignals, measure
from app.signals.record.measure import design_effect

DAYS, HORIZON, BARRIER = 250, 10, 1.5


def opinion(rng: np.random.Generator, *, pairs: int, correlation: float, held: int) -> ClosedSignals:
    """Daily signals on random walks that move together, one direction for all pairs, kept for ``held`` days."""
    together, apart = rng.normal(size=(DAYS + HORIZON, 1)), rng.normal(size=(DAYS + HORIZON, pairs))
    walk = np.cumsum(np.sqrt(correlation) * together + np.sqrt(1 - correlation) * apart, axis=0)
    direction = np.repeat(rng.choice([-1, 1], DAYS // held + 1), held)[:DAYS, None] * np.ones((1, pairs), np.int8)
    paths = np.stack([walk[1 + k : DAYS + 1 + k] - walk[:DAYS] for k in range(HORIZON)], axis=2)
    up, down = paths >= BARRIER, paths <= -BARRIER
    touched = up | down
    first = np.where(touched.any(axis=2), touched.argmax(axis=2), HORIZON - 1)
    rises, falls = (np.take_along_axis(side, first[..., None], 2)[..., 0] for side in (up, down))
    won, mirror = np.where(direction > 0, rises, falls), np.where(direction > 0, falls, rises)
    return _closed(np.arange(DAYS)[:, None] + first + 1, direction, won, mirror)


def _closed(
    day: NDArray[np.int64], direction: NDArray[np.float64], won: NDArray[np.bool_], mirror: NDArray[np.bool_]
) -> ClosedSignals:
    order = np.argsort(day.ravel(), kind="stable")
    won, mirror = won.ravel()[order], mirror.ravel()[order]
    return ClosedSignals(
        resolved_at=np.datetime64("2020-01-01", "s") + day.ravel()[order] * np.timedelta64(86_400, "s"),
        pair=np.full(len(order), "EUR/USD"),
        direction=direction.ravel()[order].astype(np.int8),
        confidence=np.full(len(order), 0.5),
        won=won,
        expired=~(won | mirror),
        r=won.astype(np.float64) - mirror,
        mirror_won=mirror,
        mirror_r=mirror.astype(np.float64) - won,
    )


def test_a_persistent_opinion_on_random_walks_is_rarely_called_skill() -> None:
    """Looked at after each fifth of the year; without the design effect half of these would earn the verdict."""
    rng = np.random.default_rng(11)
    earned = 0
    for _ in range(100):
        closed = opinion(rng, pairs=7, correlation=0.5, held=20)
        looks = [closed.select(np.arange(len(closed)) < count) for count in range(350, len(closed) + 1, 350)]
        earned += any(record.verdict == "better_than_chance" for look in looks if (record := measure(look)))
    assert earned <= 5


def test_the_effect_is_about_one_for_independent_signals_and_large_for_shared_ones() -> None:
    rng = np.random.default_rng(12)
    n = 4_000
    coin = rng.uniform(size=n) < 0.5
    alone = _closed(np.arange(n), np.ones(n), coin, ~coin)
    assert design_effect(alone) < 1.3
    assert design_effect(opinion(rng, pairs=7, correlation=0.9, held=250)) > 4


def test_an_edge_is_found_all_the_same() -> None:
    rng = np.random.default_rng(13)
    won = rng.uniform(size=2_000) < 0.58
    record = measure(_closed(np.arange(2_000) // 2, np.ones(2_000), won, ~won))
    assert record is not None
    assert record.verdict == "better_than_chance"
