"""How good the models have been: records measured from the ledger and from walk-forward, and from nothing else."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, Final

import numpy as np
from sqlalchemy import text, update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from app.bus.events import CatalogueChanged
from app.bus.publish import publish
from app.db.unit import Unit
from app.models.signals import ModelBacktest, Signal
from app.models.subscriptions import SubscriptionModel
from app.schemas.track_record import Record, TrackRecord
from app.services.signals.ledger import resolutions_head
from app.services.signals.resolve import resolve_open
from app.signals.bars import stamps
from app.signals.record import ClosedSignals, accuracy, measure

_CLOSED: Final = text(
    """
    SELECT s.replay, s.pair, s.direction, r.status, r.resolved_at, s.confidence::float8, s.entry::float8,
        s.take_profit::float8, s.stop_loss::float8, r.exit_price::float8,
        coalesce(c.open, s.entry)::float8, coalesce(c.high, s.entry)::float8, coalesce(c.low, s.entry)::float8
    FROM signals s JOIN signal_resolutions r ON r.model_id = s.model_id AND r.signal_seq = s.seq
    LEFT JOIN candles c ON c.pair = s.pair AND c.timeframe = s.timeframe AND c.closed_at = r.resolved_at
    WHERE s.model_id = :model_id ORDER BY r.resolved_at, s.seq
    """
)


class TrackRecords:
    """Track records as this process last measured them; measured again when a model's ledger or backtest has grown."""

    def __init__(self) -> None:
        self._known: dict[str, tuple[str, TrackRecord]] = {}

    async def read(self, unit: Unit, model_id: str) -> TrackRecord:
        """The record of a model that exists."""
        stored = await unit.session.get(ModelBacktest, model_id)
        head = await resolutions_head(unit, model_id)
        state = f"{head.hash} {stored.measured_at if stored else None}"
        known = self._known.get(model_id)
        if known is None or known[0] != state:
            backtest = None if stored is None else Record.model_validate(stored.record)
            live, replay = await _measured(unit, model_id)
            record = TrackRecord(model_id=model_id, live=live, replay=replay, backtest=backtest)
            known = self._known[model_id] = (state, record)
        return known[1]


async def _measured(unit: Unit, model_id: str) -> tuple[Record | None, Record | None]:
    """The records of the live and of the replayed signals that have ended."""
    rows = (await unit.session.execute(_CLOSED, {"model_id": model_id})).all()
    if not rows:
        return None, None

    def work() -> tuple[Record | None, Record | None]:
        replay = np.array([row[0] for row in rows])
        closed = closed_signals([tuple(row[1:]) for row in rows])
        return measure(closed.select(~replay)), measure(closed.select(replay))

    return await asyncio.to_thread(work)


def closed_signals(rows: list[tuple[Any, ...]]) -> ClosedSignals:
    """Columns from rows in the order of closing: pair, direction, status, resolved_at, confidence, entry, target, stop,
    exit, and the deciding candle's open, high and low.

    The mirror image has the same levels with stop and target exchanged, so the same candle decides it: it wins where
    the signal lost, but for a candle that opened between the levels and met both, on which both lose.
    """
    pair, direction, status, resolved_at, *numbers = zip(*rows, strict=True)
    confidence, entry, target, stop, exit_, open_, high, low = (np.array(n, dtype=np.float64) for n in numbers)
    sign = np.where(np.array(direction) == "BUY", 1, -1).astype(np.int8)
    upper, lower = np.maximum(target, stop), np.minimum(target, stop)
    r = (exit_ - entry) * sign / np.abs(entry - stop)
    lost = np.array(status) == "lost"
    both = lost & (open_ < upper) & (open_ > lower) & (high >= upper) & (low <= lower)
    return ClosedSignals(
        resolved_at=stamps(list(resolved_at)).astype("datetime64[s]"),
        pair=np.array(pair),
        direction=sign,
        confidence=confidence,
        won=np.array(status) == "won",
        expired=np.array(status) == "expired",
        r=r,
        mirror_won=lost & ~both,
        mirror_r=np.where(both, -1.0, -r),
    )


async def store_backtest(unit: Unit, model_id: str, record: Record, versions: Mapping[str, str]) -> None:
    """Keep a model's walk-forward record, and measure the model anew. A model that is not for sale is left out."""
    if await unit.session.get(SubscriptionModel, model_id) is None:
        return
    values = {
        "record": record.model_dump(mode="json"),
        "model_versions": dict(versions),
        "measured_at": await unit.now(),
    }
    statement = insert(ModelBacktest).values(model_id=model_id, **values)
    await unit.session.execute(statement.on_conflict_do_update(index_elements=["model_id"], set_=values))
    await measure_models(unit, [model_id])


async def end_signals(unit: Unit) -> list[Signal]:
    """End every open signal that the candles decide, and measure the models whose live ones ended; return the ended.

    One unit does both, so that an accuracy never stands beside a ledger that has grown without it.
    """
    ended = await resolve_open(unit)
    if changed := sorted({signal.model_id for signal in ended if not signal.replay}):
        await measure_models(unit, changed)
    return ended


async def measure_models(unit: Unit, models: Iterable[str]) -> None:
    """Write the measured accuracy of some models beside their names."""
    for model_id in models:
        record = await TrackRecords().read(unit, model_id)
        found = accuracy(record.live, record.backtest)
        value = None if found is None else found.model_dump(mode="json")
        await unit.session.execute(
            update(SubscriptionModel).where(col(SubscriptionModel.id) == model_id).values(accuracy=value)
        )
    await publish(unit.session, CatalogueChanged())
