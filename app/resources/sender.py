"""Writing to people at the pace that Telegram allows, over all processes."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

from app.db.unit import Unit, Units
from app.integrations.telegram.messages import Message, Messenger, TooFast
from app.services.notifications.pace import EVERYBODY, book, hush


class Clock(Protocol):
    """Time, as the outbox sees it."""

    async def now(self, unit: Unit) -> datetime: ...

    async def sleep(self, seconds: float) -> None: ...


class RealClock:
    """The database's clock, which all processes share."""

    async def now(self, unit: Unit) -> datetime:
        return await unit.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Sender:
    """Books a moment, waits for it, writes. Raises SendError, and DatabaseUnavailable before anything has left."""

    def __init__(self, messenger: Messenger, units: Units, clock: Clock, *, per_second: int) -> None:
        self._messenger = messenger
        self._units = units
        self._per_second = per_second
        self.clock = clock

    async def send(self, chat_id: int, message: Message) -> int:
        """Send and return the message's id."""
        await self._wait_for_turn(chat_id)
        try:
            return await self._messenger.send(chat_id, message)
        except TooFast as error:
            await self._keep_silent(error.seconds)
            raise

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        await self._wait_for_turn(chat_id)
        try:
            await self._messenger.edit(chat_id, message_id, message)
        except TooFast as error:
            await self._keep_silent(error.seconds)
            raise

    async def answer(self, callback_id: str, text: str) -> None:
        """Answer a pressed button, which waits for no turn: it is no message."""
        await self._messenger.answer(callback_id, text)

    async def _wait_for_turn(self, chat_id: int) -> None:
        is_booked = False
        while not is_booked:
            async with self._units.open() as unit:
                now = await self.clock.now(unit)
                booking = await book(unit, chat_id, now=now, per_second=self._per_second)
            is_booked = booking.is_booked
            await self.clock.sleep(max(0.0, (booking.at - now).total_seconds()))

    async def _keep_silent(self, seconds: float) -> None:
        """Nobody writes before Telegram wants to hear from us again."""
        async with self._units.open() as unit:
            until = await self.clock.now(unit) + timedelta(seconds=seconds)
            await hush(unit, EVERYBODY, until=until)
