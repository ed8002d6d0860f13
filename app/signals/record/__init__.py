"""How good a model has been, and whether that is better than chance."""

from app.signals.record.bounds import ENOUGH, confidence_sequence, verdict, wilson
from app.signals.record.closed import ClosedSignals
from app.signals.record.measure import accuracy, baseline, measure

__all__ = ["ENOUGH", "ClosedSignals", "accuracy", "baseline", "confidence_sequence", "measure", "verdict", "wilson"]
