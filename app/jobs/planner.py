"""Filling the outbox with what no order fills it with: reminders, signals, the people of broadcasts."""

import asyncio
from datetime import datetime
from typing import Final

from app.resources import Resources
from app.resources.leader import Lock, lead_for_ever
from app.services.broadcasts.reach import carry_on, next_start
from app.services.notifications.plan import plan_reminders, tell_signals
from app.telemetry import get_logger

EVERY: Final = 5.0
"""Seconds between two looks where nothing is heard."""

BREATH: Final = 0.2
"""Seconds for news to gather."""

log = get_logger(__name__)


async def plan_for_ever(resources: Resources) -> None:
    """One process of a database does."""

    async def work(lock: Lock) -> None:
        log.info("this process plans messages")
        await _Planner(resources).run(lock)

    await lead_for_ever(resources, "planner", work)


class _Planner:
    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._planned_at: datetime | None = None

    async def run(self, lock: Lock) -> None:
        """Plan until the lock is lost."""
        heard = self._resources.hub.something_to_tell.listener()
        while not lock.is_closed():
            if pause := await self.step():
                await heard.wait(within=pause)
                await asyncio.sleep(BREATH)

    async def step(self) -> float:
        """Write what has come due; return the seconds until there may be more."""
        units = self._resources.units
        async with units.open() as unit:
            self._planned_at = await plan_reminders(unit, since=self._planned_at)
        async with units.open() as unit:
            await tell_signals(unit)
        async with units.open() as unit:
            if await carry_on(unit):
                return 0.0
        async with units.open() as unit:
            return min(EVERY, await next_start(unit) or EVERY)
