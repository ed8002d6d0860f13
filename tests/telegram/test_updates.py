"""Updates are such as Telegram sends: both libraries read them, and aiogram knows every field of them."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel
from telegram import MessageEntity
from telegram import Update as PtbUpdate

from tests.factories import Json
from tests.telegram.records import BOT, Sent, Version
from tests.telegram.updates import GROUP_ID, callback_update, member_update, message_update, write_access_update

ANN = 1001
SENT = Sent(
    ANN, 5, silent=False, versions=(Version("<b>Hi</b>", "Hi", [[{"text": "A", "callback_data": "a"}]], at=0.0),)
)
STICKER = {
    "file_id": "x",
    "file_unique_id": "y",
    "type": "regular",
    "width": 512,
    "height": 512,
    "is_animated": False,
    "is_video": False,
}

UPDATES = {
    "text": message_update(ANN, "Hello"),
    "command": message_update(ANN, "/start model_x", first_name="Анна", username="ann", language_code="ru"),
    "nameless language": message_update(ANN, "Hello", language_code=None),
    "sticker": message_update(ANN, None, sticker=STICKER),
    "group": message_update(ANN, "/start@forex_signals_test_bot", chat_type="supergroup"),
    "edited": message_update(ANN, "Hello", kind="edited_message"),
    "channel": message_update(ANN, "News", chat_type="channel", kind="channel_post"),
    "bot": message_update(ANN, "Beep", is_bot=True),
    "press": callback_update(ANN, "ask:x", SENT, username="ann"),
    "press of an old message": callback_update(
        ANN, "ask:x", {"chat": {"id": ANN, "type": "private", "first_name": "Ann"}, "message_id": 5, "date": 0}
    ),
    "blocked": member_update(ANN, "member", "kicked"),
    "unblocked": member_update(ANN, "kicked", "member"),
    "added to a group": member_update(ANN, "left", "member", chat_type="supergroup"),
    "write access": write_access_update(ANN),
}


def unknown(value: object) -> Iterator[str]:
    if isinstance(value, BaseModel):
        yield from value.model_extra or {}
        for name in type(value).model_fields:
            yield from unknown(getattr(value, name))
    elif isinstance(value, list):
        for one in value:
            yield from unknown(one)


@pytest.mark.parametrize("update", UPDATES.values(), ids=UPDATES.keys())
def test_both_libraries_read_it(update: dict[str, Json]) -> None:
    from aiogram.types import Update

    read: Any = Update.model_validate(update)
    assert list(unknown(read)) == []
    assert len(read.model_fields_set) == 2
    other = PtbUpdate.de_json(update, None)
    assert other.update_id == update["update_id"]
    assert other.api_kwargs == {}


def test_ids_rise_unless_they_are_given() -> None:
    ids = [message_update(ANN, "x")["update_id"] for _ in range(3)]
    assert ids == sorted(set(ids))
    assert message_update(ANN, "x", update_id=7)["update_id"] == 7
    assert callback_update(ANN, "x", SENT)["callback_query"]["id"] != UPDATES["press"]["callback_query"]["id"]


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        ("/start", ["/start"]),
        ("/Start x", ["/Start"]),
        ("😀 /help", ["/help"]),
        ("/a@some_bot /b\n/c, x/d http://e/f", ["/a@some_bot", "/b", "/c"]),
        ("/ x /- 1/2", []),
        ("/да", []),
    ],
)
def test_commands_are_marked(text: str, commands: list[str]) -> None:
    message = PtbUpdate.de_json(message_update(ANN, text), None).message
    assert message is not None
    assert list(message.parse_entities([MessageEntity.BOT_COMMAND]).values()) == commands


def test_who_speaks_where() -> None:
    private, group = UPDATES["command"]["message"], UPDATES["group"]["message"]
    assert private["chat"] == {"id": ANN, "type": "private", "first_name": "Анна", "username": "ann"}
    assert (group["chat"]["id"], group["from"]["id"]) == (GROUP_ID, ANN)
    assert "from" not in UPDATES["channel"]["channel_post"]
    assert message_update(ANN, "x")["message"]["from"]["first_name"] == f"Person {ANN}"
    changed = UPDATES["blocked"]["my_chat_member"]
    assert (changed["new_chat_member"]["user"], changed["new_chat_member"]["status"]) == (BOT, "kicked")


def test_a_press_shows_the_message_as_it_is_now() -> None:
    message = UPDATES["press"]["callback_query"]["message"]
    assert (message["message_id"], message["text"], message["from"]) == (5, "Hi", BOT)
    assert message["reply_markup"] == {"inline_keyboard": [[{"text": "A", "callback_data": "a"}]]}
