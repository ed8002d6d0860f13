"""What lives as long as the process: pools, the gate, the hub. Built in the lifespan, frozen."""

import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import asyncpg
from limits.aio.strategies import MovingWindowRateLimiter
from sqlalchemy.ext.asyncio import AsyncEngine

from app.bus.postgres import PostgresBus
from app.db.health import DatabaseHealth
from app.db.migrate import current_revision
from app.db.unit import Unit, Units
from app.errors import DatabaseUnavailable
from app.resources.bot_state import BotState
from app.resources.catalogue import Catalogue
from app.resources.hub import Hub
from app.resources.metrics import Metrics
from app.resources.monitor import Monitor
from app.resources.sender import Sender
from app.schemas.health import Readiness
from app.schemas.monitoring import BotFigures, GateCounts, Monitoring
from app.services.auth.login import Authenticator
from app.services.gate import Gate
from app.services.live import LiveReads
from app.services.monitoring import candle_ages, signals_by_model
from app.services.notifications.log import outbox_figures
from app.services.signals.frames import SignalFrames
from app.services.signals.records import TrackRecords
from app.settings import Settings
from app.signals.predictor import Predictors

if TYPE_CHECKING:
    from app.integrations.telegram.messenger import TelegramMessenger


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
    metrics: Metrics
    monitor: Monitor
    bot: BotState
    telegram: "TelegramMessenger | None"
    """Speaks with Telegram; None where TELEGRAM_MODE is off."""
    sender: Sender | None
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

    async def monitoring(self, unit: Unit) -> Monitoring:
        """How this process does, and what the database tells of candles and signals."""
        decided = self.gate.decisions
        return Monitoring(
            process=os.getpid(),
            started_at=self.monitor.started_at,
            figures=await self.monitor.figures(unit),
            push=self.monitor.pushes(),
            sockets=len(self.hub),
            gate=GateCounts(
                version_path=sum(n for (path, _), n in decided.items() if path == "version"),
                sql_path=sum(n for (path, _), n in decided.items() if path == "sql"),
                denied=sum(n for (_, answer), n in decided.items() if answer == "refused"),
            ),
            listener=self.bus.is_listening,
            candles=await candle_ages(unit),
            signals_by_model=await signals_by_model(unit),
            audit=self.monitor.audit,
            ledger=self.monitor.ledger,
            bot=BotFigures(
                mode=self.settings.bot_mode,
                username=self.settings.bot_username or self.bot.username,
                trouble=self.bot.trouble,
                outbox=await outbox_figures(unit),
            ),
        )
