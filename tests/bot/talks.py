"""Talking to the bot without Telegram: updates in, answers checked by Telegram's rules and handed out."""

from collections.abc import Iterator
from pathlib import Path

import telegram

from app.bot.answers import Answer, Note, Rewrite, Say
from app.bot.conversation import Conversation
from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.integrations.telegram.messages import Button, Message
from app.services.messages.format import utf16
from app.services.messages.markup import problems_of
from tests.conftest import settings_for
from tests.factories import Json
from tests.telegram.records import BOT, chat
from tests.telegram.updates import callback_update, message_update

PUBLIC_URL = "https://app.example.com"
BOT_NAME = "forex_signals_test_bot"
ANNA = 1_000_002


class Talks:
    """The bot's side of every private chat."""

    def __init__(self, units: Units, database: DatabaseUrls, folder: Path, **more: object) -> None:
        self.units = units
        self.settings = settings_for(database, folder, **({"public_url": PUBLIC_URL} | more))
        self.conversation = Conversation(self.settings, lambda: BOT_NAME)

    async def hear(self, update: dict[str, Json]) -> list[Answer]:
        """Let an update take effect in a transaction of its own."""
        async with self.units.open() as unit:
            answers = await self.conversation.hear(unit, telegram.Update.de_json(update, None))
        for answer in answers:
            assert broken_rules(answer) == []
        return answers

    async def say(self, person_id: int, text: str, **more: Json) -> Message:
        """What somebody is answered who writes this."""
        (answer,) = await self.hear(message_update(person_id, text, **more))
        assert isinstance(answer, Say)
        assert answer.chat_id == person_id
        return answer.message

    async def press(
        self, person_id: int, data: str, *, message_id: int = 77, **more: Json
    ) -> tuple[str, Message | None]:
        """The note beside a button that is pressed, and the message that takes the place of the button's."""
        note, *rest = await self.hear(callback_update(person_id, data, bot_message(person_id, message_id), **more))
        assert isinstance(note, Note)
        if not rest:
            return note.text, None
        (rewrite,) = rest
        assert isinstance(rewrite, Rewrite)
        assert (rewrite.chat_id, rewrite.message_id) == (person_id, message_id)
        return note.text, rewrite.message


def bot_message(person_id: int, message_id: int = 77) -> dict[str, Json]:
    """A message that the bot has sent."""
    return {"message_id": message_id, "from": BOT, "chat": chat(person_id), "date": 1_700_000_000, "text": "..."}


def buttons(message: Message) -> list[Button]:
    return [button for row in message.keyboard for button in row]


def data_of(message: Message) -> list[str]:
    """The data of a message's buttons, in their order."""
    return [button.data for button in buttons(message) if button.data is not None]


def apps_of(message: Message) -> list[str]:
    """Where a message's buttons open the app, without the address in front."""
    return [button.app_url.removeprefix(PUBLIC_URL) for button in buttons(message) if button.app_url is not None]


def broken_rules(answer: Answer) -> list[str]:
    """What Telegram would refuse about an answer."""
    if isinstance(answer, Note):
        return [] if 1 <= utf16(answer.text) <= 200 else [f"a note of {utf16(answer.text)}"]
    found = [f"{problem.code}: {problem.detail}" for problem in problems_of(answer.message.text)]
    return found + list(_broken_buttons(answer.message))


def _broken_buttons(message: Message) -> Iterator[str]:
    if len(buttons(message)) > 100:
        yield "more than 100 buttons"
    for button in buttons(message):
        kinds = [kind for kind in (button.data, button.url, button.app_url) if kind is not None]
        if len(kinds) != 1 or not button.text.strip():
            yield f"{button} has {len(kinds)} kinds"
        if button.data is not None and not 1 <= len(button.data.encode()) <= 64:
            yield f"{button.data} has {len(button.data.encode())} bytes"
        if button.app_url is not None and not button.app_url.startswith("https://"):
            yield f"{button.app_url} is not https"
