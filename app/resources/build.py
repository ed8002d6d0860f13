"""Putting the process's resources together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

import asyncpg
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from sqlalchemy.ext.asyncio import AsyncEngine

from app.bus.postgres import PostgresBus
from app.db.engine import connector, create_engine, create_pool
from app.db.health import DatabaseHealth
from app.db.migrate import head_revision
from app.db.unit import Units
from app.resources import Resources
from app.resources.catalogue import Catalogue
from app.resources.hub import Hub
from app.resources.metrics import Metrics
from app.resources.monitor import Monitor
from app.services.auth.login import Authenticator
from app.services.gate import Gate
from app.services.live import LiveReads
from app.services.signals.frames import SignalFrames
from app.services.signals.records import TrackRecords
from app.services.tokens import TokenSigner
from app.services.user_rows import PoolReads
from app.settings import Settings
from app.signals.artifacts import Store
from app.signals.predictor import Predictors


@asynccontextmanager
async def open_resources(settings: Settings, database_url: str, *, metrics: Metrics) -> AsyncIterator[Resources]:
    """Open everything for the time of a block. No connection is made yet: the database may be away."""
    health = DatabaseHealth()
    async with _pools(settings, database_url, health) as (engine, pool):
        units, reads, signer = Units(engine, health), PoolReads(pool, health), _signer(settings)
        bus = PostgresBus(connector(database_url, application_name="forexsignals-bus"), health)
        live, signal_reads, catalogue = LiveReads(pool, health), SignalFrames(units), Catalogue(units)
        gate = Gate(signer, rows=reads, rights=reads)
        hub = Hub(
            bus,
            live,
            signal_reads,
            health,
            sockets_per_user=settings.sockets_per_user,
            on_catalogue=catalogue.forget,
            on_pushed=metrics.pushed,
        )
        metrics.watch(gate.decisions, hub)
        yield Resources(
            settings=settings,
            engine=engine,
            pool=pool,
            connect=connector(database_url, application_name="forexsignals-scheduler", health=health),
            health=health,
            units=units,
            authenticator=Authenticator(settings, signer),
            gate=gate,
            catalogue=catalogue,
            limiter=MovingWindowRateLimiter(MemoryStorage()),
            bus=bus,
            hub=hub,
            live=live,
            signal_reads=signal_reads,
            predictors=Predictors(Store(settings.data_dir / "models")),
            track_records=TrackRecords(),
            metrics=metrics,
            monitor=Monitor(metrics, units),
            head_revision=head_revision(),
        )


@asynccontextmanager
async def _pools(
    settings: Settings, database_url: str, health: DatabaseHealth
) -> AsyncIterator[tuple[AsyncEngine, asyncpg.Pool]]:
    engine = create_engine(database_url, pool_size=settings.database_pool_size, health=health)
    pool = await create_pool(database_url, size=settings.database_pool_size, health=health)
    try:
        yield engine, pool
    finally:
        pool.terminate()
        await engine.dispose()


def _signer(settings: Settings) -> TokenSigner:
    return TokenSigner(
        settings.signing_key,
        lifetime=timedelta(seconds=settings.access_token_ttl),
        skew=timedelta(seconds=settings.clock_skew),
    )
