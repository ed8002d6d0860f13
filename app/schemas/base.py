"""Shapes that every door shares."""

from datetime import UTC, datetime
from typing import Annotated, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

from app.models.columns import TELEGRAM_ID_MAX

Item = TypeVar("Item")


def printable(value: str) -> str:
    """The same text. Raises ValueError where PostgreSQL cannot hold it."""
    if "\x00" in value:
        raise ValueError("must not contain NUL")
    return value


def in_utc(value: datetime) -> datetime:
    """The same moment in UTC. Raises ValueError for one before year 1 or after year 9999 there."""
    try:
        return value.astimezone(UTC)
    except OverflowError:
        raise ValueError("lies outside of the calendar in UTC") from None


def _iso(value: datetime) -> str:
    return value.astimezone(UTC).isoformat()


PlainText = Annotated[str, AfterValidator(printable)]
"""Text that PostgreSQL can hold."""

ReasonText = Annotated[str, StringConstraints(max_length=1000, strip_whitespace=True), AfterValidator(printable)]
RequiredReason = Annotated[ReasonText, Field(min_length=1)]
ModelId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$", max_length=50)]
TelegramId = Annotated[int, Field(ge=1, le=TELEGRAM_ID_MAX)]
Moment = Annotated[AwareDatetime, AfterValidator(in_utc)]
"""A point in time that a request names: any offset, but there must be one. It arrives in UTC."""

UtcDatetime = Annotated[datetime, PlainSerializer(_iso, return_type=str, when_used="json")]
"""Aware; written as ISO 8601 in UTC with offset."""


class Body(BaseModel):
    """A request body."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Read(BaseModel):
    """An answer, or part of one."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Page(Read, Generic[Item]):
    """One page of a list. ``next_cursor`` is null on the last one; ``total`` where counting is part of the list."""

    items: list[Item]
    next_cursor: str | None


class CountedPage(Page[Item], Generic[Item]):
    total: int
