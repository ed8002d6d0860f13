"""What an update means, and what is answered to it."""

import re
from collections.abc import Awaitable, Callable
from typing import Final, TypeVar

import telegram
from telegram.constants import ChatMemberStatus, ChatType

from app.bot.answers import Answer, Note, Rewrite, Say
from app.bot.buttons import find_button, who_is_changed
from app.bot.commands import find_command
from app.bot.commands.help import not_a_command, unknown_command
from app.bot.fit import note_text
from app.bot.links import Links
from app.bot.people import Blocked, meet, sender_of, storable
from app.bot.talk import Pressed, Talk
from app.bot.words.refusals import refusal
from app.bot.words.talk import TALK
from app.db.unit import Unit
from app.errors import AppError, DatabaseUnavailable
from app.integrations.telegram.init_data import TelegramUser
from app.integrations.telegram.messages import Message
from app.models.users import Reachability
from app.services.bot.updates import claim_update
from app.services.messages.format import escape, language_of
from app.services.subscriptions.change import lock_users
from app.services.users.reachability import set_reachability
from app.settings import Settings

_COMMAND: Final = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]{1,32}))?(?:\s+(.*))?", re.DOTALL)
_STANDINGS: Final = {
    ChatMemberStatus.BANNED.value: Reachability.BLOCKED,
    ChatMemberStatus.MEMBER.value: Reachability.OK,
}
"""What the bot's standing in a private chat says; Telegram calls BANNED "kicked"."""

Told = TypeVar("Told")


class Conversation:
    """Hears updates; sends nothing."""

    def __init__(self, settings: Settings, bot_username: Callable[[], str | None]) -> None:
        self._admins = settings.admin_telegram_id
        self._links = Links(settings.public_url)
        self._bot_username = bot_username

    async def hear(self, unit: Unit, update: telegram.Update) -> list[Answer]:
        """Everything that an update means, in the caller's transaction; [] for what was heard before or is not ours.

        What is refused is an answer, and counts as heard. Raises DatabaseUnavailable.
        """
        if not await claim_update(unit, update.update_id):
            return []
        if update.callback_query is not None:
            return await self._hear_press(unit, update.callback_query)
        if update.message is not None:
            return await self._hear_message(unit, update.message)
        if update.my_chat_member is not None:
            await _note_standing(unit, update.my_chat_member)
        return []

    async def _hear_message(self, unit: Unit, message: telegram.Message) -> list[Answer]:
        sender = sender_of(message.from_user)
        if sender is None or message.chat.type != ChatType.PRIVATE:
            return []
        if message.write_access_allowed is not None:
            await set_reachability(unit, sender.id, Reachability.OK)
            return []
        text = storable(message.text or "")
        if self._is_for_another_bot(text) or not (text or message.effective_attachment):
            return []
        try:
            talk = await self._meet(unit, sender)
        except Blocked as error:
            return [Say(message.chat.id, Message(refusal(error, error.person.reader.language)))]
        answer = await _attempt(talk, lambda: _answer(talk, text), lambda why: Message(escape(why)))
        return [Say(message.chat.id, answer)]

    async def _hear_press(self, unit: Unit, query: telegram.CallbackQuery) -> list[Answer]:
        sender, place, data = sender_of(query.from_user), query.message, storable(query.data or "")
        if sender is None or place is None or place.chat.type != ChatType.PRIVATE:
            return [Note(query.id, TALK[language_of(query.from_user.language_code)].out_of_date)]
        changed = await who_is_changed(unit, data)
        if changed is not None:
            # Two rows are locked in the order of their ids, as everywhere: orders that overlap wait, never deadlock.
            await lock_users(unit, [sender.id, changed])
        try:
            talk = await self._meet(unit, sender)
        except Blocked as error:
            return [Note(query.id, refusal(error, error.person.reader.language))]
        pressed = await _attempt(talk, lambda: _press(talk, data), Pressed)
        answers: list[Answer] = [Note(query.id, note_text(pressed.note))]
        if pressed.message is not None:
            # A message that Telegram no longer shows to bots cannot be edited: what was to stand there is said anew.
            chat_id, shown = place.chat.id, pressed.message
            answers.append(Rewrite(chat_id, place.message_id, shown) if place.is_accessible else Say(chat_id, shown))
        return answers

    async def _meet(self, unit: Unit, sender: TelegramUser) -> Talk:
        return Talk(unit, await meet(unit, sender, self._admins), self._links)

    def _is_for_another_bot(self, text: str) -> bool:
        found = _COMMAND.fullmatch(text)
        own = self._bot_username()
        return found is not None and bool(found[2]) and own is not None and found[2].lower() != own.lower()


async def _answer(talk: Talk, text: str) -> Message:
    if not text.startswith("/"):
        return not_a_command(talk)
    found = _COMMAND.fullmatch(text)
    command = None if found is None else find_command(found[1], is_admin=talk.person.is_admin)
    if found is None or command is None:
        return unknown_command(talk)
    return await command(talk, (found[3] or "").strip())


async def _press(talk: Talk, data: str) -> Pressed:
    found = find_button(data)
    if found is None:
        return Pressed(talk.words.out_of_date)
    handler, parts = found
    return await handler(talk, parts)


async def _attempt(talk: Talk, work: Callable[[], Awaitable[Told]], refused: Callable[[str], Told]) -> Told:
    """Do it, or undo what it did and say why it is refused. Raises DatabaseUnavailable."""
    try:
        async with talk.unit.session.begin_nested():
            return await work()
    except DatabaseUnavailable:
        raise
    except AppError as error:
        return refused(refusal(error, talk.language))


async def _note_standing(unit: Unit, change: telegram.ChatMemberUpdated) -> None:
    """Write down whether a person has blocked the bot or let it write again."""
    standing = _STANDINGS.get(str(change.new_chat_member.status))
    if change.chat.type == ChatType.PRIVATE and standing is not None:
        await set_reachability(unit, change.chat.id, standing)
