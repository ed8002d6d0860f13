"""Messages to people in Telegram, and what can come of sending one, in the product's own words.

What can go wrong is told apart by what the caller should do about it: see the tree below ``SendError``.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from app.models.users import Reachability

MAX_TEXT: Final = 4096
"""UTF-16 code units of a message, markup not counted."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button below a message. Exactly one of ``data`` (1..64 bytes), ``url`` and ``app_url`` (https) is given."""

    text: str
    data: str | None = None
    url: str | None = None
    app_url: str | None = None


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Message:
    """What is sent: ``text`` in Telegram's HTML."""

    text: str
    keyboard: Keyboard = ()
    silent: bool = False


class SendError(Exception):
    """A message was not sent, or nobody knows; holds nothing secret."""


class Unreachable(SendError):
    """This person cannot be written to, now or for ever; ``state`` says which."""

    def __init__(self, state: Reachability) -> None:
        super().__init__(state.value)
        self.state = state


class TooFast(SendError):
    """Telegram wants silence of the whole bot for ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"retry after {seconds} s")
        self.seconds = seconds


class Refused(SendError):
    """Telegram will never take this message."""


class Unanswered(SendError):
    """Telegram is away, or its answer was lost: the message may have arrived."""


class Messenger(Protocol):
    """Whoever writes to people. Everything raises SendError and nothing else of Telegram's."""

    async def send(self, chat_id: int, message: Message) -> int:
        """Send and return the message's id."""

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        """Replace a message; one that is gone, or says so already, is left as it is."""

    async def answer(self, callback_id: str, text: str) -> None:
        """Answer the press of a button with a short note."""
