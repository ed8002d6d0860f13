"""This process shows the others that it lives, what it measures and what it has counted."""

import asyncio
from collections.abc import Mapping
from typing import Final

from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.services.process_figures import ALIVE
from app.telemetry import get_logger

BEAT: Final = 2.0
COUNTS_EVERY: Final = 5
"""Beats between two writings of the counts, which are many."""

CLEAN_EVERY: Final = 15
LEAVING: Final = 1.0
"""Seconds that the last beat may take."""

log = get_logger(__name__)


async def report_for_ever(resources: Resources) -> None:
    """Beat until cancelled, then hand over what was counted, so that the row goes and nothing is lost."""
    reporter = Reporter(resources)
    try:
        while True:
            try:
                await reporter.step()
            except DatabaseUnavailable:
                pass
            except Exception:
                log.exception("the reporter failed and will try again")
            await asyncio.sleep(BEAT)
    finally:
        await reporter.leave()


class Reporter:
    """Beats once a ``step``."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources
        self._steps = 0

    async def step(self) -> None:
        """Be seen. Whoever finds that the others took it for dead states its sockets anew and counts from there."""
        shared = self._resources.membership.counts
        counts = shared.own() if self._steps % COUNTS_EVERY == 0 else None
        pause = await self._beat(counts)
        if pause is None or pause > ALIVE.total_seconds():
            self._resources.membership.roll.restate()
        if pause is None and shared.hand_over():
            counts = shared.own()
            await self._beat(counts)
        if counts is not None:
            shared.written(counts)
        if self._steps % CLEAN_EVERY == 0:
            await self._resources.membership.heartbeat.hand_over(own=False)
        self._steps += 1

    async def _beat(self, counts: Mapping[str, float] | None) -> float | None:
        """Return the seconds since the beat before, None where there was none or it is forgotten."""
        pause = await self._resources.membership.heartbeat.beat(self._resources.report(), counts)
        return None if pause is None else pause.total_seconds()

    async def leave(self) -> None:
        """The last beat."""
        try:
            async with asyncio.timeout(LEAVING):
                await self._beat(self._resources.membership.counts.own())
                await self._resources.membership.heartbeat.hand_over(own=True)
        except Exception as error:  # noqa: BLE001 - nobody is left to try again
            log.warning("the process leaves without a farewell; the others notice within seconds", why=str(error))
