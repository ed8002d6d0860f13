"""Emptying the outbox: one message of this process under way at a time, at the pace of all processes together."""

import asyncio
from datetime import datetime
from typing import Final

from app.db.health import DatabaseHealth
from app.db.unit import Unit, Units
from app.errors import DatabaseUnavailable
from app.integrations.telegram.messages import Refused, SendError, TooFast, Unanswered, Unreachable
from app.models.notifications import NotificationState
from app.models.users import Reachability
from app.resources.bell import Bell
from app.resources.sender import Sender
from app.services.notifications.claim import Letter, claim, next_due, postpone, settle, stop_writing_to
from app.services.notifications.compose import asked_message
from app.services.notifications.letters import letter_message, mark_refused
from app.services.notifications.pace import free_at
from app.services.users.reachability import set_reachability
from app.telemetry import get_logger

LONGEST_SLEEP: Final = 5.0
"""Seconds until the outbox is looked at, whether anything was heard of it or not."""

SHORTEST_SLEEP: Final = 0.1
"""Seconds until a chat that has to wait, or a message under way in another process, is looked at again."""

LONGEST_PAUSE: Final = 60.0
HUSHED: Final = 1.0
"""Seconds of a silence that is worth letting go of the claim for."""

log = get_logger(__name__)


class Notifier:
    """Drains the outbox until cancelled. Any number of them may run at once."""

    def __init__(self, units: Units, sender: Sender, health: DatabaseHealth, filled: Bell) -> None:
        self._units = units
        self._sender = sender
        self._health = health
        self._filled = filled
        self._failures = 0
        self._sent: dict[int, int] = {}
        """Message ids of what was sent while the database went away, by the first row of each: written down later."""

    async def run(self) -> None:
        heard = self._filled.listener()
        while True:
            try:
                await self._health.wait()
                pause = await self.step()
            except DatabaseUnavailable:
                pause = 0.5
            except Exception:
                log.exception("the notifier failed and will try again")
                pause = 5.0
            if self._failures:
                await asyncio.sleep(pause)
            else:
                await heard.wait(within=pause)

    async def step(self) -> float:
        """Send at most one message; return the seconds until there may be another, 0 where there is one now."""
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
        first = letter.first.id or 0
        try:
            message_id = self._sent.get(first) or await self._write(unit, letter)
        except SendError as error:
            return await self._not_sent(unit, letter, error)
        self._failures = 0
        self._sent[first] = message_id
        await self._mark(unit, letter, message_id)
        self._sent.pop(first, None)
        return 0.0

    async def _write(self, unit: Unit, letter: Letter) -> int:
        """Send a new message, or rewrite the one that the letter answers. Raises SendError."""
        message = letter_message(letter)
        original = await asked_message(unit, letter.first)
        if original is None:
            return await self._sender.send(letter.person.telegram_id, message)
        await self._sender.edit(letter.person.telegram_id, original, message)
        return original

    async def _mark(self, unit: Unit, letter: Letter, message_id: int) -> None:
        now = await self._sender.clock.now(unit)
        why = "digest" if len(letter.rows) > 1 else None
        await settle(unit, letter.rows, NotificationState.SENT, why=why, now=now, message_id=message_id or None)

    async def _not_sent(self, unit: Unit, letter: Letter, error: SendError) -> float:
        now = await self._sender.clock.now(unit)
        match error:
            case Unreachable(state=state):
                await self._lose(unit, letter, state, now)
            case Refused():
                log.warning("Telegram refuses a message", kind=letter.first.kind, why=str(error))
                await mark_refused(unit, letter, now=now)
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


async def _silence(unit: Unit, now: datetime) -> float:
    """Seconds for which the whole bot is to keep silent."""
    until = await free_at(unit)
    return 0.0 if until is None else (until - now).total_seconds()
