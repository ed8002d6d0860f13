"""Figures for the admin's first page."""

from datetime import date

from app.schemas.base import Read, UtcDatetime


class ModelCount(Read):
    """Rights to a model that run now: all, those that end within a week, those that began within the last week."""

    model_id: str
    active: int
    ending_7_days: int
    new_7_days: int


class DayOfEnds(Read):
    """Rights that end on a day, UTC."""

    day: date
    rights: int


class Stats(Read):
    """Counts at this moment; days are UTC days.

    ``ending_7_days`` are rights that end within a week, ``ending_people_7_days`` their holders. ``ending_by_day``: the
    rest of today and the six days after it, days without an end too. ``oldest_pending_at``: since when the oldest
    request for access waits. ``approvals_waiting`` is null where no order needs a second admin.
    """

    users: int
    admins: int
    blocked: int
    new_today: int
    new_7_days: int
    active_24_hours: int
    active_rights: int
    rights_by_model: list[ModelCount]
    ending_7_days: int
    ending_people_7_days: int
    ending_by_day: list[DayOfEnds]
    requests_pending: int
    oldest_pending_at: UtcDatetime | None
    signals: int
    approvals_waiting: int | None
