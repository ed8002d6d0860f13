"""What a process tells the others of itself, through the database."""

from pydantic import BaseModel, ConfigDict

from app.schemas.monitoring import Check, GateCounts


class Report(BaseModel):
    """Figures of one process. Durations are counted by ``Window``'s buckets, so that those of several add up.

    ``answers`` and ``failures``: the API's answers of the last five minutes; ``pushes``: of the last hour. Fields that
    a newer version has are passed over; ones that an older one lacks need a default, else its report is not shown.
    """

    model_config = ConfigDict(extra="ignore")

    answers: dict[int, int]
    failures: int
    pushes: dict[int, int]
    sockets: int
    gate: GateCounts
    memory: float | None
    listener: bool
    bot_username: str | None
    bot_trouble: str | None
    audit: Check | None
    ledger: Check | None
