"""Who writes to the bot: the same person as in the app."""

from collections.abc import Collection

import telegram
from pydantic import ValidationError

from app.db.unit import Unit
from app.errors import NoSuchUser, UserBlocked
from app.integrations.telegram.init_data import TelegramUser
from app.services.notifications.person import Person, read_person
from app.services.users.register import welcome


class Blocked(UserBlocked):
    """Somebody whose account is blocked; ``person`` is read for the words to them."""

    def __init__(self, person: Person) -> None:
        super().__init__()
        self.person = person


async def meet(unit: Unit, user: TelegramUser, admins: Collection[int]) -> Person:
    """Register somebody, or bring what is known of them up to date; their row is locked then. Raises Blocked."""
    try:
        await welcome(unit, user, admins=admins, came_by="bot")
    except UserBlocked:
        raise Blocked(await _known(unit, user.id)) from None
    return await _known(unit, user.id)


async def _known(unit: Unit, telegram_id: int) -> Person:
    person = await read_person(unit, telegram_id)
    if person is None:
        raise NoSuchUser
    return person


def sender_of(user: telegram.User | None) -> TelegramUser | None:
    """Whoever sent an update; None for bots and for what cannot be a person."""
    if user is None or user.is_bot:
        return None
    try:
        return TelegramUser(
            id=user.id,
            first_name=storable(user.first_name or ""),
            last_name=None if user.last_name is None else storable(user.last_name),
            username=None if user.username is None else storable(user.username),
            language_code=None if user.language_code is None else storable(user.language_code),
            is_premium=bool(user.is_premium),
        )
    except ValidationError:
        return None


def storable(text: str) -> str:
    """Text as PostgreSQL can hold it: without NUL and halves of letters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
