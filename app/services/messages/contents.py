"""What a message says, before it has words: facts, in the order in which a reader wants them."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from decimal import Decimal
from typing import Literal
from uuid import UUID

Language = Literal["en", "ru"]


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom the words are for: their language, and the zone of every moment that is shown."""

    language: Language
    zone: tzinfo


@dataclass(frozen=True, slots=True)
class OpenModel:
    """A model's name and when it ends; None = for ever."""

    name: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccessChanged:
    """Rights were granted, extended or revoked, or an admin put back what was. ``reason`` is the admin's own text."""

    granted: tuple[OpenModel, ...]
    extended: tuple[OpenModel, ...]
    revoked: tuple[str, ...]
    reason: str | None
    is_undo: bool = False


@dataclass(frozen=True, slots=True)
class EndsSoon:
    """Models that end at the same moment, in about ``days`` days (3 or 1)."""

    models: tuple[str, ...]
    ends_at: datetime
    days: int


@dataclass(frozen=True, slots=True)
class Ended:
    """Models whose time is over."""

    models: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RequestAnswered:
    """An answer to a request. Approved: ``ends_at`` is when the model ends now, None = for ever."""

    model: str
    is_approved: bool
    ends_at: datetime | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class SignalFacts:
    """A signal as published; prices are strings in the pair's precision, ``confidence`` lies in 0..1."""

    model: str
    pair: str
    direction: Literal["BUY", "SELL"]
    entry: str
    take_profit: str
    stop_loss: str
    confidence: float
    expires_at: datetime
    is_replay: bool


@dataclass(frozen=True, slots=True)
class NewSignal:
    """A signal; ``is_missed`` where its entry has passed: it is told as such, never as new."""

    signal: SignalFacts
    is_missed: bool


@dataclass(frozen=True, slots=True)
class SignalClosed:
    """How a signal ended: at which price, and how far it went in units of its risk."""

    signal: SignalFacts
    status: Literal["won", "lost", "expired"]
    exit_price: str
    result_r: Decimal


@dataclass(frozen=True, slots=True)
class Announcement:
    """The operator's own text, in Telegram's HTML already."""

    text: str


@dataclass(frozen=True, slots=True)
class AccessRequest:
    """Somebody asks for a model; told to admins. ``answer`` once it was answered, by whom and how."""

    request_id: UUID
    person: str
    username: str | None
    telegram_id: int
    model: str
    message: str | None
    asked_at: datetime
    answer: Literal["approved", "rejected"] | None = None
    answered_by: str | None = None


@dataclass(frozen=True, slots=True)
class OrderWaits:
    """An order of another admin waits for a second one, until ``expires_at``; ``people``: how many it concerns."""

    asked_by: str
    kind: Literal["role", "deletion", "bulk", "batch_undo", "change_undo"]
    people: int
    expires_at: datetime


Content = (
    AccessChanged
    | EndsSoon
    | Ended
    | RequestAnswered
    | NewSignal
    | SignalClosed
    | Announcement
    | AccessRequest
    | OrderWaits
)


@dataclass(frozen=True, slots=True)
class Digest:
    """Several messages told as one, oldest first: what came in quiet hours, or faster than a chat takes."""

    items: tuple[Content, ...]
    after_quiet_hours: bool
