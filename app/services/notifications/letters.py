"""Letters as Telegram takes them."""

from datetime import datetime
from typing import Final

from app.db.unit import Unit
from app.integrations.telegram.messages import Keyboard, Message
from app.models.notifications import NotificationState
from app.services.bot.request_buttons import request_keyboard
from app.services.broadcasts.reach import call_off
from app.services.messages.contents import AccessRequest
from app.services.messages.render import render
from app.services.notifications.claim import Letter, settle

_OF_THE_TEXT: Final = ("parse", "entit", "text", "too long", "too_long", "utf-8")
"""What Telegram's refusals of a text speak of; its others are about one chat."""


def letter_message(letter: Letter) -> Message:
    """The words of a letter, and its buttons."""
    reader = letter.person.reader
    keyboard: Keyboard = ()
    if isinstance(letter.content, AccessRequest) and letter.content.answer is None:
        keyboard = request_keyboard(letter.content.request_id, reader.language)
    return Message(render(letter.content, reader), keyboard, silent=letter.silent)


async def mark_refused(unit: Unit, letter: Letter, refusal: str, *, now: datetime) -> None:
    """Telegram will never take this message; of a broadcast whose text it refuses the rest is called off."""
    await settle(unit, letter.rows, NotificationState.FAILED, why="refused", now=now)
    if letter.first.broadcast_id is not None and any(word in refusal.lower() for word in _OF_THE_TEXT):
        await call_off(unit, letter.first.broadcast_id)
