"""Durations of the last minutes, for quantiles at any rate of events in little memory."""

import math
import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from typing import Final

SLOTS: Final = 30
GROWTH: Final = 1.02
SHORTEST: Final = 1e-6

_LOG_GROWTH: Final = math.log(GROWTH)


class Window:
    """Counts durations in buckets, each 2 % wider than the one before; what is older than ``seconds`` falls out.

    It falls out in ``SLOTS`` steps, so the window is at most one thirtieth shorter than it says.
    """

    def __init__(self, *, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._step = seconds / SLOTS
        self._clock = clock
        self._slots: deque[tuple[int, Counter[int]]] = deque()

    def add(self, took: float) -> None:
        """Take in a duration in seconds."""
        number = self._drop_old()
        if not self._slots or self._slots[-1][0] != number:
            self._slots.append((number, Counter()))
        self._slots[-1][1][math.floor(math.log(max(took, SHORTEST)) / _LOG_GROWTH)] += 1

    def __len__(self) -> int:
        self._drop_old()
        return sum(slot.total() for _, slot in self._slots)

    def quantile(self, share: float) -> float | None:
        """The duration that this share did not exceed, at most 2 % too long; None where there was nothing."""
        return quantile_of(self.buckets(), share)

    def buckets(self) -> Counter[int]:
        """How many durations there are by number of their bucket. Those of several windows add up."""
        self._drop_old()
        merged: Counter[int] = Counter()
        for _, slot in self._slots:
            merged.update(slot)
        return merged

    def _drop_old(self) -> int:
        number = int(self._clock() / self._step)
        while self._slots and self._slots[0][0] <= number - SLOTS:
            self._slots.popleft()
        return number


def quantile_of(buckets: Mapping[int, int], share: float) -> float | None:
    """As ``Window.quantile``, of the buckets of one window or of several added up."""
    left = math.ceil(sum(buckets.values()) * share)
    for bucket in sorted(buckets):
        left -= buckets[bucket]
        if left <= 0:
            return math.exp((bucket + 1) * _LOG_GROWTH)
    return None
