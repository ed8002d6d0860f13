"""The ledger for everybody: whole where nothing is for sale any more, links only while a signal is open."""

from typing import Final

from sqlalchemy import select, text
from sqlmodel import col

from app.canonical import timestamp
from app.db.unit import Unit
from app.models.signals import Signal, SignalResolution
from app.schemas.signals import LedgerLink, LedgerPage, LedgerResolution, LedgerSignal
from app.services.signals.ledger import hashed_fields, ledger_head, signals_with_outcomes
from app.services.subscriptions.access import held_models
from app.signals.pairs import PAIRS

_SNAPSHOT: Final = text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


async def read_ledger(unit: Unit, telegram_id: int, model_id: str, *, start: int, limit: int) -> LedgerPage:
    """Links ``start`` to ``start + limit - 1`` of both chains of a model, as they were hashed.

    One snapshot: no row of the page lies beyond its head. The unit must be fresh.
    """
    await unit.session.execute(_SNAPSHOT)
    head = await ledger_head(unit, model_id)
    query = signals_with_outcomes().where(
        col(Signal.model_id) == model_id, col(Signal.seq) >= start, col(Signal.seq) < start + limit
    )
    signals = (await unit.session.execute(query.order_by(col(Signal.seq)))).scalars().all()
    is_held = model_id in set((await unit.session.execute(held_models(telegram_id))).scalars())
    longest = max(head.signals.seq, head.resolutions.seq)
    return LedgerPage(
        model_id=model_id,
        signals=[_link(signal, is_hidden=signal.resolution is None and not is_held) for signal in signals],
        resolutions=await _resolutions(unit, model_id, start, limit),
        head=head,
        next_from=start + limit if start + limit <= longest else None,
    )


def _link(signal: Signal, *, is_hidden: bool) -> LedgerSignal | LedgerLink:
    whole = {**hashed_fields(signal), "hash": signal.hash}
    return (LedgerLink if is_hidden else LedgerSignal).model_validate(whole)


async def _resolutions(unit: Unit, model_id: str, start: int, limit: int) -> list[LedgerResolution]:
    query = (
        select(SignalResolution, col(Signal.pair))
        .join(Signal, (col(Signal.model_id) == model_id) & (col(Signal.seq) == col(SignalResolution.signal_seq)))
        .where(
            col(SignalResolution.model_id) == model_id,
            col(SignalResolution.seq) >= start,
            col(SignalResolution.seq) < start + limit,
        )
        .order_by(col(SignalResolution.seq))
    )
    return [
        LedgerResolution.model_validate(
            {
                "seq": row.seq,
                "signal_seq": row.signal_seq,
                "prev_hash": row.prev_hash,
                "hash": row.hash,
                "signal_hash": row.signal_hash,
                "status": row.status,
                "exit_price": str(PAIRS[pair].price(row.exit_price)),
                "resolved_at": timestamp(row.resolved_at),
            }
        )
        for row, pair in (await unit.session.execute(query)).all()
    ]
