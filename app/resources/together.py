"""What several processes report, as one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from app.resources.window import quantile_of
from app.schemas.monitoring import Check, GateCounts, Pushes
from app.schemas.processes import Report


class Together:
    """Figures over all processes: counts add up, quantiles are those of all events, of memory the fullest counts."""

    def __init__(self, reports: Sequence[Report]) -> None:
        self._reports = reports
        self._answers = _added(report.answers for report in reports)

    @property
    def response_time(self) -> float | None:
        """The 95th percentile in seconds."""
        return quantile_of(self._answers, 0.95)

    @property
    def error_rate(self) -> float | None:
        """A share, 0..1."""
        answers = self._answers.total()
        return sum(report.failures for report in self._reports) / answers if answers else None

    @property
    def memory(self) -> float | None:
        """A share, 0..1."""
        return max((report.memory for report in self._reports if report.memory is not None), default=None)

    @property
    def pushes(self) -> Pushes:
        pushes = _added(report.pushes for report in self._reports)
        return Pushes(p50_ms=ms(quantile_of(pushes, 0.5)), p99_ms=ms(quantile_of(pushes, 0.99)), n=pushes.total())

    @property
    def sockets(self) -> int:
        return sum(report.sockets for report in self._reports)

    @property
    def gate(self) -> GateCounts:
        return GateCounts(
            version_path=sum(report.gate.version_path for report in self._reports),
            sql_path=sum(report.gate.sql_path for report in self._reports),
            denied=sum(report.gate.denied for report in self._reports),
        )

    @property
    def listener(self) -> bool:
        """Whether every process hears."""
        return all(report.listener for report in self._reports)

    @property
    def audit(self) -> Check | None:
        return _newest([report.audit for report in self._reports])

    @property
    def ledger(self) -> Check | None:
        return _newest([report.ledger for report in self._reports])

    @property
    def bot_username(self) -> str | None:
        return next((report.bot_username for report in self._reports if report.bot_username), None)

    @property
    def bot_trouble(self) -> str | None:
        return next((report.bot_trouble for report in self._reports if report.bot_trouble), None)


def _added(windows: Iterable[Mapping[int, int]]) -> Counter[int]:
    added: Counter[int] = Counter()
    for window in windows:
        added.update(window)
    return added


def ms(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds * 1000, 2)


def _newest(checks: Sequence[Check | None]) -> Check | None:
    return max((check for check in checks if check is not None), key=lambda check: check.checked_at, default=None)
