"""What the fake Bot API remembers."""

import time
from dataclasses import dataclass, field
from enum import Enum

from tests.factories import BOT_TOKEN, Json

BOT: dict[str, Json] = {
    "id": int(BOT_TOKEN.partition(":")[0]),
    "is_bot": True,
    "first_name": "Forex Signals",
    "username": "forex_signals_test_bot",
}
"""The bot itself, as Telegram describes it in messages."""


class Standing(Enum):
    """How somebody stands to the bot; the value is what Telegram answers to whoever writes to them."""

    FINE = (200, "")
    BLOCKED = (403, "Forbidden: bot was blocked by the user")
    DEACTIVATED = (403, "Forbidden: user is deactivated")
    NEVER_STARTED = (403, "Forbidden: bot can't initiate conversation with a user")
    NOT_FOUND = (400, "Bad Request: chat not found")


@dataclass(frozen=True, slots=True)
class Call:
    """A request with the right token, whatever became of it; ``at`` is the fake's clock at its arrival."""

    method: str
    params: dict[str, Json]
    at: float


@dataclass(frozen=True, slots=True)
class Version:
    """A state of a message: ``text`` as received, ``plain`` as seen, ``buttons`` in rows as received."""

    text: str
    plain: str
    buttons: list[list[dict[str, Json]]]
    at: float
    entities: list[dict[str, Json]] = field(default_factory=list)
    date: int = field(default_factory=lambda: int(time.time()), compare=False)

    def shows(self) -> tuple[Json, ...]:
        """What an edit has to change to be one."""
        return self.plain, self.entities, self.buttons


@dataclass(frozen=True, slots=True)
class Sent:
    """A message in a chat: ``text``, ``plain`` and ``buttons`` as they are now, ``at`` when it was sent.

    ``versions`` holds every state of it, from the one sent to the present one.
    """

    chat_id: int
    message_id: int
    silent: bool
    versions: tuple[Version, ...]

    @property
    def text(self) -> str:
        return self.versions[-1].text

    @property
    def plain(self) -> str:
        return self.versions[-1].plain

    @property
    def buttons(self) -> list[list[dict[str, Json]]]:
        return self.versions[-1].buttons

    @property
    def at(self) -> float:
        return self.versions[0].at

    @property
    def is_edited(self) -> bool:
        return len(self.versions) > 1

    def as_message(self) -> dict[str, Json]:
        """The message as Telegram writes it."""
        now = self.versions[-1]
        message = {
            "message_id": self.message_id,
            "from": BOT,
            "chat": chat(self.chat_id),
            "date": self.versions[0].date,
            "text": now.plain,
        }
        if self.is_edited:
            message["edit_date"] = now.date
        if now.entities:
            message["entities"] = now.entities
        if now.buttons:
            message["reply_markup"] = {"inline_keyboard": now.buttons}
        return message


def chat(chat_id: int, **more: Json) -> dict[str, Json]:
    """A chat as Telegram writes it: people have positive ids."""
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": f"Person {chat_id}", **more}
    kind = "supergroup" if chat_id < -1_000_000_000_000 else "group"
    return {"id": chat_id, "type": kind, "title": f"Group {-chat_id}", **more}


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret_token: str | None = None
    allowed_updates: tuple[str, ...] | None = None
    max_connections: int = 40
    ip_address: str | None = None
    drop_pending_updates: bool = False
