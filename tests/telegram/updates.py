"""Updates as Telegram sends them."""

import itertools
import re
import time
from collections.abc import Iterator

from tests.factories import Json
from tests.telegram.markup import utf16
from tests.telegram.records import BOT, Sent, chat

GROUP_ID = -1_001_234_567_890
FIRST_UPDATE = 100_000_001
CHAT_INSTANCE = "-3788475317572404878"
_COMMAND = re.compile(r"(?<!\S)/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{5,32})?(?=[^\w@]|$)")
_update_ids = itertools.count(FIRST_UPDATE)
_message_ids = itertools.count(1_000_001)
_callback_ids = itertools.count(4_382_000_000_000_000_001)


def person(
    person_id: int,
    *,
    first_name: str | None = None,
    username: str | None = None,
    language_code: str | None = "en",
    is_bot: bool = False,
    **more: Json,
) -> dict[str, Json]:
    """A User; without a name it is "Person ID"."""
    name = f"Person {person_id}" if first_name is None else first_name
    optional = {"username": username, "language_code": language_code, **more}
    known = {key: value for key, value in optional.items() if value is not None}
    return {"id": person_id, "is_bot": is_bot, "first_name": name, **known}


def message_update(
    person_id: int,
    text: str | None,
    *,
    first_name: str | None = None,
    username: str | None = None,
    language_code: str | None = "en",
    is_bot: bool = False,
    chat_type: str = "private",
    kind: str = "message",
    update_id: int | None = None,
    **more: Json,
) -> dict[str, Json]:
    """Somebody writes; commands in the text are marked. No text: ``more`` says what it is, such as ``sticker``.

    ``chat_type`` other than "private" is a place with the id GROUP_ID; ``kind`` is the update's own, such as
    "edited_message" or "channel_post"; ``more`` are further fields of the message.
    """
    sender = person(person_id, first_name=first_name, username=username, language_code=language_code, is_bot=is_bot)
    message: dict[str, Json] = {
        "message_id": next(_message_ids),
        "from": sender,
        "chat": _chat_of(sender) if chat_type == "private" else chat(GROUP_ID, type=chat_type),
        "date": int(time.time()),
    }
    if kind.endswith("channel_post"):
        message["sender_chat"] = message["chat"]
        del message["from"]
    if kind.startswith("edited"):
        message["edit_date"] = message["date"]
    if text is not None:
        message["text"] = text
        if entities := list(_commands(text)):
            message["entities"] = entities
    return _update(kind, {**message, **more}, update_id)


def callback_update(
    person_id: int,
    data: str,
    message: Sent | dict[str, Json],
    *,
    first_name: str | None = None,
    username: str | None = None,
    language_code: str | None = "en",
    is_bot: bool = False,
    callback_id: str | None = None,
    update_id: int | None = None,
) -> dict[str, Json]:
    """Somebody presses a button of a message that the bot has sent (or of any, as Telegram writes it)."""
    query = {
        "id": callback_id or str(next(_callback_ids)),
        "from": person(person_id, first_name=first_name, username=username, language_code=language_code, is_bot=is_bot),
        "message": message.as_message() if isinstance(message, Sent) else message,
        "chat_instance": CHAT_INSTANCE,
        "data": data,
    }
    return _update("callback_query", query, update_id)


def member_update(
    person_id: int,
    old: str,
    new: str,
    *,
    first_name: str | None = None,
    username: str | None = None,
    language_code: str | None = "en",
    chat_type: str = "private",
    update_id: int | None = None,
) -> dict[str, Json]:
    """The bot's own standing in a chat has changed: in a private one "kicked" is blocked, "member" is not."""
    sender = person(person_id, first_name=first_name, username=username, language_code=language_code)
    changed = {
        "chat": _chat_of(sender) if chat_type == "private" else chat(GROUP_ID, type=chat_type),
        "from": sender,
        "date": int(time.time()),
        "old_chat_member": _member(old),
        "new_chat_member": _member(new),
    }
    return _update("my_chat_member", changed, update_id)


def write_access_update(
    person_id: int,
    *,
    first_name: str | None = None,
    username: str | None = None,
    language_code: str | None = "en",
    update_id: int | None = None,
) -> dict[str, Json]:
    """Somebody allows the Mini App, which asked for it, to write messages."""
    return message_update(
        person_id,
        None,
        first_name=first_name,
        username=username,
        language_code=language_code,
        update_id=update_id,
        write_access_allowed={"from_request": True},
    )


def _update(kind: str, what: dict[str, Json], update_id: int | None) -> dict[str, Json]:
    return {"update_id": next(_update_ids) if update_id is None else update_id, kind: what}


def _chat_of(sender: dict[str, Json]) -> dict[str, Json]:
    names = {name: sender[name] for name in ("first_name", "last_name", "username") if name in sender}
    return chat(sender["id"], **names)


def _member(status: str) -> dict[str, Json]:
    ends = {"until_date": 0} if status == "kicked" else {}
    return {"user": BOT, "status": status, **ends}


def _commands(text: str) -> Iterator[dict[str, Json]]:
    for command in _COMMAND.finditer(text):
        yield {"offset": utf16(text[: command.start()]), "length": utf16(command[0]), "type": "bot_command"}
