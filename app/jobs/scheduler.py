"""The market's beat: one process at a time steps the replay, ends signals and has the models speak at every close."""

import time
from typing import Final

from app.resources import Resources
from app.resources.leader import Lock, lead_for_ever
from app.services.market.clock import step_clock
from app.services.market.learning import settle_clocks
from app.services.signals.rounds import Round, hold_round
from app.telemetry import get_logger

SHORTEST_LOOK: Final = 2.0
"""Seconds until a replay that has its next step later looks again."""

LONGEST_SLEEP: Final = 30.0
MINUTE: Final = 60.0

log = get_logger(__name__)


async def schedule_for_ever(resources: Resources) -> None:
    """Wait for the lock that makes this process the scheduler; the lock dies with its connection."""

    async def work(lock: Lock) -> None:
        log.info("this process is the market's scheduler")
        await _Beat(resources, lock).run()

    await lead_for_ever(resources, "scheduler", work)


class _Beat:
    """Holds rounds until the connection that holds the lock is gone."""

    def __init__(self, resources: Resources, lock: Lock) -> None:
        self._resources = resources
        self._lock = lock
        self._speed = resources.settings.replay_speed
        self._next_step = 0.0
        self._done: Round | None = None

    async def run(self) -> None:
        arrivals = self._resources.hub.candles_arrived.listener()
        while not self._lock.is_closed():
            await self._step()
            self._done = await hold_round(self._resources.units, self._resources.predictors, self._done)
            if self._done.ended or self._done.published:
                log.info("round", ended=self._done.ended, published=self._done.published)
            await arrivals.wait(within=self._pause())

    def _pause(self) -> float:
        """Seconds until there may be something to do: the replay's next step, a model that has become ready."""
        if not self._speed:
            return LONGEST_SLEEP
        if self._done is None or not self._done.models:
            return SHORTEST_LOOK
        return min(SHORTEST_LOOK, max(0.05, self._next_step - time.monotonic()))

    async def _step(self) -> None:
        """Move every replay to its next close, in time, once a model is there to speak."""
        if not self._speed or self._done is None or not self._done.models or time.monotonic() < self._next_step:
            return
        self._next_step = time.monotonic() + MINUTE / self._speed
        async with self._resources.units.open() as unit:
            for timeframe in await settle_clocks(unit, replays=True):
                await step_clock(unit, timeframe)
