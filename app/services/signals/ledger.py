"""A model's ledger: its signals as a hash chain, written before the outcome can be known."""

import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Final
from uuid import uuid4

from sqlalchemy import select, text
from sqlmodel import col

from app.bus.events import SignalPublished
from app.bus.publish import publish
from app.canonical import GENESIS, CanonicalValue, chain_hash, timestamp
from app.db.unit import Unit
from app.models.signals import Reason, Signal
from app.schemas.signals import ChainHead, LedgerHead
from app.signals.pairs import PAIRS

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('forexsignals.ledger.' || :model_id, 0))")


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
    replay: bool
    candle_at: datetime
    expires_at: datetime
    model_version: str
    feature_hash: str


async def publish_once(unit: Unit, draft: Draft) -> Signal:
    """Write a signal, or return the one that the same model, pair, timeframe and candle already have.

    A model's chain is extended under an advisory lock held to the end of the transaction, so seq has no holes.
    """
    await unit.session.execute(_LOCK, {"model_id": draft.model_id})
    if (found := await find_signal(unit, draft.model_id, draft.pair, draft.timeframe, draft.candle_at)) is not None:
        return found
    head = await signals_head(unit, draft.model_id)
    signal = Signal(
        **asdict(draft),
        id=uuid4(),
        seq=head.seq + 1,
        created_at=await unit.now(),
        salt=secrets.token_hex(16),
        prev_hash=head.hash,
        hash="",
    )
    signal.hash = chain_hash(head.hash, hashed_fields(signal))
    unit.session.add(signal)
    await unit.session.flush()
    await publish(unit.session, SignalPublished(model_id=signal.model_id, seq=signal.seq))
    return signal


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


async def find_signal(unit: Unit, model_id: str, pair: str, timeframe: str, candle_at: datetime) -> Signal | None:
    """The signal that a model made at a candle's close."""
    query = select(Signal).where(
        col(Signal.model_id) == model_id,
        col(Signal.pair) == pair,
        col(Signal.timeframe) == timeframe,
        col(Signal.candle_at) == candle_at,
    )
    return (await unit.session.execute(query)).scalar_one_or_none()


async def signals_head(unit: Unit, model_id: str) -> ChainHead:
    query = select(col(Signal.seq), col(Signal.hash)).where(col(Signal.model_id) == model_id)
    newest = (await unit.session.execute(query.order_by(col(Signal.seq).desc()).limit(1))).one_or_none()
    return ChainHead(seq=newest[0], hash=newest[1]) if newest else ChainHead(seq=0, hash=GENESIS)


async def ledger_head(unit: Unit, model_id: str) -> LedgerHead:
    """The newest link of a model's chain: whoever keeps it can tell later that nothing before it was rewritten."""
    return LedgerHead(model_id=model_id, signals=await signals_head(unit, model_id))
