"""Throwing away what is over: ended sessions, kept answers, counts of what has passed."""

import asyncio
import random

from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.services.auth.sessions import forget_ended
from app.services.bot.orders import forget_orders
from app.services.bot.updates import forget_updates
from app.services.idempotency import forget_old
from app.services.notifications.log import forget_told
from app.services.notifications.pace import forget_idle_chats
from app.services.open_sockets import forget_closed
from app.services.rate_limits import forget_hits
from app.telemetry import get_logger

EVERY = 3600.0
log = get_logger(__name__)


async def clean_for_ever(resources: Resources) -> None:
    """Clean every hour or so, at different moments in different processes; doing it twice does no harm."""
    while True:
        await asyncio.sleep(EVERY * random.uniform(0.5, 1.5))  # noqa: S311 - spreads processes
        try:
            async with resources.units.open() as unit:
                sessions, answers = await forget_ended(unit), await forget_old(unit)
                await forget_updates(unit)
                await forget_orders(unit)
                await forget_idle_chats(unit)
                await forget_hits(unit)
                await forget_closed(unit)
                await forget_told(unit, is_sending=resources.settings.bot_mode != "off")
            log.info("cleaned", sessions=sessions, answers=answers)
        except DatabaseUnavailable:
            continue
        except Exception:
            log.exception("the cleaner failed and will try again")
