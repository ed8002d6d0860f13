"""Signals for live screens."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Mapped
from sqlmodel import col

from app.bus.events import SignalPublished, SignalResolved
from app.db.unit import Unit, Units
from app.models.signals import Signal, SignalResolution
from app.schemas.frames import SignalFrame
from app.services.signals.ledger import ledger_head
from app.services.signals.read import after_seq, by_seq, ended_since


@dataclass(frozen=True, slots=True)
class LedgerPosition:
    """How far a model's two chains have come."""

    signals: int = 0
    resolutions: int = 0


class SignalFrames:
    """Reads signals as frames. Each raises DatabaseUnavailable when the database is away."""

    def __init__(self, units: Units) -> None:
        self._units = units

    async def frame(self, event: SignalPublished | SignalResolved) -> SignalFrame | None:
        """The frame that tells an event."""
        async with self._units.open() as unit:
            found = await by_seq(unit, event.model_id, event.seq)
            if found is None:
                return None
            kind = "signal" if isinstance(event, SignalPublished) else "signal_resolved"
            return SignalFrame(type=kind, signal=found, ledger_head=await ledger_head(unit, event.model_id))

    async def positions(self) -> dict[str, LedgerPosition]:
        """How far the ledger of each model has come that has signals."""
        async with self._units.open() as unit:
            signals = await _newest(unit, col(Signal.model_id), col(Signal.seq))
            ended = await _newest(unit, col(SignalResolution.model_id), col(SignalResolution.seq))
        return {model_id: LedgerPosition(seq, ended.get(model_id, 0)) for model_id, seq in signals.items()}

    async def resolved(self, model_id: str, *, after: int, up_to: int) -> list[SignalResolved]:
        """The events of a model's resolutions in (after, up_to]."""
        query = select(col(SignalResolution.signal_seq), col(SignalResolution.seq)).where(
            col(SignalResolution.model_id) == model_id,
            col(SignalResolution.seq) > after,
            col(SignalResolution.seq) <= up_to,
        )
        async with self._units.open() as unit:
            rows = (await unit.session.execute(query.order_by(col(SignalResolution.seq)))).all()
        return [SignalResolved(model_id=model_id, seq=signal, resolution=seq) for signal, seq in rows]

    async def since(self, model_id: str, seq: int, *, most: int) -> list[SignalFrame]:
        """What a model published after ``seq``, and what ended since of what it had published before; oldest first."""
        async with self._units.open() as unit:
            ended = await ended_since(unit, model_id, seq, most=most)
            published = await after_seq(unit, model_id, seq, most=most)
            head = await ledger_head(unit, model_id)
        told = [("signal_resolved", signal) for signal in ended] + [("signal", signal) for signal in published]
        return [SignalFrame.model_validate({"type": kind, "signal": s, "ledger_head": head}) for kind, s in told]


async def _newest(unit: Unit, model_id: Mapped[str], seq: Mapped[int]) -> dict[str, int]:
    """The greatest ``seq`` of each model."""
    return dict((await unit.session.execute(select(model_id, func.max(seq)).group_by(model_id))).all())
