"""What a handler is given: who speaks, the transaction, the ways into the app."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from app.bot.links import Links
from app.bot.words.admin import ADMIN_WORDS, AdminWords
from app.bot.words.models import MODELS, ModelWords
from app.bot.words.talk import TALK, TalkWords
from app.db.unit import Unit
from app.errors import NoSuchUser
from app.integrations.telegram.messages import Message
from app.services.messages.contents import Language, Reader
from app.services.notifications.person import Person, read_person


@dataclass(frozen=True, slots=True)
class Talk:
    """One update of one person, inside the transaction in which it takes effect."""

    unit: Unit
    person: Person
    links: Links

    @property
    def telegram_id(self) -> int:
        return self.person.telegram_id

    @property
    def reader(self) -> Reader:
        return self.person.reader

    @property
    def language(self) -> Language:
        return self.person.reader.language

    @property
    def words(self) -> TalkWords:
        return TALK[self.language]

    @property
    def model_words(self) -> ModelWords:
        return MODELS[self.language]

    @property
    def admin_words(self) -> AdminWords:
        return ADMIN_WORDS[self.language]

    async def anew(self) -> "Talk":
        """The same with the person as they are after a change."""
        person = await read_person(self.unit, self.telegram_id)
        if person is None:
            raise NoSuchUser
        return replace(self, person=person)


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a press comes to: a short note, and unless the message stays as it is what takes its place."""

    note: str
    message: Message | None = None


Command = Callable[[Talk, str], Awaitable[Message]]
"""A command's handler: gets what follows the name, answers with a message."""

ButtonHandler = Callable[[Talk, list[str]], Awaitable[Pressed]]
"""A button's handler: gets the parts of its data after the first."""
