"""Throwing away what is over: ended sessions, old messages, kept answers, counts of what has passed."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from app.errors import DatabaseUnavailable
from app.jobs.farewell import delete_inactive
from app.resources import Resources
from app.services.auth.sessions import forget_ended
from app.services.bot.orders import forget_orders
from app.services.bot.updates import forget_updates
from app.services.idempotency import forget_old
from app.services.notifications.log import forget_told, skip_unsent
from app.services.notifications.pace import forget_idle_chats
from app.services.open_sockets import forget_closed
from app.services.personal.traces import forget_late_messages
from app.services.personal.turn import cleaning_turn
from app.services.rate_limits import forget_hits
from app.services.requests import forget_answered
from app.settings import Settings
from app.telemetry import get_logger

EVERY: Final = 3600.0
BATCH: Final = 5000
"""Rows of one transaction, so that none holds locks for long."""

SHOWN_EVERY: Final = 20
"""Batches between two lines of the log."""

Forget = Callable[..., Awaitable[int]]
log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Chore:
    """Something to throw away; ``in_batches``: it takes ``most`` rows at a time and is asked until there are fewer."""

    forget: Forget
    in_batches: bool = False


async def clean_for_ever(resources: Resources) -> None:
    """Clean every hour or so, at different moments in different processes; doing it twice does no harm."""
    while True:
        await asyncio.sleep(EVERY * random.uniform(0.5, 1.5))  # noqa: S311 - spreads processes
        try:
            await clean(resources)
        except DatabaseUnavailable:
            continue
        except Exception:
            log.exception("the cleaner failed and will try again")


async def clean(resources: Resources) -> Mapping[str, int] | None:
    """Throw away what is over; tell how much of each, None where another process does it at this moment."""
    async with resources.units.open() as turn:
        if not await cleaning_turn(turn):
            return None
        if resources.settings.bot_mode == "off":
            async with resources.units.open() as unit:
                await skip_unsent(unit)
        gone: dict[str, int] = {}
        for what, chore in chores(resources.settings).items():
            gone[what] = await _carry_out(resources, what, chore)
        gone["inactive"] = await delete_inactive(resources)
    log.info("cleaned", **gone)
    return gone


def chores(settings: Settings) -> dict[str, Chore]:
    """By name of what is thrown away. The history and the ledgers are not among it."""
    sessions = partial(forget_ended, kept=timedelta(days=settings.retention_sessions_days))
    requests = partial(forget_answered, kept=timedelta(days=settings.retention_requests_days))
    messages = partial(
        forget_told,
        kept=timedelta(days=settings.retention_notifications_days),
        news_kept=timedelta(days=settings.retention_signal_messages_days),
    )
    return {
        "sessions": Chore(sessions, in_batches=True),
        "requests": Chore(requests, in_batches=True),
        "messages": Chore(messages, in_batches=True),
        "late_messages": Chore(forget_late_messages, in_batches=True),
        "answers": Chore(forget_old),
        "updates": Chore(forget_updates),
        "orders": Chore(forget_orders),
        "idle_chats": Chore(forget_idle_chats),
        "hits": Chore(forget_hits),
        "closed_sockets": Chore(forget_closed),
    }


async def _carry_out(resources: Resources, what: str, chore: Chore) -> int:
    """A chore that fails is told and does not keep the others from their turn."""
    try:
        if chore.in_batches:
            return await _in_batches(resources, what, chore.forget)
        async with resources.units.open() as unit:
            return await chore.forget(unit)
    except DatabaseUnavailable:
        raise
    except Exception:
        log.exception("the cleaner could not throw something away", what=what)
        return 0


async def _in_batches(resources: Resources, what: str, forget: Forget) -> int:
    gone = batches = 0
    while True:
        async with resources.units.open() as unit:
            found = await forget(unit, most=BATCH)
        gone, batches = gone + found, batches + 1
        if found < BATCH:
            return gone
        if batches % SHOWN_EVERY == 0:
            log.info("cleaning", what=what, gone=gone)
