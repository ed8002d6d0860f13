"""Putting the process's resources together."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

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
from app.resources.bot_state import BotState
from app.resources.catalogue import Catalogue
from app.resources.hub import Hub
from app.resources.metrics import Metrics
from app.resources.monitor import Monitor
from app.resources.sender import RealClock, Sender
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

if TYPE_CHECKING:
    from app.integrations.telegram.messenger import TelegramMessenger


@asynccontextmanager
async def open_resources(settings: Settings, database_url: str, *, metrics: Metrics) -> AsyncIterator[Resources]:
    """Open everything for the time of a block. No connection is made yet: the database may be away."""
    health = DatabaseHealth()
    async with _pools(settings, database_url, health) as (engine, pool), _telegram(settings) as telegram:
        units, reads, signer = Units(engine, health), PoolReads(pool, health), _signer(settings)
        bus = PostgresBus(connector(database_url, application_name="forexsignals-bus"), health)
        live, signal_reads, catalogue = LiveReads(pool, health), SignalFrames(units), Catalogue(units)
        gate = Gate(signer, rows=reads, rights=reads)
        most, told, pushed = settings.sockets_per_user, catalogue.forget, metrics.pushed
        hub = Hub(bus, live, signal_reads, health, sockets_per_user=most, on_catalogue=told, on_pushed=pushed)
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
            bot=BotState(),
            telegram=telegram,
            sender=_sender(settings, telegram, units),
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


@asynccontextmanager
async def _telegram(settings: Settings) -> AsyncIterator["TelegramMessenger | None"]:
    """The bot's library takes a third of a second and 34 MB: it is loaded where there is a bot."""
    if settings.bot_mode == "off":
        yield None
        return
    from app.integrations.telegram.messenger import TelegramMessenger, telegram_bot

    async with telegram_bot(settings.telegram_token, settings.telegram_api_url) as bot:
        yield TelegramMessenger(bot)


def _sender(settings: Settings, telegram: "TelegramMessenger | None", units: Units) -> Sender | None:
    if telegram is None:
        return None
    return Sender(telegram, units, RealClock(), per_second=settings.telegram_send_rate)


def _signer(settings: Settings) -> TokenSigner:
    return TokenSigner(
        settings.signing_key,
        lifetime=timedelta(seconds=settings.access_token_ttl),
        skew=timedelta(seconds=settings.clock_skew),
    )
