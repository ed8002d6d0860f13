"""What this process counts: answers, gate decisions, pushes. A registry to be read from outside, and recent windows."""

import json
from collections.abc import Iterator, Mapping, Sized
from typing import Final, Literal

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import CounterMetricFamily
from prometheus_client.registry import Collector

from app.resources.window import Window

RECENT_ANSWERS: Final = 300.0
RECENT_PUSHES: Final = 3600.0

UNMATCHED: Final = "unmatched"
"""The route of a request that no route took."""

_METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_ANSWER_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)
_PUSH_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0)

Decisions = Mapping[tuple[Literal["version", "sql"], Literal["allowed", "refused"]], int]
"""How often the gate decided, by path (version, sql) and answer (allowed, refused)."""


class Metrics:
    """One per application, so that several in one process do not mix."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.recent_answers = Window(seconds=RECENT_ANSWERS)
        self.recent_failures = Window(seconds=RECENT_ANSWERS)
        self.recent_pushes = Window(seconds=RECENT_PUSHES)
        self._answers = Counter(
            "forexsignals_http_requests", "Answers", ("method", "route", "status"), registry=self.registry
        )
        self._answer_seconds = Histogram(
            "forexsignals_http_request_seconds",
            "Time until an answer begins",
            ("method", "route"),
            buckets=_ANSWER_BUCKETS,
            registry=self.registry,
        )
        self._series: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._push_seconds = Histogram(
            "forexsignals_push_seconds",
            "Time from a change of rights to the last socket told",
            buckets=_PUSH_BUCKETS,
            registry=self.registry,
        )
        self._sockets = Gauge("forexsignals_sockets", "Open sockets", registry=self.registry)

    def watch(self, decisions: Decisions, sockets: Sized) -> None:
        """Read these whenever the registry is read."""
        self.registry.register(_GateDecisions(decisions))
        self._sockets.set_function(lambda: len(sockets))

    def answered(self, method: str, route: str, *, status: int, took: float) -> None:
        """Count an answer that began after ``took`` seconds; ``route`` is a template, never a path.

        The recent windows hold the API alone: probes and files would flatter them.
        """
        count, seconds = self._series_of(method if method in _METHODS else "OTHER", route, status)
        count.inc()
        seconds.observe(took)
        if route.startswith("/api/"):
            self.recent_answers.add(took)
            if status >= 500:
                self.recent_failures.add(took)

    def _series_of(self, method: str, route: str, status: int) -> tuple[Counter, Histogram]:
        """The two series of an answer, found by their labels once."""
        found = self._series.get((method, route, status))
        if found is None:
            found = self._answers.labels(method, route, status), self._answer_seconds.labels(method, route)
            self._series[method, route, status] = found
        return found

    def counts(self) -> dict[str, float]:
        """What has only ever grown since the start, each sample by a key that is the same in every process."""
        return {
            json.dumps([sample.name, *sorted(sample.labels.items())]): sample.value
            for family in self.registry.collect()
            if family.type in {"counter", "histogram"}
            for sample in family.samples
            if not sample.name.endswith("_created")
        }

    def pushed(self, took: float) -> None:
        """Count a change of which the last socket was told ``took`` seconds after it."""
        self._push_seconds.observe(took)
        self.recent_pushes.add(took)


class _GateDecisions(Collector):
    """The gate's own count: nothing is added to the way of a request."""

    def __init__(self, decisions: Decisions) -> None:
        self._decisions = decisions

    def collect(self) -> Iterator[CounterMetricFamily]:
        family = CounterMetricFamily("forexsignals_gate_decisions", "Decisions of the gate", labels=("path", "answer"))
        for labels, count in self._decisions.items():
            family.add_metric(labels, count)
        yield family
