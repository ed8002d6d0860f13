"""When daily reference rates are set: 16:00 in Frankfurt, Monday to Friday, but for the ECB's closing days."""

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from holidays import financial_holidays

FRANKFURT: Final = ZoneInfo("Europe/Berlin")
FIXING: Final = time(16, 0)


@lru_cache(maxsize=64)
def _closing_days(year: int) -> frozenset[date]:
    return frozenset(financial_holidays("ECB", years=[year]))


def is_trading_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _closing_days(day.year)


def closes_at(day: date) -> datetime:
    """The moment, in UTC, at which a day's rate is set and its candle closes."""
    return datetime.combine(day, FIXING, FRANKFURT).astimezone(UTC)


def opened_at(day: date) -> datetime:
    """The opening of a day's candle: 16:00 of the calendar day before, in UTC."""
    return closes_at(day - timedelta(days=1))


def day_of(opening: datetime) -> date:
    """The day whose candle opened at this moment."""
    return opening.astimezone(FRANKFURT).date() + timedelta(days=1)


def trading_day_after(day: date, count: int = 1) -> date:
    """The ``count``-th trading day after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_trading_day(day)
    return day


def is_open(now: datetime) -> bool:
    """Whether rates move towards a fixing: on trading days, all day long, Frankfurt time."""
    return is_trading_day(now.astimezone(FRANKFURT).date())


def opens_at(now: datetime) -> datetime:
    """The start, in UTC, of the next trading day in Frankfurt."""
    day = trading_day_after(now.astimezone(FRANKFURT).date())
    return datetime.combine(day, time(0), FRANKFURT).astimezone(UTC)
