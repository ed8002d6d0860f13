"""Ending signals: whatever the candles that have closed decide is written down, by any process, once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import RowMapping, text
from sqlmodel import col

from app.db.unit import Unit
from app.models.signals import Direction, Signal, SignalResolution
from app.services.signals.ledger import lock_ledger, record_outcome, resolutions_head, signals_with_outcomes
from app.signals.outcomes import Later, Outcome, Plan, resolve
from app.signals.pairs import PAIRS

MOST_CANDLES: Final = 200
"""Candles after a signal that are read to judge it: many times its horizon."""

CHUNK: Final = 500
"""Signals that are judged at a time."""

_MODELS: Final = text("SELECT id FROM subscription_models ORDER BY id")

_AFTER: Final = text(
    """
    SELECT s.seq, c.closed_at, c.open, c.high, c.low, c.close
    FROM signals s
    JOIN LATERAL (
        SELECT * FROM candles c WHERE c.pair = s.pair AND c.timeframe = s.timeframe AND c.opened_at > s.candle_at
            AND c.closed_at <= coalesce((
                SELECT moment FROM replay_clocks k WHERE k.timeframe = s.timeframe AND k.is_running
            ), clock_timestamp())
        ORDER BY c.opened_at LIMIT :most
    ) AS c ON true
    WHERE s.model_id = :model_id AND s.seq = ANY(:seqs) ORDER BY s.seq, c.opened_at
    """
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A resolution that the candles of today do not give again."""

    model_id: str
    signal_seq: int
    stored: str
    recomputed: str


async def resolve_open(unit: Unit) -> list[Signal]:
    """End every open signal that the candles decide; return them. Chains are extended in the order of closing."""
    ended: list[Signal] = []
    for model_id in (await unit.session.execute(_MODELS)).scalars().all():
        await lock_ledger(unit, model_id)
        decided = [found async for found in _decided(unit, model_id)]
        decided.sort(key=lambda found: (found[1].resolved_at, found[0].seq))
        head = await resolutions_head(unit, model_id) if decided else None
        for signal, outcome in decided:
            assert head is not None  # noqa: S101 - read because there is something to end
            head = await record_outcome(unit, signal, outcome, head)
            ended.append(signal)
    return ended


async def _decided(unit: Unit, model_id: str) -> AsyncIterator[tuple[Signal, Outcome]]:
    query = signals_with_outcomes().where(col(Signal.model_id) == model_id, col(SignalResolution.seq).is_(None))
    signals = (await unit.session.execute(query.order_by(col(Signal.seq)))).scalars().all()
    async for signal, outcome in _judged(unit, model_id, signals):
        if outcome is not None:
            yield signal, outcome


async def _judged(unit: Unit, model_id: str, signals: Sequence[Signal]) -> AsyncIterator[tuple[Signal, Outcome | None]]:
    """Each signal with what the candles say of it now; None while they do not decide."""
    for start in range(0, len(signals), CHUNK):
        part = signals[start : start + CHUNK]
        values = {"model_id": model_id, "seqs": [signal.seq for signal in part], "most": MOST_CANDLES}
        rows = (await unit.session.execute(_AFTER, values)).mappings().all()
        candles = {seq: [_later(row) for row in found] for seq, found in groupby(rows, key=itemgetter("seq"))}
        for signal in part:
            yield signal, resolve(plan_of(signal), candles.get(signal.seq, ()))


def _later(row: RowMapping) -> Later:
    return Later(**{name: row[name] for name in Later.__slots__})


def plan_of(signal: Signal) -> Plan:
    """What a stored signal promised, in the precision in which it was hashed."""
    price = PAIRS[signal.pair].price
    levels = (price(signal.entry), price(signal.take_profit), price(signal.stop_loss))
    return Plan(Direction(signal.direction), *levels, expires_at=signal.expires_at)


async def recheck(unit: Unit) -> tuple[int, list[Difference]]:
    """Judge every signal of the ledger again; return how many there were and where the record says something else."""
    count = 0
    differences: list[Difference] = []
    for model_id in (await unit.session.execute(_MODELS)).scalars().all():
        query = signals_with_outcomes().where(col(Signal.model_id) == model_id).order_by(col(Signal.seq))
        signals = (await unit.session.execute(query)).scalars().all()
        count += len(signals)
        async for signal, outcome in _judged(unit, model_id, signals):
            stored, recomputed = _said(signal), _says(signal, outcome)
            if stored != recomputed:
                differences.append(Difference(model_id, signal.seq, stored, recomputed))
    return count, differences


def _said(signal: Signal) -> str:
    found = signal.resolution
    if found is None:
        return "open"
    price = PAIRS[signal.pair].price(found.exit_price)
    return f"{found.status} at {price}, {found.resolved_at.isoformat()}"


def _says(signal: Signal, outcome: Outcome | None) -> str:
    if outcome is None:
        return "open"
    price = PAIRS[signal.pair].price(outcome.exit_price)
    return f"{outcome.status} at {price}, {outcome.resolved_at.isoformat()}"
