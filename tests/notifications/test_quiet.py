"""Quiet hours on the clock of a zone, in ordinary nights and in those in which clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.models.users import ChosenHours
from app.services.notifications.quiet import quiet_until

BERLIN = ZoneInfo("Europe/Berlin")
NIGHT: ChosenHours = {"starts_at": "22:00", "ends_at": "07:00"}
NAP: ChosenHours = {"starts_at": "13:00", "ends_at": "14:30"}


def _utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("hours", "now", "end"),
    [
        (NIGHT, _utc(2026, 11, 25, 20, 59, 59), None),
        (NIGHT, _utc(2026, 11, 25, 21, 0), _utc(2026, 11, 26, 6, 0)),
        (NIGHT, _utc(2026, 11, 26, 5, 59, 59), _utc(2026, 11, 26, 6, 0)),
        (NIGHT, _utc(2026, 11, 26, 6, 0), None),
        (NAP, _utc(2026, 11, 25, 12, 30), _utc(2026, 11, 25, 13, 30)),
        (NAP, _utc(2026, 11, 25, 13, 30), None),
        (None, _utc(2026, 11, 25, 23, 0), None),
        # Clocks go forward at 01:00 UTC: the night is an hour shorter.
        (NIGHT, _utc(2026, 3, 28, 21, 0), _utc(2026, 3, 29, 5, 0)),
        (NIGHT, _utc(2026, 3, 29, 1, 30), _utc(2026, 3, 29, 5, 0)),
        # Clocks go back at 01:00 UTC: the night is an hour longer.
        (NIGHT, _utc(2026, 10, 24, 20, 0), _utc(2026, 10, 25, 6, 0)),
        (NIGHT, _utc(2026, 10, 25, 5, 30), _utc(2026, 10, 25, 6, 0)),
        # An end that the clocks jump over is the moment of the jump; one that comes twice is the first.
        ({"starts_at": "23:00", "ends_at": "02:30"}, _utc(2026, 3, 29, 0, 0), _utc(2026, 3, 29, 1, 0)),
        ({"starts_at": "23:00", "ends_at": "02:30"}, _utc(2026, 10, 25, 0, 0), _utc(2026, 10, 25, 0, 30)),
        ({"starts_at": "23:00", "ends_at": "02:30"}, _utc(2026, 10, 25, 1, 0), None),
        # A start that the clocks jump over.
        ({"starts_at": "02:30", "ends_at": "07:00"}, _utc(2026, 3, 29, 0, 59, 59), None),
        ({"starts_at": "02:30", "ends_at": "07:00"}, _utc(2026, 3, 29, 1, 0), _utc(2026, 3, 29, 5, 0)),
    ],
)
def test_quiet_hours_end_when_the_wall_clock_says_so(
    hours: ChosenHours | None, now: datetime, end: datetime | None
) -> None:
    assert quiet_until(hours, BERLIN, now) == end


_CLOCK = st.times().map(lambda at: at.strftime("%H:%M"))


@given(
    start=_CLOCK,
    end=_CLOCK,
    now=st.integers(1_577_836_800, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]),
)
def test_a_message_waits_less_than_a_day_and_an_hour_and_then_comes(
    start: str, end: str, now: datetime, zone: str
) -> None:
    if start == end:
        return
    hours: ChosenHours = {"starts_at": start, "ends_at": end}
    until = quiet_until(hours, ZoneInfo(zone), now)
    if until is not None:
        assert now < until <= now + timedelta(hours=25)
        assert quiet_until(hours, ZoneInfo(zone), until) is None
