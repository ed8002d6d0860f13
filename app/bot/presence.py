"""The bot's own life beside the app: it introduces itself, registers, listens. The app never waits for it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Final, TypeVar

from telegram import Bot, Update
from telegram.error import InvalidToken, RetryAfter, TelegramError

from app.bot.conversation import Conversation
from app.bot.door import Door
from app.bot.registration import UPDATES, is_delivered, register, set_delivery
from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.resources.leader import Lock, lead_for_ever
from app.telemetry import get_logger

FIRST_RETRY: Final = 1.0
LAST_RETRY: Final = 60.0
LONG_POLL: Final = 25
CHECK_EVERY: Final = 300.0
"""Seconds between two looks at whether the webhook is still ours."""

LOCK_EVERY: Final = 2.0
INTRODUCE_EVERY: Final = 3600.0

Answer = TypeVar("Answer")
log = get_logger(__name__)


@asynccontextmanager
async def open_door(resources: Resources) -> AsyncIterator[Door]:
    """The door of this process, for the time of a block."""
    assert resources.sender is not None  # noqa: S101 - asked only where there is a bot
    door = Door(resources.units, Conversation(resources.settings, lambda: _username(resources)), resources.sender)
    try:
        yield door
    finally:
        await door.close()


async def live(resources: Resources, door: Door) -> None:
    """Introduce this process's bot, and, as one process of the database, register and listen; for ever."""
    assert resources.telegram is not None  # noqa: S101 - asked only where there is a bot
    bot = resources.telegram.bot

    async def work(lock: Lock) -> None:
        await _Presence(resources, bot, door, lock).run()

    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_introduce(resources, bot))
        tasks.create_task(lead_for_ever(resources, "bot", work))


def _username(resources: Resources) -> str | None:
    return resources.settings.bot_username or resources.bot.username


async def _introduce(resources: Resources, bot: Bot) -> None:
    """Learn the bot's name from Telegram, and keep knowing whether it answers."""
    while True:
        me = await _insist(resources, bot.get_me, "getMe")
        resources.bot.username = me.username
        await asyncio.sleep(INTRODUCE_EVERY)


class _Presence:
    """What the one process does that holds the lock."""

    def __init__(self, resources: Resources, bot: Bot, door: Door, lock: Lock) -> None:
        self._resources = resources
        self._settings = resources.settings
        self._bot = bot
        self._door = door
        self._lock = lock

    async def run(self) -> None:
        await self._insist(lambda: register(self._bot, self._settings), "register")
        log.info("the bot is registered", mode=self._settings.bot_mode)
        if self._settings.bot_mode == "polling":
            await self._poll()
        else:
            await self._watch()

    async def _watch(self) -> None:
        """Keep the webhook ours: another installation with the same token, or a person, may have moved it."""
        waited = 0.0
        while not self._lock.is_closed():
            await asyncio.sleep(LOCK_EVERY)
            waited += LOCK_EVERY
            if waited >= CHECK_EVERY:
                waited = 0.0
                if not await self._insist(lambda: is_delivered(self._bot, self._settings), "getWebhookInfo"):
                    log.warning("the webhook was somewhere else and is set again")
                    await self._insist(lambda: set_delivery(self._bot, self._settings), "setWebhook")

    async def _poll(self) -> None:
        """Fetch updates; each is confirmed once it has had its effect."""
        offset: int | None = None
        while not self._lock.is_closed():
            after = offset

            async def fetch(after: int | None = after) -> tuple[Update, ...]:
                return await self._bot.get_updates(offset=after, timeout=LONG_POLL, allowed_updates=UPDATES)

            for update in await self._insist(fetch, "getUpdates"):
                await self._take(update)
                offset = update.update_id + 1

    async def _take(self, update: Update) -> None:
        while not self._lock.is_closed():
            try:
                await self._door.take(update)
                return
            except DatabaseUnavailable:
                await self._resources.health.wait()
                await asyncio.sleep(FIRST_RETRY)

    async def _insist(self, ask: Callable[[], Awaitable[Answer]], what: str) -> Answer:
        return await _insist(self._resources, ask, what)


async def _insist(resources: Resources, ask: Callable[[], Awaitable[Answer]], what: str) -> Answer:
    """Ask Telegram until it answers, and say meanwhile that there is trouble."""
    pause = FIRST_RETRY
    while True:
        try:
            found = await ask()
        except TelegramError as error:
            wrong_token = isinstance(error, InvalidToken)
            resources.bot.trouble = "invalid_token" if wrong_token else "telegram_unavailable"
            log.warning("Telegram does not take a call; asking again", call=what, why=str(error), seconds=pause)
            wait = error.retry_after if isinstance(error, RetryAfter) else pause
            await asyncio.sleep(wait if isinstance(wait, int | float) else wait.total_seconds())
            pause = min(pause * 2, LAST_RETRY)
        except Exception:
            log.exception("Telegram's answer makes no sense; asking again", call=what, seconds=pause)
            resources.bot.trouble = "telegram_unavailable"
            await asyncio.sleep(pause)
            pause = min(pause * 2, LAST_RETRY)
        else:
            resources.bot.trouble = None
            return found
