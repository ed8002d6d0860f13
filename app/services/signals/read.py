"""Showing signals."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Select, false, func, or_, select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import UnknownPair, UnknownSignal
from app.models.signals import Signal, SignalStatus
from app.models.subscriptions import UserSubscription
from app.schemas.base import Page
from app.schemas.signals import CandleRead, LatestSignal, ReasonRead, SignalDetail, SignalPage, SignalRead, SignalState
from app.services.candles import candles_around
from app.services.paging import keyset_page
from app.services.signals.ledger import ledger_head
from app.signals.pairs import PAIRS

CANDLES_BEFORE: Final = 240
CANDLES_AFTER: Final = 60

_KEYS = [col(Signal.created_at), col(Signal.id)]


def show(signal: Signal) -> SignalRead:
    """A stored signal as the wire shows it."""
    pair = PAIRS[signal.pair]
    return SignalRead(
        id=signal.id,
        seq=signal.seq,
        model_id=signal.model_id,
        pair=signal.pair,
        timeframe=signal.timeframe,
        direction=signal.direction,
        entry=str(pair.price(signal.entry)),
        take_profit=str(pair.price(signal.take_profit)),
        stop_loss=str(pair.price(signal.stop_loss)),
        confidence=float(signal.confidence),
        reasons=[ReasonRead(**reason) for reason in signal.reasons],
        replay=signal.replay,
        candle_at=signal.candle_at,
        created_at=signal.created_at,
        expires_at=signal.expires_at,
        status=SignalStatus.OPEN.value,
        exit_price=None,
        resolved_at=None,
        hash=signal.hash,
    )


def _matching(*, pair: str | None, status: SignalState | None) -> Select[Signal]:
    if pair is not None and pair not in PAIRS:
        raise UnknownPair(pair=pair)
    query = select(Signal)
    if pair is not None:
        query = query.where(col(Signal.pair) == pair)
    return query if status in {None, "open"} else query.where(false())


async def feed(
    unit: Unit, telegram_id: int, *, pair: str | None, status: SignalState | None, limit: int, cursor: str | None
) -> Page[SignalRead]:
    """Signals of exactly the models that the user holds now, newest first. Raises UnknownPair, InvalidCursor."""
    held = select(col(UserSubscription.model_id)).where(
        col(UserSubscription.user_id) == telegram_id,
        col(UserSubscription.is_active),
        or_(col(UserSubscription.expiry_date).is_(None), col(UserSubscription.expiry_date) > func.clock_timestamp()),
    )
    query = _matching(pair=pair, status=status).where(col(Signal.model_id).in_(held))
    rows, next_cursor = await keyset_page(
        unit, query, keys=_KEYS, descending=True, limit=limit, cursor=cursor, name="feed"
    )
    return Page(items=[show(row) for row in rows], next_cursor=next_cursor)


async def list_signals(
    unit: Unit, model_id: str, *, pair: str | None, status: SignalState | None, limit: int, cursor: str | None
) -> SignalPage:
    """A model's signals, newest first. Raises UnknownPair, InvalidCursor."""
    query = _matching(pair=pair, status=status).where(col(Signal.model_id) == model_id)
    rows, next_cursor = await keyset_page(
        unit, query, keys=_KEYS, descending=True, limit=limit, cursor=cursor, name=f"signals-{model_id}"
    )
    head = await ledger_head(unit, model_id)
    return SignalPage(items=[show(row) for row in rows], next_cursor=next_cursor, ledger_head=head)


async def latest(unit: Unit, model_id: str, *, pair: str | None) -> LatestSignal:
    """A model's newest signal. Raises UnknownPair."""
    query = _matching(pair=pair, status=None).where(col(Signal.model_id) == model_id)
    newest = query.order_by(col(Signal.seq).desc()).limit(1)
    found = (await unit.session.execute(newest)).scalar_one_or_none()
    return LatestSignal(signal=None if found is None else show(found), ledger_head=await ledger_head(unit, model_id))


async def detail(unit: Unit, model_id: str, signal_id: UUID) -> SignalDetail:
    """A signal with the candles around it. Raises UnknownSignal."""
    query = select(Signal).where(col(Signal.id) == signal_id, col(Signal.model_id) == model_id)
    signal = (await unit.session.execute(query)).scalar_one_or_none()
    if signal is None:
        raise UnknownSignal
    candles = await _candles(unit, signal.pair, signal.timeframe, signal.candle_at)
    return SignalDetail(signal=show(signal), candles=candles, ledger_head=await ledger_head(unit, model_id))


async def _candles(unit: Unit, symbol: str, timeframe: str, at: datetime) -> list[CandleRead]:
    pair = PAIRS[symbol]
    stored = await candles_around(
        unit, pair=symbol, timeframe=timeframe, at=at, before=CANDLES_BEFORE, after=CANDLES_AFTER
    )
    return [
        CandleRead(
            opened_at=candle.opened_at,
            open=str(pair.price(candle.open)),
            high=str(pair.price(candle.high)),
            low=str(pair.price(candle.low)),
            close=str(pair.price(candle.close)),
        )
        for candle in stored
    ]


async def by_seq(unit: Unit, model_id: str, seqs: Sequence[int]) -> list[SignalRead]:
    """Signals by their place in the ledger, in its order."""
    query = select(Signal).where(col(Signal.model_id) == model_id, col(Signal.seq).in_(seqs)).order_by(col(Signal.seq))
    return [show(row) for row in (await unit.session.execute(query)).scalars()]


async def after_seq(unit: Unit, model_id: str, seq: int, *, most: int) -> list[SignalRead]:
    """A model's signals after ``seq``, oldest first, at most ``most``."""
    query = select(Signal).where(col(Signal.model_id) == model_id, col(Signal.seq) > seq).order_by(col(Signal.seq))
    return [show(row) for row in (await unit.session.execute(query.limit(most))).scalars()]


async def newest_seqs(unit: Unit) -> dict[str, int]:
    """The newest seq of every model that has signals."""
    query = select(col(Signal.model_id), func.max(col(Signal.seq))).group_by(col(Signal.model_id))
    return dict((await unit.session.execute(query)).all())
