"""Signals that have ended, as columns."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Self

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class ClosedSignals:
    """One row a closed signal, in the order of closing; every column has the same length.

    ``resolved_at``: datetime64[s], UTC. ``direction``: +1 buy, -1 sell. ``confidence``: probability of the direction,
    0..1. ``won``: the target was hit. ``expired``: neither level was hit within the horizon; never together with
    ``won``. ``r``: (exit - entry) * direction / |entry - stop|. ``mirror_won``, ``mirror_r``: what the opposite
    direction did from the same entry, with the two distances swapped and the same horizon, on the same candles; so its
    target is our stop, and at most one of the two wins.

    Raises ValueError for columns of different lengths, rows out of order, or numbers that are not finite.
    """

    resolved_at: NDArray[np.datetime64]
    pair: NDArray[np.str_]
    direction: NDArray[np.int8]
    confidence: NDArray[np.float64]
    won: NDArray[np.bool_]
    expired: NDArray[np.bool_]
    r: NDArray[np.float64]
    mirror_won: NDArray[np.bool_]
    mirror_r: NDArray[np.float64]

    def __post_init__(self) -> None:
        for field in fields(self):
            if getattr(self, field.name).shape != (len(self),):
                raise ValueError(f"{field.name} must have one value for each of the {len(self)} signals")
        if not (self.resolved_at[:-1] <= self.resolved_at[1:]).all() or np.isnat(self.resolved_at).any():
            raise ValueError("resolved_at must be in order")
        for column in (self.confidence, self.r, self.mirror_r):
            if not np.isfinite(column).all():
                raise ValueError("confidence and R must be finite")
        if (self.won & self.expired).any():
            raise ValueError("a signal that won did not expire")

    def __len__(self) -> int:
        return len(self.resolved_at)

    def select(self, mask: NDArray[np.bool_]) -> Self:
        """The rows where ``mask``, shape (len(self),), is true."""
        return type(self)(*(getattr(self, field.name)[mask] for field in fields(self)))

    @classmethod
    def concatenate(cls, parts: Sequence[Self]) -> Self:
        """All rows in the order of closing; rows that closed together keep the order in which they came."""
        whole = [np.concatenate([getattr(part, field.name) for part in (cls.empty(), *parts)]) for field in fields(cls)]
        order = np.argsort(whole[0], kind="stable")
        return cls(*(column[order] for column in whole))

    @classmethod
    def empty(cls) -> Self:
        """No rows, every column of its type."""
        return cls(
            resolved_at=np.empty(0, "datetime64[s]"),
            pair=np.empty(0, "<U1"),
            direction=np.empty(0, np.int8),
            confidence=np.empty(0, np.float64),
            won=np.empty(0, np.bool_),
            expired=np.empty(0, np.bool_),
            r=np.empty(0, np.float64),
            mirror_won=np.empty(0, np.bool_),
            mirror_r=np.empty(0, np.float64),
        )
