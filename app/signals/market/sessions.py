"""When a source's candles open and close: the market's working hours, by source and timeframe."""

from datetime import UTC, datetime, time, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

from app.models.market import Timeframe
from app.signals.market import calendar
from app.signals.market.provider import LENGTHS

NEW_YORK: Final = ZoneInfo("America/New_York")
WEEK_TURNS: Final = time(17, 0)
"""The foreign exchange week runs from Sunday to Friday, 17:00 in New York (by convention of the interbank market)."""

_CLOSED_DAYS: Final = {(12, 25), (1, 1)}


class Sessions(Protocol):
    """The working hours behind one series of candles. Moments are aware UTC."""

    def close_after(self, closed_at: datetime, count: int = 1) -> datetime:
        """The close of the ``count``-th candle after one that closed at ``closed_at``."""

    def is_open(self, now: datetime) -> bool: ...

    def opens_at(self, now: datetime) -> datetime:
        """The next opening of a market that is closed at ``now``."""


class EcbFixings:
    """One candle a trading day, closing at 16:00 in Frankfurt; none at weekends and on the ECB's closing days."""

    def close_after(self, closed_at: datetime, count: int = 1) -> datetime:
        day = closed_at.astimezone(calendar.FRANKFURT).date()
        return calendar.closes_at(calendar.trading_day_after(day, count))

    def is_open(self, now: datetime) -> bool:
        return calendar.is_open(now)

    def opens_at(self, now: datetime) -> datetime:
        return calendar.opens_at(now)


class TradingWeek:
    """Candles of one length, end to end, while the interbank market trades."""

    def __init__(self, length: timedelta) -> None:
        self._length = length

    def close_after(self, closed_at: datetime, count: int = 1) -> datetime:
        opening = closed_at
        while True:
            count -= self._trades(opening)
            if count == 0:
                return opening + self._length
            opening += self._length

    def is_open(self, now: datetime) -> bool:
        local = now.astimezone(NEW_YORK)
        begun = local.weekday() < 4 or (local.weekday() == 6 and local.time() >= WEEK_TURNS)
        friday = local.weekday() == 4 and local.time() < WEEK_TURNS
        return (begun or friday) and (local.month, local.day) not in _CLOSED_DAYS

    def opens_at(self, now: datetime) -> datetime:
        opening = now.replace(minute=0, second=0, microsecond=0)
        while not self.is_open(opening):
            opening += timedelta(hours=1)
        return opening.astimezone(UTC)

    def _trades(self, opening: datetime) -> bool:
        """Whether the market trades at the candle's start or, for candles of hours and less, before its end."""
        last = opening + self._length - timedelta(microseconds=1)
        return self.is_open(opening) or (self._length < timedelta(days=1) and self.is_open(last))


def sessions_of(source: str, timeframe: Timeframe) -> Sessions:
    """The working hours of a source's candles."""
    return EcbFixings() if source == "ecb" else TradingWeek(LENGTHS[timeframe])
