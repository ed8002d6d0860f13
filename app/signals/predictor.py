"""Predictions of trained models, by onnxruntime on one thread. Blocking: call it off the event loop."""

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from app.models.signals import Direction, Reason
from app.signals.artifacts import Manifest, Store
from app.signals.calibration import calibrated
from app.signals.features import BARRIER, HORIZON, WARM_UP, Series, feature_matrix, volatility
from app.signals.strategies import STRATEGIES

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

REASONS: Final = 3


@dataclass(frozen=True, slots=True)
class Prediction:
    """A direction with its calibrated probability, and prices as plain floats."""

    direction: Direction
    confidence: float
    entry: float
    take_profit: float
    stop_loss: float
    reasons: list[Reason]
    model_version: str
    feature_hash: str


class Predictor:
    """One trained model, ready to be asked. ``predict`` is pure."""

    def __init__(self, manifest: Manifest, graph: bytes) -> None:
        self._manifest = manifest
        self._session = _session(graph)

    def probability(self, features: NDArray[np.float32]) -> Series:
        """Calibrated probability that the upper barrier comes first; one for each row."""
        raw = self._session.run(None, {"features": features})[1][:, 1]
        return calibrated(raw, self._manifest.slope, self._manifest.offset)

    def predict(self, closes: Series) -> Prediction | None:
        """Predict from the newest candle; None with less than ``WARM_UP`` candles or a flat market."""
        if len(closes) <= WARM_UP:
            return None
        row = feature_matrix(closes)[-1:]
        if np.isnan(row).any():
            return None
        up, effects = self._explain(row)
        sign = 1 if up >= 0.5 else -1
        entry = float(closes[-1])
        distance = float(volatility(closes)[-1]) * np.sqrt(HORIZON) * BARRIER
        return Prediction(
            direction=Direction.BUY if sign > 0 else Direction.SELL,
            confidence=float(np.clip(max(up, 1 - up), 0.5, 0.9999)),
            entry=entry,
            take_profit=float(entry * np.exp(sign * distance)),
            stop_loss=float(entry * np.exp(-sign * distance)),
            reasons=self._reasons(row[0], sign * effects),
            model_version=self._manifest.version,
            feature_hash=self._manifest.feature_hash,
        )

    def _explain(self, row: NDArray[np.float32]) -> tuple[float, Series]:
        """The probability, and what each feature adds to it against the training median in its place (occlusion)."""
        occluded = np.repeat(row, row.shape[1], axis=0)
        np.fill_diagonal(occluded, np.array(self._manifest.medians, dtype=np.float32))
        answers = self.probability(np.concatenate([row, occluded]))
        return float(answers[0]), answers[0] - answers[1:]

    def _reasons(self, values: NDArray[np.float32], effects: Series) -> list[Reason]:
        strongest = np.argsort(-np.abs(effects), kind="stable")[:REASONS]
        names = self._manifest.features
        return [
            Reason(feature=names[i], value=f"{values[i]:.3f}", effect=f"{round(effects[i], 4) + 0.0:+.4f}")
            for i in strongest
        ]


def _session(graph: bytes) -> "InferenceSession":
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class Predictors:
    """The predictors of this process: loaded when first asked for, and again when trained anew."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loaded: dict[str, tuple[int, Predictor]] = {}
        self._lock = threading.Lock()

    def get(self, model_id: str) -> Predictor | None:
        """None while the model is not trained. Blocking."""
        stamp = self._store.stamp(model_id)
        if stamp == 0:
            return None
        with self._lock:
            known = self._loaded.get(model_id)
            if known is None or known[0] != stamp:
                found = self._store.load(model_id)
                if found is None:
                    return None
                known = self._loaded[model_id] = (stamp, Predictor(*found))
        return known[1]

    @staticmethod
    def why_missing(model_id: str) -> str:
        """Why ``get`` found nothing: a model that has a learner is being trained; another one has none here."""
        return "model_training" if model_id in STRATEGIES else "model_not_available"

    def is_current(self, model_id: str) -> bool:
        """Whether the stored training of a model is of this code. Blocking."""
        found = self._store.load(model_id)
        return found is not None and found[0].is_current()
