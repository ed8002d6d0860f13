"""The market's working hours by arithmetic: the same closes that a step a candle finds, in far fewer steps."""

from datetime import UTC, date, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.models.market import Timeframe
from app.services.market.series import SeriesInfo
from app.services.market.state import _gaps
from app.signals.market.provider import LENGTHS
from app.signals.market.sessions import EcbFixings, TradingWeek

MICROSECOND: Final = timedelta(microseconds=1)
START: Final = datetime(1980, 1, 1, tzinfo=UTC)

anywhere = st.one_of(
    st.integers(0, 60 * 366 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes)),
    st.integers(0, 60 * 366 * 24).map(lambda hours: START + timedelta(hours=hours)),
)
near_a_turn = st.builds(
    lambda year, day, hours: datetime(year, day[0], day[1], tzinfo=UTC) + timedelta(hours=hours),
    st.integers(1980, 2040),
    st.sampled_from([(12, 24), (12, 31), (3, 8), (11, 1)]),
    st.integers(-80, 80),
)
"""Closing days, and the weeks in which New York's clocks change."""

moments = st.one_of(anywhere, near_a_turn)
timeframes = st.sampled_from([name for name in LENGTHS if name != "1min"])


def trades(week: TradingWeek, opening: datetime, length: timedelta) -> bool:
    """Whether a candle is one of the market's: open at its start or, for candles of hours and less, before its end."""
    return week.is_open(opening) or (length < timedelta(days=1) and week.is_open(opening + length - MICROSECOND))


def closes_by_steps(timeframe: Timeframe, first: datetime, last: datetime) -> list[datetime]:
    week, length = TradingWeek(LENGTHS[timeframe]), LENGTHS[timeframe]
    found, opening = [], first
    while opening + length < last:
        if trades(week, opening, length):
            found.append(opening + length)
        opening += length
    return found


@settings(max_examples=150, deadline=None)
@given(timeframe=timeframes, first=moments, span=st.timedeltas(timedelta(days=-1), timedelta(days=25)))
def test_counted_closes_are_those_that_a_step_a_candle_finds(
    timeframe: Timeframe, first: datetime, span: timedelta
) -> None:
    week, found = TradingWeek(LENGTHS[timeframe]), closes_by_steps(timeframe, first, first + span)
    assert week.closes_between(first, first + span) == len(found)
    for number in {1, len(found) // 2, len(found)} & set(range(1, len(found) + 1)):
        assert week.close_after(first, number) == found[number - 1]
    if found:
        assert week.closes_between(first, found[-1]) == len(found) - 1
        assert week.closes_between(first, found[-1] + MICROSECOND) == len(found)


@settings(max_examples=50, deadline=None)
@given(first=moments, span=st.timedeltas(timedelta(hours=-3), timedelta(hours=3)), days=st.integers(0, 80))
def test_counted_fixings_are_those_that_a_step_a_day_finds(first: datetime, span: timedelta, days: int) -> None:
    fixings, last = EcbFixings(), first + timedelta(days=days) + span
    steps, close = 0, fixings.close_after(first)
    while close < last:
        steps, close = steps + 1, fixings.close_after(close)
    assert fixings.closes_between(first, last) == steps


def test_minutes_are_counted_across_a_weekend() -> None:
    thursday = datetime(2026, 3, 5, 12, tzinfo=UTC)
    monday = thursday + timedelta(days=4)
    expected = closes_by_steps("1min", thursday, monday)
    week = TradingWeek(LENGTHS["1min"])
    assert week.closes_between(thursday, monday) == len(expected)
    assert week.close_after(thursday, len(expected)) == expected[-1]


HOURS_LOST: Final = (24, 24, 24, 24, 17, 0, 7)
"""Hours of trading that a closing day takes, by its day of the week."""


@pytest.mark.parametrize(("timeframe", "an_hour"), [("1min", 60), ("15min", 4), ("1h", 1)])
def test_the_gaps_of_twenty_years_are_weeks_times_closes(
    monkeypatch: pytest.MonkeyPatch, timeframe: Timeframe, an_hour: int
) -> None:
    """Less the closing days; without asking whether the market is open at each of seven million minutes."""
    asked: list[datetime] = []

    def is_open(_week: TradingWeek, now: datetime) -> bool:
        asked.append(now)
        return True

    monkeypatch.setattr(TradingWeek, "is_open", is_open)
    first, weeks = datetime(2006, 1, 8, 23, tzinfo=UTC), 52 * 20
    last = first + timedelta(weeks=weeks)
    closing = [date(year, 12, 25) for year in range(2006, 2025)] + [date(year, 1, 1) for year in range(2007, 2026)]
    hours = weeks * 120 - sum(HOURS_LOST[day.weekday()] for day in closing)
    series = SeriesInfo("EUR/USD", timeframe, "import", 2, last, last, 0)
    assert _gaps(series, [first, last]) == hours * an_hour - 1  # the last close is there
    assert asked == []
