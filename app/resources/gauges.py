"""The state that admins see, as Prometheus's gauges: one reading of it feeds the screen and the alerts."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from prometheus_client.metrics_core import GaugeMetricFamily, Metric

from app.schemas.monitoring import Check, FigureName, Monitoring

_FIGURES: Final[dict[FigureName, tuple[str, str, float]]] = {
    "response_time": ("forexsignals_response_time_seconds", "95th percentile of the last five minutes", 1000),
    "error_rate": ("forexsignals_error_ratio", "Share of 5xx among the API's answers of the last five minutes", 100),
    "database_connections": ("forexsignals_database_connections_ratio", "Used share of PostgreSQL's connections", 100),
    "memory": ("forexsignals_memory_ratio", "Used share of the fullest host's memory", 100),
}
"""Name, text, and what the screen's unit is divided by."""


def database_up(*, answers: bool) -> Metric:
    return _gauge("database_up", "Whether the database answers the process that was asked", float(answers))


def state_gauges(state: Monitoring, now: datetime) -> Iterator[Metric]:
    """Every gauge; one without a value, such as the age of a check never made, has a name and no sample."""
    yield from _figures(state)
    yield _gauge("processes_listening", "Processes that hear the event bus", sum(p.listener for p in state.processes))
    yield from _outbox(state, now)
    yield from _candles(state, now)
    yield from _checks({"audit": state.audit, "ledger": state.ledger})
    published = GaugeMetricFamily("forexsignals_signals", "Signals ever published", labels=("model",))
    still_open = GaugeMetricFamily("forexsignals_signals_open", "Signals that have not ended", labels=("model",))
    for model in state.signals_by_model:
        published.add_metric((model.model_id,), model.published)
        still_open.add_metric((model.model_id,), model.open)
    yield from (published, still_open)


def _figures(state: Monitoring) -> Iterator[Metric]:
    for figure in state.figures:
        name, text, divisor = _FIGURES[figure.name]
        yield GaugeMetricFamily(name, text, None if figure.value is None else figure.value / divisor)


def _outbox(state: Monitoring, now: datetime) -> Iterator[Metric]:
    outbox = state.bot.outbox
    oldest = 0.0 if outbox.oldest_due_at is None else max(0.0, (now - outbox.oldest_due_at).total_seconds())
    is_on = state.bot.mode != "off"
    yield _gauge("bot_enabled", "Whether there is a bot", float(is_on))
    yield _gauge("bot_up", "Whether the bot hears and sends", float(is_on and state.bot.trouble is None))
    yield _gauge("outbox_pending", "Messages that may leave and have not", outbox.pending)
    yield _gauge("outbox_oldest_seconds", "Since when the oldest message that may leave waits", oldest)
    yield _gauge("outbox_failed", "Messages of the last day that Telegram refused", outbox.failed_24_hours)


def _candles(state: Monitoring, now: datetime) -> Iterator[Metric]:
    age = GaugeMetricFamily("forexsignals_candle_age_seconds", "Since the newest candle", labels=("pair", "timeframe"))
    stale = GaugeMetricFamily(
        "forexsignals_candle_stale", "Whether a newer candle is overdue", labels=("pair", "timeframe")
    )
    for candle in state.candles:
        labels = (candle.pair, candle.timeframe)
        age.add_metric(labels, (now - candle.newest_closed_at).total_seconds())
        stale.add_metric(labels, float(candle.is_stale))
    yield from (age, stale)


def _checks(checks: dict[str, Check | None]) -> Iterator[Metric]:
    at = GaugeMetricFamily("forexsignals_verified_timestamp_seconds", "When all was last verified", labels=("what",))
    ok = GaugeMetricFamily("forexsignals_verified_ok", "Whether the last verification held", labels=("what",))
    for what, check in checks.items():
        if check is not None:
            at.add_metric((what,), check.checked_at.timestamp())
            ok.add_metric((what,), float(check.ok))
    yield from (at, ok)


def _gauge(name: str, text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"forexsignals_{name}", text, value)
