"""Deleting accounts that nobody has opened for longer than `RETENTION_INACTIVE_DAYS`."""

from datetime import timedelta
from typing import Final

from app.resources import Resources
from app.services.personal.inactive import Away, delete_if_away, next_away
from app.telemetry import get_logger

SHOWN_EVERY: Final = 1000
log = get_logger(__name__)


async def delete_inactive(resources: Resources) -> int:
    """Delete who is inactive, each in a transaction of their own; return how many. Without the setting: nobody."""
    kept = timedelta(days=resources.settings.retention_inactive_days)
    last: Away | None = None
    gone = 0
    while kept:
        async with resources.units.open() as unit:
            last = await next_away(unit, last, kept=kept)
        if last is None:
            break
        async with resources.units.open() as unit:
            gone += await delete_if_away(unit, last.telegram_id, kept=kept)
        if gone and gone % SHOWN_EVERY == 0:
            log.info("cleaning", what="inactive", gone=gone)
    return gone
