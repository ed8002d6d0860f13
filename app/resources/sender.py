"""Writing to people at the pace that Telegram allows, over all processes."""

import asyncio
from datetime import datetime, timedelta
from typing import Protocol

from app.db.unit import Unit, Units
from app.integrations.telegram.messages import Message, Messenger, TooFast
from app.services.notifications.pace import book, book_reply, hush, silent_until


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

    async def send(self, chat_id: int, message: Message, *, patience: float | None = None) -> int:
        """Send and return the message's id.

        TooFast also where it would have to be silent for over ``patience`` seconds. Without it, it is a reply, which
        waits for as long as it has to, and behind the other replies.
        """
        await self._wait_for_turn(chat_id, patience)
        try:
            return await self._messenger.send(chat_id, message)
        except TooFast as error:
            await self._keep_silent(error.seconds)
            raise

    async def edit(self, chat_id: int, message_id: int, message: Message, *, patience: float | None = None) -> None:
        await self._wait_for_turn(chat_id, patience)
        try:
            await self._messenger.edit(chat_id, message_id, message)
        except TooFast as error:
            await self._keep_silent(error.seconds)
            raise

    async def answer(self, callback_id: str, text: str) -> None:
        """Answer a pressed button, which waits for no turn: it is no message."""
        try:
            await self._messenger.answer(callback_id, text)
        except TooFast as error:
            await self._keep_silent(error.seconds)
            raise

    async def _wait_for_turn(self, chat_id: int, patience: float | None) -> None:
        is_booked = False
        if patience is None:
            await self._wait_for_replies()
        while not is_booked:
            async with self._units.open() as unit:
                now = await self.clock.now(unit)
                booking = await book(unit, chat_id, now=now, per_second=self._per_second)
            wait = (booking.at - now).total_seconds()
            if not booking.is_booked and patience is not None and wait > patience:
                raise TooFast(wait)
            await self.clock.sleep(max(0.0, wait))
            is_booked = booking.is_booked and not (wait > 0 and await self._is_silent())

    async def _wait_for_replies(self) -> None:
        async with self._units.open() as unit:
            now = await self.clock.now(unit)
            at = await book_reply(unit, now=now, per_second=self._per_second)
        await self.clock.sleep(max(0.0, (at - now).total_seconds()))

    async def _is_silent(self) -> bool:
        """Whether silence was asked for while a message waited for its moment."""
        async with self._units.open() as unit:
            until = await silent_until(unit)
            return until is not None and until > await self.clock.now(unit)

    async def _keep_silent(self, seconds: float) -> None:
        """Nobody writes before Telegram wants to hear from us again."""
        async with self._units.open() as unit:
            until = await self.clock.now(unit) + timedelta(seconds=seconds)
            await hush(unit, until=until)
