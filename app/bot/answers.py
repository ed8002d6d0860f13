"""What the bot answers, to be sent once the transaction of its update has been committed."""

from dataclasses import dataclass

from app.integrations.telegram.messages import Message


@dataclass(frozen=True, slots=True)
class Say:
    """A new message."""

    chat_id: int
    message: Message


@dataclass(frozen=True, slots=True)
class Rewrite:
    """A message that takes the place of one that the bot sent before."""

    chat_id: int
    message_id: int
    message: Message


@dataclass(frozen=True, slots=True)
class Note:
    """The answer to a button press, at most 200 UTF-16 units of plain text; exactly one for each callback query."""

    callback_id: str
    text: str


Answer = Say | Rewrite | Note
