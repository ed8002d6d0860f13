"""Emptying the outbox: one message of this process under way at a time, at the pace of all processes together."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from datetime import datetime
from typing import Final

from app.db.health import DatabaseHealth
from app.db.unit import Unit, Units
from app.errors import DatabaseUnavailable
from app.integrations.telegram.messages import Message, Refused, SendError, TooFast, Unanswered, Unreachable
from app.models.users import Reachability
from app.resources.bell import Bell
from app.resources.sender import Sender
from app.services.notifications.claim import (
    CannotTell,
    Letter,
    claim,
    mark_sent,
    next_due,
    postpone,
    put_aside,
    stop_writing_to,
)
from app.services.notifications.compose import asked_message
from app.services.notifications.letters import letter_message, mark_refused
from app.services.notifications.pace import silent_until
from app.services.users.reachability import set_reachability
from app.telemetry import get_logger

LONGEST_SLEEP: Final = 5.0
"""Seconds until the outbox is looked at, whether anything was heard of it or not."""

SHORTEST_SLEEP: Final = 0.1
"""Seconds until a chat that has to wait, or a message under way in another process, is looked at again."""

LONGEST_PAUSE: Final = 60.0
HUSHED: Final = 1.0
"""Seconds of a silence that is worth letting go of the claim for."""

FAREWELL: Final = 4.0
"""Seconds that a message under way gets to be answered and written down when the process ends; else it comes twice."""

log = get_logger(__name__)


class Notifier:
    """Drains the outbox until cancelled. Any number of them may run at once."""

    def __init__(self, units: Units, sender: Sender, health: DatabaseHealth, filled: Bell) -> None:
        self._units = units
        self._sender = sender
        self._health = health
        self._filled = filled
        self._failures = 0
        self._sending: asyncio.Task[int] | None = None
        """The message under way; where its claim is lost, by the database going away, it is written down later."""

        self._rows: tuple[int | None, ...] = ()
        """The rows that it tells."""

    async def run(self) -> None:
        heard = self._filled.listener()
        while True:
            await self._health.wait()
            pause = await _to_its_end(self._next_pause())
            if self._failures:
                await asyncio.sleep(pause)
            else:
                await heard.wait(within=pause)

    async def _next_pause(self) -> float:
        """Send a message; return the seconds until there may be another, or until it is tried again."""
        try:
            return await self.step()
        except DatabaseUnavailable:
            return 0.5
        except Exception:
            log.exception("the notifier failed and will try again")
            return 5.0

    async def step(self) -> float:
        """Send at most one message; return the seconds until there may be another, 0 where there is one now."""
        await self._remember()
        try:
            pause = await self._turn()
        except CannotTell as error:
            log.exception("a message cannot be composed and is put aside", rows=list(error.row_ids))
            async with self._units.open() as unit:
                await put_aside(unit, error.row_ids, now=await self._sender.clock.now(unit))
            return 0.0
        self._sending = None
        return pause

    async def _remember(self) -> None:
        """Write down what was sent and could not be written down. What was not sent is claimed again."""
        if self._sending is None:
            return
        await asyncio.wait([self._sending])
        if not self._sending.cancelled() and self._sending.exception() is None:
            async with self._units.open() as unit:
                now = await self._sender.clock.now(unit)
                await mark_sent(unit, self._rows, message_id=self._sending.result(), now=now)
        self._sending = None

    async def _turn(self) -> float:
        async with self._units.open() as unit:
            now = await self._sender.clock.now(unit)
            if (silence := await _silence(unit, now)) > HUSHED:
                return min(silence, LONGEST_PAUSE)
            taken = await claim(unit, now)
            if taken is None:
                return await self._until_due(unit, now)
            if taken.letter is not None:
                return await self._deliver(unit, taken.letter)
        return 0.0

    async def _until_due(self, unit: Unit, now: datetime) -> float:
        due = await next_due(unit)
        if due is None:
            return LONGEST_SLEEP
        return min(max((due - now).total_seconds(), SHORTEST_SLEEP), LONGEST_SLEEP)

    async def _deliver(self, unit: Unit, letter: Letter) -> float:
        """Send a claimed letter and write down what became of it, in the unit that holds the claim."""
        try:
            message_id = await self._write(unit, letter)
        except SendError as error:
            return await self._not_sent(unit, letter, error)
        self._failures = 0
        await mark_sent(unit, self._rows, message_id=message_id, now=await self._sender.clock.now(unit))
        return 0.0

    async def _write(self, unit: Unit, letter: Letter) -> int:
        """Send a new message, or rewrite the one that the letter answers. Raises SendError, CannotTell."""
        self._rows = tuple(row.id for row in letter.rows)
        try:
            message = letter_message(letter)
        except Exception as error:
            raise CannotTell(self._rows) from error
        original = await asked_message(unit, letter.first)
        self._sending = asyncio.create_task(self._leave(letter.person.telegram_id, original, message))
        return await asyncio.shield(self._sending)

    async def _leave(self, chat_id: int, original: int | None, message: Message) -> int:
        if original is None:
            return await self._sender.send(chat_id, message, patience=HUSHED)
        await self._sender.edit(chat_id, original, message, patience=HUSHED)
        return original

    async def _not_sent(self, unit: Unit, letter: Letter, error: SendError) -> float:
        now = await self._sender.clock.now(unit)
        match error:
            case Unreachable(state=state):
                await self._lose(unit, letter, state, now)
            case Refused():
                log.warning("Telegram refuses a message", kind=letter.first.kind, why=str(error))
                await mark_refused(unit, letter, str(error), now=now)
            case TooFast(seconds=seconds):
                log.warning("Telegram asks for silence", seconds=seconds)
                return min(seconds, LONGEST_PAUSE)
            case Unanswered():
                log.warning("Telegram does not answer; the message will be sent again", why=str(error))
                await postpone(unit, letter.rows, now=now)
                self._failures += 1
                return float(min(LONGEST_PAUSE, 2 ** min(self._failures - 1, 6)))
        self._failures = 0
        return 0.0

    async def _lose(self, unit: Unit, letter: Letter, state: Reachability, now: datetime) -> None:
        await set_reachability(unit, letter.person.telegram_id, state)
        await stop_writing_to(unit, letter, state, now=now)


async def _to_its_end(turn: Coroutine[None, None, float]) -> float:
    """Await a turn which, where the process ends, still gets ``FAREWELL`` seconds; asking again shortens nothing."""
    task = asyncio.create_task(turn)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        loop = asyncio.get_running_loop()
        last = loop.time() + FAREWELL
        while not task.done() and (left := last - loop.time()) > 0:
            with suppress(asyncio.CancelledError):
                await asyncio.wait({task}, timeout=left)
        task.cancel()
        raise


async def _silence(unit: Unit, now: datetime) -> float:
    """Seconds for which the whole bot is to keep silent."""
    until = await silent_until(unit)
    return 0.0 if until is None else (until - now).total_seconds()
