"""A model's ledger: two hash chains, of its signals, written before the outcome can be known, and of their outcomes.

``hash = sha256(prev_hash || canonical JSON)``. Both chains are extended under one advisory lock a model, held to the
end of the transaction, so that ``seq`` has no holes.
"""

import json
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final, cast
from uuid import uuid4

from sqlalchemy import Column, ColumnElement, DateTime, Select, Text, case, inspect, literal_column, select, text
from sqlalchemy import cast as sql_cast
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import InstrumentedAttribute, contains_eager
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import col

from app.bus.events import SignalPublished, SignalResolved
from app.bus.publish import publish
from app.canonical import GENESIS, CanonicalValue, chain_hash, timestamp
from app.db.unit import Unit
from app.models.signals import Reason, Signal, SignalResolution
from app.schemas.signals import ChainHead, LedgerHead
from app.signals.outcomes import Outcome
from app.signals.pairs import PAIRS

NEVER_WRITTEN: Final = "the row holds something that this product never writes"

UNREADABLE: Final = (ArithmeticError, AttributeError, KeyError, RecursionError, TypeError, ValueError)
"""What a forged value makes of reading it."""

_FIRST: Final = literal_column("timestamptz '0001-01-01 00:00:00+00'", DateTime(timezone=True))
_LAST: Final = literal_column("timestamptz '9999-12-31 23:59:59.999999+00'", DateTime(timezone=True))

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('forexsignals.ledger.' || :model_id, 0))")

_AFTER_HEAD: Final = text(
    """
    SELECT greatest(clock_timestamp(), CAST(:not_before AS timestamptz), (
        SELECT created_at FROM signal_resolutions WHERE model_id = :model_id AND seq = :seq
    ))
    """
)
"""Now, but never before the row that came before, though the machine's clock may have been set back."""

_RESOLUTION: Final = cast("InstrumentedAttribute[SignalResolution | None]", Signal.resolution)


@dataclass(frozen=True, slots=True)
class Draft:
    """A signal before it has its place in the chain."""

    model_id: str
    pair: str
    timeframe: str
    direction: str
    entry: Decimal
    take_profit: Decimal
    stop_loss: Decimal
    confidence: Decimal
    reasons: list[Reason]
    candle_at: datetime
    expires_at: datetime
    past_from: datetime
    """Close of the next candle: from then on the outcome could be known to somebody, and the signal is a replay."""

    model_version: str
    feature_hash: str


def signals_with_outcomes() -> Select[Signal]:
    """Signals with their resolutions loaded; conditions may name columns of both."""
    return select(Signal).outerjoin(_RESOLUTION).options(contains_eager(_RESOLUTION))


async def lock_ledger(unit: Unit, model_id: str) -> None:
    """Hold the right to extend a model's chains until the unit ends. Several are taken in the order of their ids."""
    await unit.session.execute(_LOCK, {"model_id": model_id})


async def publish_once(unit: Unit, draft: Draft) -> tuple[Signal, bool]:
    """Write a signal, or find the one that the same model, pair, timeframe and candle have; tell whether it is new."""
    await lock_ledger(unit, draft.model_id)
    if (found := await find_signal(unit, draft.model_id, draft.pair, draft.timeframe, draft.candle_at)) is not None:
        return found, False
    head = await signals_head(unit, draft.model_id)
    values, now = asdict(draft), await unit.now()
    is_past = now >= values.pop("past_from")
    signal = Signal(
        **values,
        replay=is_past,
        id=uuid4(),
        seq=head.seq + 1,
        created_at=now,
        salt=secrets.token_hex(16),
        prev_hash=head.hash,
        hash="",
    )
    signal.hash = chain_hash(head.hash, hashed_fields(signal))
    unit.session.add(signal)
    await unit.session.flush()
    set_committed_value(signal, "resolution", None)
    await publish(unit.session, SignalPublished(model_id=signal.model_id, seq=signal.seq))
    return signal, True


async def record_outcome(unit: Unit, signal: Signal, outcome: Outcome, head: ChainHead) -> ChainHead:
    """Append how a signal ended after ``head``, the newest resolution of its model; return the new head."""
    values = {"model_id": signal.model_id, "seq": head.seq, "not_before": outcome.resolved_at}
    resolution = SignalResolution(
        model_id=signal.model_id,
        seq=head.seq + 1,
        signal_seq=signal.seq,
        signal_hash=signal.hash,
        status=outcome.status,
        exit_price=PAIRS[signal.pair].price(outcome.exit_price),
        resolved_at=outcome.resolved_at,
        created_at=(await unit.session.execute(_AFTER_HEAD, values)).scalar_one(),
        prev_hash=head.hash,
        hash="",
    )
    resolution.hash = chain_hash(head.hash, hashed_outcome(resolution, signal.pair))
    unit.session.add(resolution)
    await unit.session.flush()
    await publish(unit.session, SignalResolved(model_id=signal.model_id, seq=signal.seq, resolution=resolution.seq))
    return ChainHead(seq=resolution.seq, hash=resolution.hash)


def hashed_fields(signal: Signal) -> Mapping[str, CanonicalValue]:
    """What a signal's hash covers: all of it that is fixed when it is published."""
    pair = PAIRS[signal.pair]
    return {
        "id": str(signal.id),
        "seq": signal.seq,
        "model_id": signal.model_id,
        "pair": signal.pair,
        "timeframe": signal.timeframe,
        "direction": signal.direction,
        "entry": str(pair.price(signal.entry)),
        "take_profit": str(pair.price(signal.take_profit)),
        "stop_loss": str(pair.price(signal.stop_loss)),
        "confidence": float(signal.confidence),
        "reasons": [{"feature": r["feature"], "value": r["value"], "effect": r["effect"]} for r in signal.reasons],
        "replay": signal.replay,
        "candle_at": timestamp(signal.candle_at),
        "created_at": timestamp(signal.created_at),
        "expires_at": timestamp(signal.expires_at),
        "model_version": signal.model_version,
        "feature_hash": signal.feature_hash,
        "prev_hash": signal.prev_hash,
        "salt": signal.salt,
    }


def hashed_outcome(resolution: SignalResolution, symbol: str) -> Mapping[str, CanonicalValue]:
    """What a resolution's hash covers."""
    return {
        "signal_hash": resolution.signal_hash,
        "status": resolution.status,
        "exit_price": str(PAIRS[symbol].price(resolution.exit_price)),
        "resolved_at": timestamp(resolution.resolved_at),
    }


async def stored_signals(unit: Unit, model_id: str, *, only_open: bool = False) -> AsyncIterator[Signal]:
    """A model's signals in the order of ``seq``, whoever wrote them; outside of the session, without resolutions.

    A time that no ``datetime`` can be, and reasons that are no JSON to Python, are None: what a forger left in one row
    keeps nobody from the others. Whatever is made of a row may raise one of ``UNREADABLE``.
    """
    query = _as_stored(Signal).where(col(Signal.model_id) == model_id).order_by(col(Signal.seq))
    if only_open:
        ended = select(SignalResolution).where(
            col(SignalResolution.model_id) == col(Signal.model_id), col(SignalResolution.signal_seq) == col(Signal.seq)
        )
        query = query.where(~ended.exists())
    async for row in _stream(unit, query):
        yield Signal(**{**row, "reasons": _decoded(row["reasons"])})


async def stored_resolutions(unit: Unit, model_id: str) -> AsyncIterator[SignalResolution]:
    """A model's resolutions in the order of ``seq``, as ``stored_signals`` gives signals."""
    query = _as_stored(SignalResolution).where(col(SignalResolution.model_id) == model_id)
    async for row in _stream(unit, query.order_by(col(SignalResolution.seq))):
        yield SignalResolution(**row)


def _as_stored(table: type[Signal] | type[SignalResolution]) -> Select[Any]:
    return select(*(_readable(column) for column in inspect(table).columns))


def _readable(column: Column[Any]) -> ColumnElement[Any]:
    """The column without what the driver fails on, which would end the reading of all rows."""
    if isinstance(column.type, DateTime):
        return case((column.between(_FIRST, _LAST), column)).label(column.name)
    return sql_cast(column, Text).label(column.name) if isinstance(column.type, JSONB) else column


def _decoded(reasons: str) -> Any:
    try:
        return json.loads(reasons)
    except UNREADABLE:
        return None


async def _stream(unit: Unit, query: Select[Any]) -> AsyncIterator[Mapping[str, Any]]:
    result = await unit.session.stream(query.execution_options(yield_per=1000))
    async for row in result.mappings():
        yield cast("Mapping[str, Any]", row)


async def find_signal(unit: Unit, model_id: str, pair: str, timeframe: str, candle_at: datetime) -> Signal | None:
    """The signal that a model made at a candle's close."""
    query = signals_with_outcomes().where(
        col(Signal.model_id) == model_id,
        col(Signal.pair) == pair,
        col(Signal.timeframe) == timeframe,
        col(Signal.candle_at) == candle_at,
    )
    return (await unit.session.execute(query)).scalar_one_or_none()


async def signals_head(unit: Unit, model_id: str) -> ChainHead:
    """The newest link of a model's signal chain; seq 0 and 64 zeros while it is empty."""
    query = select(col(Signal.seq), col(Signal.hash)).where(col(Signal.model_id) == model_id)
    newest = (await unit.session.execute(query.order_by(col(Signal.seq).desc()).limit(1))).one_or_none()
    return ChainHead(seq=newest[0], hash=newest[1]) if newest else ChainHead(seq=0, hash=GENESIS)


async def resolutions_head(unit: Unit, model_id: str) -> ChainHead:
    """The newest link of a model's resolution chain; seq 0 and 64 zeros while it is empty."""
    query = select(col(SignalResolution.seq), col(SignalResolution.hash)).where(
        col(SignalResolution.model_id) == model_id
    )
    newest = (await unit.session.execute(query.order_by(col(SignalResolution.seq).desc()).limit(1))).one_or_none()
    return ChainHead(seq=newest[0], hash=newest[1]) if newest else ChainHead(seq=0, hash=GENESIS)


async def ledger_head(unit: Unit, model_id: str) -> LedgerHead:
    """The newest links of a model's chains."""
    signals, resolutions = await signals_head(unit, model_id), await resolutions_head(unit, model_id)
    return LedgerHead(model_id=model_id, signals=signals, resolutions=resolutions)
