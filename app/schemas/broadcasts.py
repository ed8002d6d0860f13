"""Broadcasts: one message of the operator to many people."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from app.schemas.base import Body, Moment, PlainText, Read, UtcDatetime
from app.schemas.subscriptions import UserFilter

MAX_MARKUP = 16_384
"""Characters of a text with its markup."""

Markup = Annotated[PlainText, StringConstraints(max_length=MAX_MARKUP, strip_whitespace=True)]
BroadcastStateName = Literal["draft", "scheduled", "sending", "sent", "cancelled"]


class Texts(Body):
    """The message in Telegram's HTML. Who reads a language that has no text gets the other one."""

    en: Annotated[Markup, Field(min_length=1)] | None = None
    ru: Annotated[Markup, Field(min_length=1)] | None = None

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.en is None and self.ru is None:
            raise ValueError("give a text in at least one language")
        return self


class Audience(UserFilter):
    """Who gets it: the filters of the users list; all given ones must match. Empty = everybody."""

    language: Literal["en", "ru"] | None = Field(default=None, description="Reads the app in this language")


class BroadcastDraft(Body):
    texts: Texts
    audience: Audience = Audience()
    silent: bool = False


class BroadcastPatch(Body):
    """Only what is given changes; possible while it is a draft."""

    texts: Texts | None = None
    audience: Audience | None = None
    silent: bool | None = None


class BroadcastStart(Body):
    """``scheduled_at`` null = at once. ``expect``: the preview's ``matched``; a start that would differ is refused."""

    scheduled_at: Moment | None = None
    expect: Annotated[int, Field(ge=0)] | None = None


class TextProblem(Read):
    """Why Telegram would refuse a text: ``code`` is `unknown_tag`, `not_closed`, `bare_sign`, `bad_link`, `too_long` or
    `empty`; ``line`` and ``column`` count from 1."""

    language: Literal["en", "ru"]
    code: str
    detail: str
    line: int
    column: int


class BroadcastPreview(Read):
    """Whom a draft would reach now, and what is wrong with its texts.

    ``matched`` = ``reachable`` + ``unreachable`` (the bot cannot write to them) + ``muted`` (switched off by them, or
    their account is blocked). ``lengths``: UTF-16 units of each text without its markup; Telegram takes 4,096.
    """

    matched: int
    reachable: int
    unreachable: int
    muted: int
    by_language: dict[str, int]
    lengths: dict[str, int]
    problems: list[TextProblem]


class BroadcastProgress(Read):
    """What became of it. ``total`` counts the people reached so far: everybody, once ``is_complete``.

    ``blocked`` cannot be written to (they blocked the bot, never started it, or are gone); ``skipped`` did not want it.
    """

    total: int
    is_complete: bool
    pending: int
    sent: int
    blocked: int
    skipped: int
    failed: int
    cancelled: int


class BroadcastRead(Read):
    id: UUID
    texts: dict[str, str]
    audience: Audience
    silent: bool
    state: BroadcastStateName
    created_by: int
    author: str | None
    created_at: UtcDatetime
    updated_at: UtcDatetime
    scheduled_at: UtcDatetime | None
    started_at: UtcDatetime | None
    finished_at: UtcDatetime | None
    progress: BroadcastProgress


class TestSent(Read):
    """A test was put into the outbox of who asked; ``reachability`` says whether the bot can write to them."""

    reachability: str
