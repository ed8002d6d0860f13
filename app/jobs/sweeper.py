"""Ends that come by themselves: sleeps until the next one instead of looking every now and then."""

from datetime import timedelta
from typing import Final

from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.services.subscriptions.expire import expire_ended, next_end
from app.telemetry import get_logger

LONGEST_SLEEP: Final = timedelta(seconds=30)
"""An end that another process has brought nearer is noticed by then at the latest."""

SHORTEST_SLEEP: Final = 0.05
log = get_logger(__name__)


async def sweep_for_ever(resources: Resources) -> None:
    """Sweep at each end, in any number of processes at once; wake early when rights change."""
    changes = resources.hub.rights_changed.listener()
    while True:
        try:
            await resources.health.wait()
            pause = await sweep(resources)
        except DatabaseUnavailable:
            pause = 0.5
        except Exception:
            log.exception("the sweeper failed and will try again")
            pause = 5.0
        await changes.wait(within=pause)


async def sweep(resources: Resources) -> float:
    """Expire everything that has ended; return the seconds until there is something to do again."""
    async with resources.units.open() as unit:
        count = await expire_ended(unit)
    if count:
        log.info("rights expired", users=count)
    async with resources.units.open() as unit:
        end, now = await next_end(unit), await unit.now()
    left = LONGEST_SLEEP if end is None else end - now
    return min(max(left.total_seconds(), SHORTEST_SLEEP), LONGEST_SLEEP.total_seconds())
