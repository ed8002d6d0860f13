"""A read replica that may answer the gate, and the proof that it may.

A replica is behind the primary by as long as its log takes, so what it says is true for a moment that has passed. There
is one arrangement in which it is not: the primary confirms no commit before this replica has applied it
(``synchronous_commit = remote_apply``, the replica named in ``synchronous_standby_names``). Then whatever was confirmed
before a request began is seen by it on the replica too. Only while the primary says that this is how it commits is the
replica asked at all.
"""

import asyncio
import re
import time
from typing import Final

import asyncpg

from app.db.raw_reads import RawReads
from app.errors import DatabaseUnavailable
from app.telemetry import get_logger

EVERY: Final = 1.0
"""Seconds between two looks at how the primary commits."""

TRUSTED_FOR: Final = 3.0
"""Seconds after the last look that a replica is still asked."""

_NAME: Final = "SELECT current_setting('cluster_name'), pg_is_in_recovery()"
_COMMITS: Final = "SELECT current_setting('synchronous_commit'), current_setting('synchronous_standby_names')"
_STANDBYS: Final = re.compile(r"(?:(FIRST|ANY)?\s*(\d+)\s*\((.*)\)|(.*))", re.IGNORECASE | re.DOTALL)

log = get_logger(__name__)


class Replica:
    """Whether the replica may be asked at this moment; ``reads`` asks it."""

    def __init__(self, reads: RawReads, primary: RawReads) -> None:
        self.reads = reads
        self._primary = primary
        self._seen_at = -TRUSTED_FOR
        self._was_proven: bool | None = None

    @property
    def is_proven(self) -> bool:
        return time.monotonic() - self._seen_at < TRUSTED_FOR

    def distrust(self) -> None:
        """Ask it no more until it has been looked at again."""
        self._seen_at = -TRUSTED_FOR

    async def run(self) -> None:
        """Look for ever."""
        while True:
            began = time.monotonic()
            proven = await self._look()
            if proven:
                self._seen_at = began
            else:
                self.distrust()
            if proven is not self._was_proven:
                log.info("the replica answers the gate" if proven else "the replica is not asked")
                self._was_proven = proven
            await asyncio.sleep(EVERY)

    async def _look(self) -> bool:
        try:
            async with asyncio.timeout(EVERY):
                ((name, follows),) = await self.reads.fetch(_NAME)
                ((commit, standbys),) = await self._primary.fetch(_COMMITS)
        except (DatabaseUnavailable, TimeoutError, asyncpg.PostgresError):
            return False
        return bool(follows) and commit == "remote_apply" and waits_for(standbys, name)


def waits_for(standbys: str, name: str) -> bool:
    """Whether ``synchronous_standby_names`` makes every commit wait for the standby ``name``.

    Only where it waits for all that it lists: any fewer of them could be the others.
    """
    found = _STANDBYS.fullmatch(standbys.strip())
    if found is None or not name:
        return False
    _, count, listed, plain = found.groups()
    names = [part.strip().strip('"').lower() for part in (listed if listed is not None else plain).split(",")]
    return name.lower() in names and (int(count) if count else 1) == len(names)
