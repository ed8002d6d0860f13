"""What lives as long as the process: pools, the gate, the hub. Built in the lifespan, frozen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import asyncpg
from limits.aio.strategies import MovingWindowRateLimiter
from sqlalchemy.ext.asyncio import AsyncEngine

from app.bus.postgres import PostgresBus
from app.db.health import DatabaseHealth
from app.db.migrate import current_revision
from app.db.unit import Units
from app.errors import DatabaseUnavailable
from app.resources.catalogue import Catalogue
from app.resources.hub import Hub
from app.schemas.health import Readiness
from app.services.auth.login import Authenticator
from app.services.gate import Gate
from app.services.live import LiveReads
from app.services.signals.frames import SignalFrames
from app.services.signals.records import TrackRecords
from app.settings import Settings
from app.signals.predictor import Predictors


@dataclass(frozen=True, slots=True)
class Resources:
    """One per process."""

    settings: Settings
    engine: AsyncEngine
    pool: asyncpg.Pool
    connect: Callable[[], Awaitable[asyncpg.Connection]]
    """Opens a connection of one's own, which is cut when the database is lost."""
    health: DatabaseHealth
    units: Units
    authenticator: Authenticator
    gate: Gate
    catalogue: Catalogue
    limiter: MovingWindowRateLimiter
    bus: PostgresBus
    hub: Hub
    live: LiveReads
    signal_reads: SignalFrames
    predictors: Predictors
    track_records: TrackRecords
    head_revision: str | None

    async def readiness(self) -> Readiness:
        """Whether this process can serve: asks the database, never raises."""
        revision = None
        try:
            async with self.units.open() as unit:
                revision = await current_revision(await unit.session.connection())
            answers = True
        except DatabaseUnavailable:
            answers = False
        migrated = revision is not None and revision == self.head_revision
        listening = self.bus.is_listening
        return Readiness(
            ready=answers and migrated and listening, database=answers, migrations=migrated, listener=listening
        )
