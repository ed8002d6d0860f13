"""Showing signals."""

from typing import Final, cast
from uuid import UUID

from sqlalchemy import Select, select
from sqlmodel import col

from app.db.unit import Unit
from app.errors import UnknownPair, UnknownSignal
from app.models.market import Timeframe
from app.models.signals import Signal, SignalFeedback, SignalResolution
from app.schemas.base import Page
from app.schemas.signals import (
    CandleRead,
    FeedbackResult,
    LatestSignal,
    ReasonRead,
    SignalDetail,
    SignalPage,
    SignalRead,
    SignalState,
)
from app.services.market.candles import candles_around
from app.services.market.clock import market_moment
from app.services.paging import keyset_page
from app.services.signals.ledger import ledger_head, signals_with_outcomes
from app.services.subscriptions.access import held_models
from app.signals.pairs import PAIRS

CANDLES_BEFORE: Final = 240
CANDLES_AFTER: Final = 60

_KEYS = [col(Signal.created_at), col(Signal.id)]


def show(signal: Signal) -> SignalRead:
    """A stored signal as the wire shows it."""
    pair, ended = PAIRS[signal.pair], signal.resolution
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
        status="open" if ended is None else cast("SignalState", ended.status),
        exit_price=None if ended is None else str(pair.price(ended.exit_price)),
        resolved_at=None if ended is None else ended.resolved_at,
        hash=signal.hash,
    )


def check_pair(pair: str | None) -> None:
    """Raise UnknownPair for a pair that there is not."""
    if pair is not None and pair not in PAIRS:
        raise UnknownPair(pair=pair)


def _matching(*, pair: str | None, status: SignalState | None) -> Select[Signal]:
    check_pair(pair)
    query = signals_with_outcomes()
    if pair is not None:
        query = query.where(col(Signal.pair) == pair)
    if status == "open":
        query = query.where(col(SignalResolution.seq).is_(None))
    elif status is not None:
        query = query.where(col(SignalResolution.status) == status)
    return query


async def feed(
    unit: Unit, telegram_id: int, *, pair: str | None, status: SignalState | None, limit: int, cursor: str | None
) -> Page[SignalRead]:
    """Signals of exactly the models that the user holds now, newest first. Raises UnknownPair, InvalidCursor."""
    query = _matching(pair=pair, status=status).where(col(Signal.model_id).in_(held_models(telegram_id)))
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


async def detail(unit: Unit, telegram_id: int, model_id: str, signal_id: UUID) -> SignalDetail:
    """A signal with the candles around it. Raises UnknownSignal."""
    signal = await find_own(unit, model_id, signal_id)
    candles = await _candles(unit, signal)
    said = await unit.session.get(SignalFeedback, (telegram_id, signal_id))
    own = None if said is None else cast("FeedbackResult", said.result)
    head = await ledger_head(unit, model_id)
    return SignalDetail(signal=show(signal), candles=candles, own_result=own, ledger_head=head)


async def find_own(unit: Unit, model_id: str, signal_id: UUID) -> Signal:
    """A signal of this model. Raises UnknownSignal."""
    query = signals_with_outcomes().where(col(Signal.id) == signal_id, col(Signal.model_id) == model_id)
    signal = (await unit.session.execute(query)).scalar_one_or_none()
    if signal is None:
        raise UnknownSignal
    return signal


async def _candles(unit: Unit, signal: Signal) -> list[CandleRead]:
    """The candles around a signal, as far as the market's clock has come."""
    pair = PAIRS[signal.pair]
    until = await market_moment(unit, cast("Timeframe", signal.timeframe))
    stored = await candles_around(
        unit,
        pair=signal.pair,
        timeframe=signal.timeframe,
        at=signal.candle_at,
        until=until,
        before=CANDLES_BEFORE,
        after=CANDLES_AFTER,
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


async def by_seq(unit: Unit, model_id: str, seq: int) -> SignalRead | None:
    """A signal by its place in the ledger."""
    query = signals_with_outcomes().where(col(Signal.model_id) == model_id, col(Signal.seq) == seq)
    found = (await unit.session.execute(query)).scalar_one_or_none()
    return None if found is None else show(found)


async def after_seq(unit: Unit, model_id: str, seq: int, *, most: int) -> list[SignalRead]:
    """A model's signals after ``seq``, oldest first, at most ``most``."""
    query = signals_with_outcomes().where(col(Signal.model_id) == model_id, col(Signal.seq) > seq)
    return [show(row) for row in (await unit.session.execute(query.order_by(col(Signal.seq)).limit(most))).scalars()]


async def ended_since(unit: Unit, model_id: str, seq: int, *, most: int) -> list[SignalRead]:
    """Signals up to ``seq`` that ended after signal ``seq`` was published, in the order of ending, at most ``most``."""
    published = select(col(Signal.created_at)).where(col(Signal.model_id) == model_id, col(Signal.seq) == seq)
    query = signals_with_outcomes().where(
        col(Signal.model_id) == model_id,
        col(Signal.seq) <= seq,
        col(SignalResolution.created_at) >= published.scalar_subquery(),
    )
    ordered = query.order_by(col(SignalResolution.seq)).limit(most)
    return [show(row) for row in (await unit.session.execute(ordered)).scalars()]
