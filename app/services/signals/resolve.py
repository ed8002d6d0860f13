"""Ending signals: whatever the candles that have closed decide is written down, by any process, once."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Final

from sqlalchemy import RowMapping, text

from app.db.unit import Unit
from app.models.signals import Direction, Signal, SignalResolution
from app.services.signals.ledger import (
    NEVER_WRITTEN,
    UNREADABLE,
    lock_ledger,
    record_outcome,
    resolutions_head,
    stored_resolutions,
    stored_signals,
)
from app.signals.outcomes import Later, Outcome, Plan, resolve
from app.signals.pairs import PAIRS, Pair

MOST_CANDLES: Final = 200
"""Candles after a signal that are read to judge it: many times its horizon."""

CHUNK: Final = 500
"""Signals that are judged at a time."""

_MODELS: Final = text("SELECT id FROM subscription_models ORDER BY id")

_PUBLISHED: Final = text("SELECT DISTINCT model_id FROM signals ORDER BY model_id")
"""The ledgers there are, whether their models are still known or not."""

# What has ended was decided by candles, whatever moment a replay has gone back to since; what is open, by the moment.
_AFTER: Final = text(
    """
    SELECT s.seq, c.closed_at, c.open, c.high, c.low, c.close
    FROM (
        SELECT seq, pair, timeframe, candle_at, coalesce((
            SELECT moment FROM replay_clocks k WHERE k.timeframe = signals.timeframe AND k.is_running AND NOT EXISTS (
                SELECT FROM signal_resolutions r WHERE r.model_id = signals.model_id AND r.signal_seq = signals.seq
            )
        ), clock_timestamp()) AS until
        FROM signals WHERE model_id = :model_id AND seq = ANY(:seqs)
    ) AS s
    JOIN LATERAL (
        SELECT * FROM candles c WHERE c.pair = s.pair AND c.timeframe = s.timeframe AND c.opened_at > s.candle_at
            AND c.closed_at <= s.until
        ORDER BY c.opened_at LIMIT :most
    ) AS c ON true
    ORDER BY s.seq, c.opened_at
    """
)


@dataclass(frozen=True, slots=True)
class Difference:
    """A signal whose record the candles of today do not give again, or that cannot be judged at all."""

    model_id: str
    signal_seq: int
    why: str


@dataclass(frozen=True, slots=True)
class _Judged:
    """What the candles say of a signal: no outcome while they do not decide, or where ``fault`` says why not."""

    signal: Signal
    outcome: Outcome | None = None
    fault: str | None = None


async def resolve_open(unit: Unit) -> list[Signal]:
    """End every open signal that the candles decide; return them. Chains are extended in the order of closing.

    A signal that was forged into nonsense stays open and holds up no other.
    """
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
    signals = [signal async for signal in stored_signals(unit, model_id, only_open=True)]
    async for judged in _judged(unit, model_id, signals):
        if judged.outcome is not None:
            yield judged.signal, judged.outcome


async def _judged(unit: Unit, model_id: str, signals: Sequence[Signal]) -> AsyncIterator[_Judged]:
    """What the candles say of each signal: up to now where it has ended, up to the market's moment where it is open."""
    for start in range(0, len(signals), CHUNK):
        plans = [(signal, _plan(signal)) for signal in signals[start : start + CHUNK]]
        seqs = [signal.seq for signal, plan in plans if plan is not None]
        values = {"model_id": model_id, "seqs": seqs, "most": MOST_CANDLES}
        rows = (await unit.session.execute(_AFTER, values)).mappings().all()
        candles = {seq: [_later(row) for row in found] for seq, found in groupby(rows, key=itemgetter("seq"))}
        for signal, plan in plans:
            yield _judge(signal, plan, candles.get(signal.seq, ()))


def _judge(signal: Signal, plan: Plan | None, candles: Sequence[Later]) -> _Judged:
    if plan is None:
        return _Judged(signal, fault=NEVER_WRITTEN)
    try:
        return _Judged(signal, resolve(plan, candles))
    except UNREADABLE:
        return _Judged(signal, fault="a candle after it holds no prices")


def _plan(signal: Signal) -> Plan | None:
    """None where there is no plan in what a forger has left."""
    try:
        plan = plan_of(signal)
        levels = (plan.entry, plan.take_profit, plan.stop_loss)
        return plan if signal.candle_at < plan.expires_at and all(level.is_finite() for level in levels) else None
    except UNREADABLE:
        return None


def _later(row: RowMapping) -> Later:
    return Later(**{name: row[name] for name in Later.__slots__})


def plan_of(signal: Signal) -> Plan:
    """What a stored signal promised, in the precision in which it was hashed."""
    price = PAIRS[signal.pair].price
    levels = (price(signal.entry), price(signal.take_profit), price(signal.stop_loss))
    return Plan(Direction(signal.direction), *levels, expires_at=signal.expires_at)


async def recheck(unit: Unit) -> tuple[int, list[Difference]]:
    """Judge every signal of every ledger again; return how many there were and where the record says something else."""
    count = 0
    differences: list[Difference] = []
    for model_id in (await unit.session.execute(_PUBLISHED)).scalars().all():
        signals = [signal async for signal in stored_signals(unit, model_id)]
        ends = {row.signal_seq: row async for row in stored_resolutions(unit, model_id)}
        count += len(signals)
        async for judged in _judged(unit, model_id, signals):
            seq = judged.signal.seq
            if (why := judged.fault or _difference(judged, ends.get(seq))) is not None:
                differences.append(Difference(model_id, seq, why))
    return count, differences


def _difference(judged: _Judged, end: SignalResolution | None) -> str | None:
    pair = PAIRS[judged.signal.pair]
    try:
        stored = _told(pair, end)
    except UNREADABLE:
        return NEVER_WRITTEN
    recomputed = _told(pair, judged.outcome)
    return None if stored == recomputed else f"the record says {stored}, the candles say {recomputed}"


def _told(pair: Pair, found: SignalResolution | Outcome | None) -> str:
    if found is None:
        return "open"
    return f"{found.status} at {pair.price(found.exit_price)}, {found.resolved_at.isoformat()}"
