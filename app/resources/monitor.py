"""The four figures that tell how this process does, looked at once a minute and kept for an hour."""

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
from app.schemas.monitoring import Check, Figure, FigureName, FigureState, Point, Pushes
from app.services.monitoring import connections_used
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
    """Remembers figures and verifications of this process. ``audit`` and ``ledger``: the last ones of everything."""

    def __init__(self, metrics: Metrics, units: Units) -> None:
        self.started_at = datetime.now(UTC)
        self.audit: Check | None = None
        self.ledger: Check | None = None
        self._metrics = metrics
        self._units = units
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
        """Add a point to the history of each figure that has a value."""
        try:
            async with self._units.open() as unit:
                share = await connections_used(unit)
        except DatabaseUnavailable:
            share = None
        for name, value in self._values(share).items():
            if value is not None:
                self._history[name].append(Point(at=now, value=value))
            self._forget(name, now)

    async def figures(self, unit: Unit) -> list[Figure]:
        """The figures at this moment, always in the same order."""
        now = datetime.now(UTC)
        return [self._figure(name, value, now) for name, value in self._values(await connections_used(unit)).items()]

    def pushes(self) -> Pushes:
        recent = self._metrics.recent_pushes
        return Pushes(p50_ms=_ms(recent.quantile(0.5)), p99_ms=_ms(recent.quantile(0.99)), n=len(recent))

    def _values(self, connections: float | None) -> dict[FigureName, float | None]:
        answers, failures = len(self._metrics.recent_answers), len(self._metrics.recent_failures)
        return {
            "response_time": _ms(self._metrics.recent_answers.quantile(0.95)),
            "error_rate": _percent(failures / answers if answers else None),
            "database_connections": _percent(connections),
            "memory": _percent(memory_used()),
        }

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


def _ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 2)


def _percent(share: float | None) -> float | None:
    return None if share is None else round(share * 100, 2)
