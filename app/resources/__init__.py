"""What lives as long as the process: pools, the gate, the hub. Built in the lifespan, frozen."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import asyncpg
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from sqlalchemy.ext.asyncio import AsyncEngine

from app.bus.protocol import Bus
from app.db.health import DatabaseHealth
from app.db.migrate import current_revision, head_revision, reaches
from app.db.replica import Replica
from app.db.unit import Unit, Units
from app.errors import DatabaseUnavailable
from app.resources.bot_state import BotState
from app.resources.catalogue import Catalogue
from app.resources.hub import Hub
from app.resources.leaving import Leaving
from app.resources.membership import Membership
from app.resources.metrics import Metrics
from app.resources.monitor import Monitor
from app.resources.sender import Sender
from app.resources.together import Together
from app.schemas.health import Readiness
from app.schemas.monitoring import BotFigures, GateCounts, Monitoring, ProcessState
from app.schemas.processes import Report
from app.services.auth.login import Authenticator
from app.services.gate import Gate
from app.services.live import LiveReads
from app.services.monitoring import candle_ages, signals_by_model
from app.services.notifications.log import outbox_figures
from app.services.process_figures import SeenProcess
from app.services.signals.answers import SignalAnswers
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
    """Counts over all processes. Raises DatabaseUnavailable."""
    """Counts what one socket does, in this process alone."""
    bus: Bus
    hub: Hub
    membership: Membership
    replica: Replica | None
    """A second database for the gate's reads; None where there is none."""
    live: LiveReads
    signal_reads: SignalFrames
    signal_answers: SignalAnswers
    predictors: Predictors
    metrics: Metrics
    leaving: Leaving
    monitor: Monitor
    telegram: "TelegramMessenger | None"
    """Speaks with Telegram; None where TELEGRAM_MODE is off."""
    sender: Sender | None
    bot: BotState = field(default_factory=BotState)
    track_records: TrackRecords = field(default_factory=TrackRecords)
    frame_limiter: MovingWindowRateLimiter = field(default_factory=lambda: MovingWindowRateLimiter(MemoryStorage()))
    head_revision: str | None = field(default_factory=head_revision)

    async def readiness(self) -> Readiness:
        """Whether this process can serve, and will go on to: asks the database, never raises."""
        revision = None
        try:
            async with self.units.open() as unit:
                revision = await current_revision(await unit.session.connection())
            answers = True
        except DatabaseUnavailable:
            answers = False
        migrated = reaches(revision, self.head_revision)
        listening = self.bus.is_listening
        heard = listening or self.bus.polls
        ready = answers and migrated and heard and not self.leaving.has_begun
        return Readiness(ready=ready, database=answers, migrations=migrated, listener=listening)

    def report(self) -> Report:
        """What this process tells the others of itself."""
        decided = self.gate.decisions
        told = {
            "sockets": len(self.hub),
            "gate": GateCounts(
                version_path=sum(n for (path, _), n in decided.items() if path == "version"),
                sql_path=sum(n for (path, _), n in decided.items() if path == "sql"),
                denied=sum(n for (_, answer), n in decided.items() if answer == "refused"),
            ),
            "listener": self.bus.is_listening,
            "bot_username": self.settings.bot_username or self.bot.username,
            "bot_trouble": self.bot.trouble,
        }
        return self.monitor.windows().model_copy(update=told)

    async def exposition(self) -> bytes:
        """All counts and the state in Prometheus's text format. Raises DatabaseUnavailable, but only at first."""
        try:
            async with self.units.open() as unit:
                state = await self.monitoring(unit)
        except DatabaseUnavailable:
            state = None
        return await self.membership.counts.text(state)

    async def monitoring(self, unit: Unit) -> Monitoring:
        """How all processes do, and what the database tells of candles and signals."""
        mine = SeenProcess(self.membership.process, datetime.now(UTC), self.report())
        seen = sorted([mine, *await self.monitor.others(unit)], key=lambda each: each.process.started_at)
        together = Together([each.report for each in seen])
        return Monitoring(
            process=self.membership.process.pid,
            started_at=self.membership.process.started_at,
            processes=[_state(each, answers=each is mine) for each in seen],
            figures=await self.monitor.figures(unit, together),
            push=together.pushes,
            sockets=together.sockets,
            gate=together.gate,
            listener=together.listener,
            candles=await candle_ages(unit),
            signals_by_model=await signals_by_model(unit),
            audit=together.audit,
            ledger=together.ledger,
            bot=BotFigures(
                mode=self.settings.bot_mode,
                username=together.bot_username,
                trouble=together.bot_trouble,
                outbox=await outbox_figures(unit),
            ),
        )


def _state(seen: SeenProcess, *, answers: bool) -> ProcessState:
    return ProcessState(
        process=seen.process.pid,
        host=seen.process.host,
        answers=answers,
        started_at=seen.process.started_at,
        seen_at=seen.seen_at,
        sockets=seen.report.sockets,
        listener=seen.report.listener,
        bot_trouble=seen.report.bot_trouble,
    )
