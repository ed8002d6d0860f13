"""Signals for live screens."""

from app.bus.events import SignalPublished, SignalResolved
from app.db.unit import Units
from app.schemas.frames import SignalFrame
from app.services.signals.read import after_seq, by_seq, newest_seqs


class SignalFrames:
    """Reads signals as frames. Each raises DatabaseUnavailable when the database is away."""

    def __init__(self, units: Units) -> None:
        self._units = units

    async def frame(self, event: SignalPublished | SignalResolved) -> SignalFrame | None:
        """The frame that tells an event."""
        async with self._units.open() as unit:
            found = await by_seq(unit, event.model_id, [event.seq])
        kind = "signal" if isinstance(event, SignalPublished) else "signal_resolved"
        return SignalFrame(type=kind, signal=found[0]) if found else None

    async def newest(self) -> dict[str, int]:
        """The newest seq of each model."""
        async with self._units.open() as unit:
            return await newest_seqs(unit)

    async def since(self, model_id: str, seq: int, *, most: int) -> list[SignalFrame]:
        """What a model published after ``seq``, oldest first."""
        async with self._units.open() as unit:
            missed = await after_seq(unit, model_id, seq, most=most)
        return [SignalFrame(type="signal", signal=signal) for signal in missed]
