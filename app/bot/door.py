"""Where updates come in: each takes effect once, in one transaction, and is answered after that has committed."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from typing import Final

import stamina
from telegram import Update

from app.bot.answers import Answer, Note, Rewrite, Say
from app.bot.conversation import Conversation
from app.db.unit import Units
from app.errors import DatabaseUnavailable
from app.integrations.telegram.messages import SendError, Unanswered, Unreachable
from app.resources.sender import Sender
from app.services.users.reachability import set_reachability
from app.telemetry import get_logger

ATTEMPTS: Final = 3
MOST_WAITING: Final = 1_000
"""Updates whose answers may be under way; past that they are dropped, as their effects are not."""

MOST_OF_A_PERSON: Final = 10
"""The same of one person, so that who sends very much takes nobody's place."""

LAST_WORDS: Final = 5.0
"""Seconds that answers get when the process ends."""

log = get_logger(__name__)


class Door:
    """Takes updates from Telegram. Its slowness delays answers, never the app."""

    def __init__(self, units: Units, conversation: Conversation, sender: Sender) -> None:
        self._units = units
        self._conversation = conversation
        self._sender = sender
        self._answering: set[asyncio.Task[None]] = set()
        self._waiting: Counter[int] = Counter()

    async def take_raw(self, update: dict[str, object]) -> None:
        """Take an update as Telegram writes it; one that is not understood is let go. Raises DatabaseUnavailable."""
        try:
            found = Update.de_json(update, None)
        except Exception:
            log.exception("an update is not understood and is let go", update=update.get("update_id"))
            return
        await self.take(found)

    async def take(self, update: Update) -> None:
        """Let an update take effect unless it has, and answer it in the background.

        Raises DatabaseUnavailable: nothing has happened, and it is to be delivered again. Any other fault is logged and
        the update let go, since it would meet it again for ever.
        """
        try:
            async with self._units.open() as unit:
                answers = await self._conversation.hear(unit, update)
        except DatabaseUnavailable:
            raise
        except Exception:
            log.exception("an update cannot be handled and is let go", update=update.update_id)
            return
        person = update.effective_user.id if update.effective_user else 0
        if answers and len(self._answering) < MOST_WAITING and self._waiting[person] < MOST_OF_A_PERSON:
            self._waiting[person] += 1
            task = asyncio.create_task(self._answer_all(answers))
            self._answering.add(task)
            task.add_done_callback(lambda done: self._answered(done, person))

    async def close(self) -> None:
        """Give answers that are under way a moment, then give them up."""
        if self._answering:
            _, late = await asyncio.wait(self._answering, timeout=LAST_WORDS)
            for task in late:
                task.cancel()

    def _answered(self, task: asyncio.Task[None], person: int) -> None:
        self._answering.discard(task)
        self._waiting[person] -= 1
        if not self._waiting[person]:
            del self._waiting[person]

    async def _answer_all(self, answers: Sequence[Answer]) -> None:
        for answer in sorted(answers, key=lambda one: not isinstance(one, Note)):
            try:
                await self._send(answer)
            except (SendError, DatabaseUnavailable) as error:
                log.warning("an answer could not be sent", why=str(error))
            except Exception:
                log.exception("an answer could not be sent")

    async def _send(self, answer: Answer) -> None:
        """Send one answer, a few times where Telegram does not answer. Raises SendError, DatabaseUnavailable."""
        async for attempt in stamina.retry_context(on=Unanswered, attempts=ATTEMPTS, wait_initial=0.5, wait_max=5.0):
            with attempt:
                match answer:
                    case Note():
                        await self._sender.answer(answer.callback_id, answer.text)
                    case Rewrite():
                        await self._sender.edit(answer.chat_id, answer.message_id, answer.message)
                    case Say():
                        await self._say(answer)

    async def _say(self, answer: Say) -> None:
        try:
            await self._sender.send(answer.chat_id, answer.message)
        except Unreachable as error:
            async with self._units.open() as unit:
                await set_reachability(unit, answer.chat_id, error.state)
            raise
