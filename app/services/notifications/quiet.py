"""Quiet hours: whether it is quiet for somebody now, and when that ends on the clock of their zone."""

from datetime import UTC, datetime, time, timedelta, tzinfo

from app.models.users import ChosenHours


def quiet_until(hours: ChosenHours | None, zone: tzinfo, now: datetime) -> datetime | None:
    """The end of the quiet hours that ``now`` lies in, in UTC; None where messages may come.

    Hours are those of the wall clock: a night in which clocks go forward is an hour shorter, one in which they go back
    an hour longer. An end that the clocks jump over is the moment of the jump; one that comes twice is the first.
    """
    if hours is None:
        return None
    starts_at, ends_at = time.fromisoformat(hours["starts_at"]), time.fromisoformat(hours["ends_at"])
    local = now.astimezone(zone)
    for day in (local.date() - timedelta(days=1), local.date()):
        start = _instant(datetime.combine(day, starts_at), zone)
        last = day if ends_at > starts_at else day + timedelta(days=1)
        end = _instant(datetime.combine(last, ends_at), zone)
        if start <= now < end:
            return end
    return None


def _instant(wall: datetime, zone: tzinfo) -> datetime:
    """The first moment at which a wall clock shows this or, in a gap, jumps over it."""
    moment = wall.replace(tzinfo=zone).astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == wall:
        return moment
    # In a gap: count back from the shown time to the jump, which is where the offset changes.
    before = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    low, high = min(before, moment), max(before, moment)
    offset = low.astimezone(zone).utcoffset()
    while high - low > timedelta(seconds=1):
        middle = low + (high - low) / 2
        if middle.astimezone(zone).utcoffset() == offset:
            low = middle
        else:
            high = middle
    return high.replace(microsecond=0)
