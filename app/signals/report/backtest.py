"""What a report is about: how a model did on candles that it never saw."""

from dataclasses import dataclass
from functools import cached_property

from app.schemas.track_record import Record
from app.signals.artifacts import Manifest
from app.signals.record import ClosedSignals, measure
from app.signals.record.measure import design_effect


@dataclass(frozen=True, eq=False)
class Backtest:
    """A model and the signals of its walk-forward; ``manifests``: one a timeframe that it was trained on."""

    model_id: str
    name: str
    purpose: str
    manifests: tuple[Manifest, ...]
    closed: ClosedSignals

    @cached_property
    def record(self) -> Record | None:
        return measure(self.closed)

    @cached_property
    def effective_n(self) -> float:
        """How many independent signals these are worth."""
        return len(self.closed) / design_effect(self.closed) if len(self.closed) else 0.0
