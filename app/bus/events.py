"""Every event on the bus, one discriminated union. Payloads carry ids and versions, never anything personal."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter


class _Event(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class RightsChanged(_Event):
    """Users whose rights, role, block or existence changed, each with the version written."""

    type: Literal["rights"] = "rights"
    users: tuple[tuple[int, int], ...]


class SessionsEnded(_Event):
    """All tokens of a user issued before ``epoch`` (seconds since 1970) have ended."""

    type: Literal["sessions"] = "sessions"
    user: int
    epoch: float


class SignalPublished(_Event):
    type: Literal["signal"] = "signal"
    model_id: str
    seq: int


class SignalResolved(_Event):
    """The signal ``seq`` of a model has ended, which is the model's resolution ``resolution``."""

    type: Literal["resolved"] = "resolved"
    model_id: str
    seq: int
    resolution: int


class RequestChanged(_Event):
    """A request for access was made or answered."""

    type: Literal["request"] = "request"
    user: int
    request_id: UUID


class CandlesArrived(_Event):
    """Candles of a timeframe were stored."""

    type: Literal["candles"] = "candles"
    timeframe: str


class CatalogueChanged(_Event):
    """Models were added, changed or removed."""

    type: Literal["catalogue"] = "catalogue"


class OutboxFilled(_Event):
    """There are messages to send."""

    type: Literal["outbox"] = "outbox"


Event = Annotated[
    RightsChanged
    | SessionsEnded
    | SignalPublished
    | SignalResolved
    | RequestChanged
    | CandlesArrived
    | CatalogueChanged
    | OutboxFilled,
    Field(discriminator="type"),
]

EVENTS: TypeAdapter[Event] = TypeAdapter(Event)

MAX_PAYLOAD = 7_900
"""Bytes; PostgreSQL refuses a payload of 8,000."""

USERS_PER_EVENT = 200
"""Ids that fit in one payload with their versions."""
