"""How the service does: figures with their limits, live delivery, and what was verified."""

from typing import Literal

from app.schemas.base import Read, UtcDatetime
from app.schemas.notifications import OutboxFigures

FigureName = Literal["response_time", "error_rate", "database_connections", "memory"]
FigureState = Literal["ok", "warn", "alert", "no_data"]


class Point(Read):
    at: UtcDatetime
    value: float


class Figure(Read):
    """A figure in its ``unit``: below ``target`` it is ok, above ``alert`` an alert, in between a warning.

    ``history``: one point a minute for the last hour, oldest first; minutes without a value are left out.
    """

    name: FigureName
    value: float | None
    unit: Literal["ms", "%"]
    target: float
    alert: float
    state: FigureState
    history: list[Point]


class Pushes(Read):
    """Changes of rights in the last hour: from the change until the last open socket of its user was told.

    A change counts from the moment that its history row gives, which is just before the commit.
    """

    p50_ms: float | None
    p99_ms: float | None
    n: int


class GateCounts(Read):
    """Decisions about models since the processes began, by the token's version or by SQL; ``denied``: refusals."""

    version_path: int
    sql_path: int
    denied: int


class CandleAge(Read):
    """``is_stale``: the source should have had a newer candle by now."""

    pair: str
    timeframe: str
    newest_closed_at: UtcDatetime
    is_stale: bool


class ModelSignals(Read):
    """Signals of a model: ever published, published today (UTC), not ended yet, and when the newest one was made."""

    model_id: str
    published: int
    today: int
    open: int
    newest_at: UtcDatetime | None


class Check(Read):
    checked_at: UtcDatetime
    ok: bool


class BotFigures(Read):
    """The bot, and what waits to be sent. ``trouble``: why it does not hear or send now, null where all is well."""

    mode: Literal["off", "polling", "webhook"]
    username: str | None
    trouble: str | None
    outbox: OutboxFigures


class ProcessState(Read):
    """A process of this database as it was at ``seen_at``; ``process`` is its number in the ``host``'s system.

    ``answers``: it is the one that gave this answer. ``listener``: it hears what others publish.
    """

    process: int
    host: str
    answers: bool
    started_at: UtcDatetime
    seen_at: UtcDatetime
    sockets: int
    listener: bool
    bot_trouble: str | None


class Monitoring(Read):
    """All processes of this database together; those that have told nothing for half a minute are left out.

    ``process`` and ``started_at`` are those of the answering one, ``processes`` all of them, the eldest first.
    ``response_time``: 95th percentile of the time until an answer begins; ``error_rate``: share of 5xx; both over the
    API's answers of the last five minutes. ``database_connections``: used share of those that PostgreSQL has for
    ordinary roles, whoever uses them. ``memory``: used share of the machine's, or of the control group's where that is
    nearer to its limit; of several hosts the fullest counts. ``gate``: since the starts of these processes.
    ``listener``: every one of them hears. ``audit`` and ``ledger``: the last verification of everything.
    """

    process: int
    started_at: UtcDatetime
    processes: list[ProcessState]
    figures: list[Figure]
    push: Pushes
    sockets: int
    gate: GateCounts
    listener: bool
    candles: list[CandleAge]
    signals_by_model: list[ModelSignals]
    audit: Check | None
    ledger: Check | None
    bot: BotFigures


class BrokenLink(Read):
    """A place where a chain of a ledger does not hold."""

    model_id: str
    chain: Literal["signals", "resolutions"]
    seq: int
    why: str


class LedgerCheck(Read):
    """``signals`` and ``resolutions`` count the rows that were read."""

    ok: bool
    signals: int
    resolutions: int
    broken: list[BrokenLink]
