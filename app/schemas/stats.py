"""Figures for the admin's first page."""

from app.schemas.base import Read


class ModelCount(Read):
    model_id: str
    active: int


class Stats(Read):
    """Counts at this moment; ``ending_7_days`` are rights that end within a week."""

    users: int
    admins: int
    blocked: int
    new_7_days: int
    active_24_hours: int
    active_rights: int
    rights_by_model: list[ModelCount]
    ending_7_days: int
    requests_pending: int
    signals: int
