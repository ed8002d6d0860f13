"""When a source's candles open and close: the market's working hours, by source and timeframe."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count as count_from
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

    def closes_between(self, first: datetime, last: datetime) -> int:
        """How many candles close after one that closed at ``first`` and before ``last``.

        As many as ``close_after``, step by step, would name, without a step a candle.
        """

    def is_open(self, now: datetime) -> bool: ...

    def opens_at(self, now: datetime) -> datetime:
        """The next opening of a market that is closed at ``now``."""


class EcbFixings:
    """One candle a trading day, closing at 16:00 in Frankfurt; none at weekends and on the ECB's closing days."""

    def close_after(self, closed_at: datetime, count: int = 1) -> datetime:
        day = closed_at.astimezone(calendar.FRANKFURT).date()
        return calendar.closes_at(calendar.trading_day_after(day, count))

    def closes_between(self, first: datetime, last: datetime) -> int:
        after, until = (moment.astimezone(calendar.FRANKFURT).date() for moment in (first, last))
        days = (after + timedelta(days=n) for n in range(1, (until - after).days + 1))
        return sum(calendar.is_trading_day(day) for day in days if day < until or calendar.closes_at(day) < last)

    def is_open(self, now: datetime) -> bool:
        return calendar.is_open(now)

    def opens_at(self, now: datetime) -> datetime:
        return calendar.opens_at(now)


class TradingWeek:
    """Candles of one length, end to end, while the interbank market trades."""

    def __init__(self, length: timedelta) -> None:
        self._length = length

    def close_after(self, closed_at: datetime, count: int = 1) -> datetime:
        for numbers in self._trading_after(closed_at):
            if count <= len(numbers):
                return closed_at + (numbers[count - 1] + 1) * self._length
            count -= len(numbers)
        raise AssertionError("weeks do not end")

    def closes_between(self, first: datetime, last: datetime) -> int:
        steps = max(-((first - last) // self._length) - 1, 0)
        found = 0
        for numbers in self._trading_after(first):
            if numbers.start >= steps:
                break
            found += max(min(numbers.stop, steps) - numbers.start, 0)
        return found

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

    def _trading_after(self, moment: datetime) -> Iterator[range]:
        """The candles during which the market trades, of those that lie end to end from ``moment`` on, by number.

        It trades at a candle's start or, for candles of hours and less, before its end. One range comes for each time
        without a break, in order, for ever; some are empty.
        """
        is_short = self._length < timedelta(days=1)
        for opening, closing in _trading_times(moment):
            within, at_start = (opening - moment) // self._length, -((moment - opening) // self._length)
            end = -((moment - closing) // self._length)
            yield range(max(within if is_short else at_start, 0), max(end, 0))


def _trading_times(moment: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The times without a break during which the interbank market trades, in order, from a moment's week on."""
    day = moment.astimezone(NEW_YORK).date()
    sunday = day - timedelta(days=(day.weekday() + 1) % 7)
    for week in count_from():
        yield from _week(sunday + timedelta(weeks=week))


def _week(sunday: date) -> Iterator[tuple[datetime, datetime]]:
    opening = datetime.combine(sunday, WEEK_TURNS, NEW_YORK)
    for day in (sunday + timedelta(days=n) for n in range(6)):
        if (day.month, day.day) in _CLOSED_DAYS:
            midnight = datetime.combine(day, time(0), NEW_YORK)
            if opening < midnight:
                yield opening.astimezone(UTC), midnight.astimezone(UTC)
            opening = midnight + timedelta(days=1)  # by the wall clock
    turn = datetime.combine(sunday + timedelta(days=5), WEEK_TURNS, NEW_YORK)
    if opening < turn:
        yield opening.astimezone(UTC), turn.astimezone(UTC)


def sessions_of(source: str, timeframe: Timeframe) -> Sessions:
    """The working hours of a source's candles."""
    return EcbFixings() if source == "ecb" else TradingWeek(LENGTHS[timeframe])
