"""Putting the process's resources together."""

import os
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import asyncpg
from limits.aio.strategies import MovingWindowRateLimiter
from sqlalchemy.ext.asyncio import AsyncEngine

from app.bus.protocol import Bus
from app.db.engine import connector, create_engine, create_pool
from app.db.health import DatabaseHealth
from app.db.raw_reads import RawReads
from app.db.replica import Replica
from app.db.unit import Units
from app.resources import Resources
from app.resources.catalogue import Catalogue
from app.resources.exposition import SharedCounts
from app.resources.hub import Hub, Roll
from app.resources.leaving import Leaving
from app.resources.membership import Membership
from app.resources.metrics import Metrics
from app.resources.monitor import Monitor
from app.resources.news import bus_and_units
from app.resources.sender import RealClock, Sender
from app.services.auth.login import Authenticator
from app.services.gate import Gate
from app.services.live import LiveReads
from app.services.open_sockets import OpenSockets
from app.services.process_figures import Heartbeat, Process
from app.services.rate_limits import SharedLimits
from app.services.signals.answers import SignalAnswers
from app.services.signals.frames import SignalFrames
from app.services.tokens import PreviousKey, TokenSigner
from app.services.user_rows import GateReads
from app.settings import Settings
from app.signals.artifacts import Store
from app.signals.predictor import Predictors

if TYPE_CHECKING:
    from app.integrations.telegram.messenger import TelegramMessenger


@asynccontextmanager
async def open_resources(
    settings: Settings, database_url: str, *, metrics: Metrics, leaving: Leaving
) -> AsyncIterator[Resources]:
    """Open everything for the time of a block. No connection is made yet: the database may be away."""
    health = DatabaseHealth()
    async with _pools(settings, database_url, health) as (engine, pool), AsyncExitStack() as stack:
        bus, units = bus_and_units(settings, database_url, engine, pool, health)
        raw_reads, signer = RawReads(pool, health), _signer(settings)
        membership = _membership(settings, raw_reads, units, metrics)
        replica = await stack.enter_async_context(_replica(settings, raw_reads))
        telegram = await stack.enter_async_context(_telegram(settings))
        live, signal_reads, catalogue = LiveReads(pool, health), SignalFrames(units), Catalogue(units)
        gate = _gate(signer, GateReads(raw_reads, replica))
        hub = _hub(settings, bus, live, signal_reads, health, catalogue, metrics)
        metrics.watch(gate.decisions, hub)
        yield Resources(
            settings=settings,
            engine=engine,
            pool=pool,
            connect=connector(database_url, application_name=f"forexsignals-leader-{os.getpid()}", health=health),
            health=health,
            units=units,
            authenticator=Authenticator(settings, signer),
            gate=gate,
            catalogue=catalogue,
            limiter=MovingWindowRateLimiter(SharedLimits(raw_reads)),
            bus=bus,
            hub=hub,
            membership=membership,
            replica=replica,
            live=live,
            signal_reads=signal_reads,
            signal_answers=SignalAnswers(raw_reads, units),
            predictors=_predictors(settings),
            metrics=metrics,
            leaving=leaving,
            monitor=Monitor(metrics, units, membership.process),
            telegram=telegram,
            sender=_sender(settings, telegram, units),
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
async def _replica(settings: Settings, primary: RawReads) -> AsyncIterator[Replica | None]:
    if settings.database_replica_url is None:
        yield None
        return
    url, health = settings.database_replica_url.get_secret_value(), DatabaseHealth()
    pool = await create_pool(url, size=settings.database_pool_size, health=health)
    try:
        yield Replica(RawReads(pool, health), primary)
    finally:
        pool.terminate()


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


def _gate(signer: TokenSigner, reads: GateReads) -> Gate:
    return Gate(signer, rows=reads, rights=reads)


def _hub(
    settings: Settings,
    bus: Bus,
    live: LiveReads,
    signals: SignalFrames,
    health: DatabaseHealth,
    catalogue: Catalogue,
    metrics: Metrics,
) -> Hub:
    most, told, pushed = settings.sockets_per_user, catalogue.forget, metrics.pushed
    return Hub(bus, live, signals, health, sockets_per_user=most, on_catalogue=told, on_pushed=pushed)


def _membership(settings: Settings, reads: RawReads, units: Units, metrics: Metrics) -> Membership:
    process, most = Process(uuid4(), socket.gethostname(), os.getpid(), datetime.now(UTC)), settings.sockets_per_user
    roll = Roll(OpenSockets(reads, process.id, per_user=most), per_user=most)
    return Membership(process, Heartbeat(reads, process), SharedCounts(metrics, units, process), roll)


def _predictors(settings: Settings) -> Predictors:
    return Predictors(Store(settings.data_dir / "models"))


def _signer(settings: Settings) -> TokenSigner:
    previous, until = settings.jwt_previous_secret_key, settings.jwt_previous_key_until
    return TokenSigner(
        settings.signing_key,
        previous=PreviousKey(previous.get_secret_value(), until.timestamp()) if previous and until else None,
        lifetime=timedelta(seconds=settings.access_token_ttl),
        skew=timedelta(seconds=settings.clock_skew),
    )
