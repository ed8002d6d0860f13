"""The interface of every source of prices."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, Protocol

from app.models.market import Timeframe

LENGTHS: Final[Mapping[Timeframe, timedelta]] = {
    "1min": timedelta(minutes=1),
    "5min": timedelta(minutes=5),
    "15min": timedelta(minutes=15),
    "1h": timedelta(hours=1),
    "4h": timedelta(hours=4),
    "1d": timedelta(days=1),
}
"""From the finest to the coarsest."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A closed candle: prices of the base in the quote currency, ``opened_at`` and ``closed_at`` in UTC."""

    pair: str
    opened_at: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    closed_at: datetime


class MarketDataProvider(Protocol):
    """A source of closed candles of one timeframe."""

    @property
    def name(self) -> str:
        """What the candles' ``source`` says."""

    @property
    def timeframe(self) -> Timeframe: ...

    def candles(self, newest: Mapping[str, datetime]) -> AsyncIterator[list[Quote]]:
        """Closed candles in pieces, each pair in order of time.

        Of pairs in ``newest`` only those that opened at that moment or later; of others everything there is.
        """
