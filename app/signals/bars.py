"""A pair's candles as columns of numbers."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from app.models.market import Timeframe

Series = NDArray[np.float64]
Moments = NDArray[np.datetime64]


@dataclass(frozen=True, slots=True)
class Bars:
    """Candles of one pair and timeframe, oldest first; ``opened`` and ``closed`` are datetime64[us] in UTC."""

    pair: str
    timeframe: Timeframe
    source: str
    opened: Moments
    closed: Moments
    opens: Series
    highs: Series
    lows: Series
    closes: Series

    def __len__(self) -> int:
        return len(self.closes)

    @property
    def newest_opened_at(self) -> datetime:
        return moment(self.opened[-1])

    @property
    def newest_closed_at(self) -> datetime:
        return moment(self.closed[-1])


def moment(stamp: np.datetime64) -> datetime:
    """An aware UTC datetime from a datetime64."""
    found: datetime = stamp.astype("datetime64[us]").item()
    return found.replace(tzinfo=UTC)


def stamps(moments: list[datetime]) -> Moments:
    """datetime64[us] from aware datetimes."""
    return np.array([at.astimezone(UTC).replace(tzinfo=None) for at in moments], dtype="datetime64[us]")
