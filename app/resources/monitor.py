"""The four figures that tell how the processes of a database do, looked at once a minute and kept for an hour."""

import asyncio
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal

from app.db.unit import Unit, Units
from app.errors import DatabaseUnavailable
from app.resources.machine import memory_used
from app.resources.metrics import Metrics
from app.resources.together import Together, ms
from app.schemas.monitoring import Check, Figure, FigureName, FigureState, GateCounts, Point
from app.schemas.processes import Report
from app.services.monitoring import connections_used
from app.services.process_figures import Process, SeenProcess, read_reports
from app.telemetry import get_logger

EVERY: Final = 60.0
KEPT: Final = timedelta(hours=1)

log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Limits:
    unit: Literal["ms", "%"]
    target: float
    alert: float

    def state(self, value: float | None) -> FigureState:
        if value is None:
            return "no_data"
        return "ok" if value < self.target else "alert" if value > self.alert else "warn"


LIMITS: Final[Mapping[FigureName, _Limits]] = {
    "response_time": _Limits("ms", 100, 500),
    "error_rate": _Limits("%", 1, 5),
    "database_connections": _Limits("%", 80, 90),
    "memory": _Limits("%", 70, 85),
}


class Monitor:
    """Remembers figures of all processes, and this one's verifications of everything: ``audit`` and ``ledger``."""

    def __init__(self, metrics: Metrics, units: Units, process: Process) -> None:
        self.audit: Check | None = None
        self.ledger: Check | None = None
        self._metrics = metrics
        self._units = units
        self._process = process
        self._history: dict[FigureName, deque[Point]] = {name: deque() for name in LIMITS}

    async def run(self) -> None:
        """Look once a minute until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.sample(datetime.now(UTC))
            except Exception:
                log.exception("the monitor failed and will try again")

    async def sample(self, now: datetime) -> None:
        """Add a point to the history of each figure that has a value; while the database is away, of this process."""
        share, others = None, list[SeenProcess]()
        try:
            async with self._units.open() as unit:
                share, others = await connections_used(unit), await self.others(unit)
        except DatabaseUnavailable:
            pass
        together = Together([self.windows(), *(seen.report for seen in others)])
        for name, value in _values(share, together).items():
            if value is not None:
                self._history[name].append(Point(at=now, value=value))
            self._forget(name, now)

    async def figures(self, unit: Unit, together: Together) -> list[Figure]:
        """The figures at this moment, always in the same order."""
        now, share = datetime.now(UTC), await connections_used(unit)
        return [self._figure(name, value, now) for name, value in _values(share, together).items()]

    async def others(self, unit: Unit) -> list[SeenProcess]:
        """The other processes of this database, as they have told of themselves within the last half minute."""
        return [seen for seen in await read_reports(unit) if seen.process.id != self._process.id]

    def windows(self) -> Report:
        """What this process has measured; what others must tell of it is filled in by ``Resources.report``."""
        return Report(
            answers=self._metrics.recent_answers.buckets(),
            failures=len(self._metrics.recent_failures),
            pushes=self._metrics.recent_pushes.buckets(),
            sockets=0,
            gate=GateCounts(version_path=0, sql_path=0, denied=0),
            memory=memory_used(),
            listener=False,
            bot_username=None,
            bot_trouble=None,
            audit=self.audit,
            ledger=self.ledger,
        )

    def _figure(self, name: FigureName, value: float | None, now: datetime) -> Figure:
        self._forget(name, now)
        limits = LIMITS[name]
        return Figure(
            name=name,
            value=value,
            unit=limits.unit,
            target=limits.target,
            alert=limits.alert,
            state=limits.state(value),
            history=list(self._history[name]),
        )

    def _forget(self, name: FigureName, now: datetime) -> None:
        points = self._history[name]
        while points and points[0].at <= now - KEPT:
            points.popleft()


def _values(connections: float | None, together: Together) -> dict[FigureName, float | None]:
    return {
        "response_time": ms(together.response_time),
        "error_rate": _percent(together.error_rate),
        "database_connections": _percent(connections),
        "memory": _percent(together.memory),
    }


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)
