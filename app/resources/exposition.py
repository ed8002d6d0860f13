"""The counts of all processes in Prometheus's text format.

Each process writes its own into the database every few seconds. Whoever is asked adds its own live ones to the others'
and to the past: what processes had counted that are gone. So a total never shrinks because a process has ended.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Final

from prometheus_client import generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from app.db.unit import Units
from app.errors import DatabaseUnavailable
from app.resources.gauges import database_up, state_gauges
from app.resources.metrics import Metrics
from app.schemas.monitoring import Monitoring
from app.services.process_figures import Process, read_counts, read_reports

_SUFFIXES: Final = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}


class SharedCounts:
    """This process's counts beside those of all others."""

    def __init__(self, metrics: Metrics, units: Units, process: Process) -> None:
        self._metrics = metrics
        self._units = units
        self._process = process
        self._written: Mapping[str, float] = {}
        self._handed_over: Mapping[str, float] = {}
        self._others: Mapping[str, float] | None = None
        self._gauges: dict[str, float] = {}

    def own(self) -> dict[str, float]:
        """What this process has counted and nobody has counted for it."""
        counted, before = self._metrics.counts(), self._handed_over
        return {key: value - before.get(key, 0.0) for key, value in counted.items()} if before else counted

    def written(self, counts: Mapping[str, float]) -> None:
        """These stand in the database now."""
        self._written = counts

    def hand_over(self) -> bool:
        """Others took this process for dead and have added to the past what it had written: count on from there.

        Tell whether there was anything.
        """
        written, self._written = self._written, {}
        total = Counter(self._handed_over)
        total.update(written)
        self._handed_over = dict(total)
        return bool(written)

    async def text(self, state: Monitoring | None) -> bytes:
        """The exposition, with the gauges of ``state``, which is None while the database is away.

        Then the counts of the others stand still at what was read last. Raises DatabaseUnavailable where nothing was
        ever read.
        """
        try:
            async with self._units.snapshot() as unit:
                self._others = await read_counts(unit, but=self._process.id)
                reports = [seen.report for seen in await read_reports(unit) if seen.process.id != self._process.id]
                self._gauges = {"sockets": sum(report.sockets for report in reports), "processes": len(reports)}
        except DatabaseUnavailable:
            if self._others is None:
                raise
        total = Counter(self._others)
        total.update(self.own())
        return generate_latest(_Total(self._metrics, total, self._gauges, state))


class _Total(Collector):
    """The families that this process knows, with the samples of all of them."""

    def __init__(
        self, metrics: Metrics, total: Mapping[str, float], others: Mapping[str, float], state: Monitoring | None
    ) -> None:
        self._metrics = metrics
        self._total = total
        self._others = others
        self._state = state

    def collect(self) -> Iterator[Metric]:
        samples = _by_name(self._total)
        for family in self._metrics.registry.collect():
            if family.type in _SUFFIXES:
                yield _family(family, samples)
            elif family.name == "forexsignals_sockets":
                own = family.samples[0].value
                yield _gauge(family.name, family.documentation, own + self._others["sockets"])
        yield _gauge("forexsignals_processes", "Processes of this database that live", 1 + self._others["processes"])
        yield database_up(answers=self._state is not None)
        if self._state is not None:
            yield from state_gauges(self._state, datetime.now(UTC))


def _by_name(total: Mapping[str, float]) -> dict[str, list[tuple[dict[str, str], float]]]:
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for key, value in total.items():
        name, *labels = json.loads(key)
        found.setdefault(name, []).append((dict(labels), value))
    return found


def _family(known: Metric, samples: Mapping[str, list[tuple[dict[str, str], float]]]) -> Metric:
    summed = Metric(known.name, known.documentation, known.type)
    for suffix in _SUFFIXES[known.type]:
        found = samples.get(known.name + suffix, ())
        for labels, value in sorted(found, key=lambda sample: _place(sample[0])):
            summed.add_sample(known.name + suffix, labels, value)
    return summed


def _place(labels: Mapping[str, str]) -> tuple[list[tuple[str, str]], float]:
    """Series by series, and in a histogram's series the buckets in their order."""
    return sorted(item for item in labels.items() if item[0] != "le"), float(labels.get("le", 0))


def _gauge(name: str, documentation: str, value: float) -> Metric:
    return GaugeMetricFamily(name, documentation, value)
