"""The buttons that the bot knows, by the first part of their data."""

from collections.abc import Mapping
from typing import Final

from app.bot.buttons.ask import ask_access
from app.bot.buttons.choose import choose
from app.bot.buttons.decide import decide
from app.bot.buttons.parts import uuid_of
from app.bot.buttons.settle import settle
from app.bot.talk import ButtonHandler
from app.db.unit import Unit
from app.services.bot.look import request_owner
from app.services.bot.orders import find_order

BUTTONS: Final[Mapping[str, ButtonHandler]] = {
    "ask": ask_access,
    "set": choose,
    "order": settle,
    "req": decide,
}


def find_button(data: str) -> tuple[ButtonHandler, list[str]] | None:
    """The handler of a button and the parts of its data; None for what nobody knows."""
    first, *parts = data.split(":")
    handler = BUTTONS.get(first)
    return None if handler is None or not parts else (handler, parts)


async def who_is_changed(unit: Unit, data: str) -> int | None:
    """Whose rights a press may change: their row has to be locked together with that of who presses."""
    first, *parts = data.split(":")
    found = uuid_of(parts[0]) if parts else None
    if found is None:
        return None
    if first == "order":
        order = await find_order(unit, found)
        return None if order is None else order.telegram_id
    return await request_owner(unit, found) if first == "req" else None
