"""Predictions of trained models, by onnxruntime on one thread. Blocking: call it off the event loop."""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from app.models.market import Timeframe
from app.models.signals import Direction, Reason
from app.signals.artifacts import Manifest, Store
from app.signals.bars import Bars, Series
from app.signals.features import WARM_UP, feature_matrix, true_range
from app.signals.outcomes import BARRIER
from app.signals.pairs import PAIRS
from app.signals.strategies import STRATEGIES
from app.signals.words import WORDS

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

REASONS: Final = 3


@dataclass(frozen=True, slots=True)
class Prediction:
    """A plan for the newest candle of ``bars``; ``confidence`` is the calibrated probability that the target is hit.

    ``is_spoken``: the model is sure enough to publish it. Prices have the pair's precision.
    """

    bars: Bars
    direction: Direction
    confidence: float
    entry: Decimal
    take_profit: Decimal
    stop_loss: Decimal
    reasons: list[Reason]
    model_version: str
    feature_hash: str
    is_spoken: bool


class Predictor:
    """One trained model, ready to be asked. ``predict`` is pure."""

    def __init__(self, manifest: Manifest, graph: bytes) -> None:
        self.manifest = manifest
        self._session = _session(graph)

    def probabilities(self, features: NDArray[np.float32]) -> tuple[Series, Series]:
        """Calibrated probabilities that a BUY and that a SELL wins; one for each row."""
        return self.manifest.calibration(self._session.run(["probabilities"], {"features": features})[0][:, 1])

    def predict(self, asked: Sequence[Bars]) -> list[Prediction]:
        """Predict from the newest candle of each pair that has ``WARM_UP`` candles, in one run of the graph."""
        made = [(bars, feature_matrix(bars)[-1]) for bars in asked if len(bars) > WARM_UP]
        usable = [(bars, row) for bars, row in made if not np.isnan(row).any()]
        if not usable:
            return []
        rows = np.concatenate([self._with_occlusions(row) for _, row in usable])
        step = len(self.manifest.features) + 1
        buy, sell = self.probabilities(rows)
        return [
            self._prediction(bars, row, buy[i * step : (i + 1) * step], sell[i * step : (i + 1) * step])
            for i, (bars, row) in enumerate(usable)
        ]

    def _with_occlusions(self, row: NDArray[np.float32]) -> NDArray[np.float32]:
        """The row, and the row with each feature in turn replaced by its median in the training data."""
        occluded = np.repeat(row[None], len(row), axis=0)
        np.fill_diagonal(occluded, np.array(self.manifest.medians, dtype=np.float32))
        return np.concatenate([row[None], occluded])

    def _prediction(self, bars: Bars, row: NDArray[np.float32], buy: Series, sell: Series) -> Prediction:
        is_buy = buy[0] >= sell[0]
        answers, sign = (buy, 1) if is_buy else (sell, -1)
        pair = PAIRS[bars.pair]
        entry = pair.price(float(bars.closes[-1]))
        distance = max(pair.price(float(true_range(bars)[-1]) * BARRIER), pair.tick)
        return Prediction(
            bars=bars,
            direction=Direction.BUY if is_buy else Direction.SELL,
            confidence=float(np.clip(answers[0], 0.0001, 0.9999)),
            entry=entry,
            take_profit=entry + sign * distance,
            stop_loss=entry - sign * distance,
            reasons=self._reasons(row, answers[0] - answers[1:]),
            model_version=self.manifest.version,
            feature_hash=self.manifest.feature_hash,
            is_spoken=bool(answers[0] >= self.manifest.threshold),
        )

    def _reasons(self, row: NDArray[np.float32], effects: Series) -> list[Reason]:
        """The features that move the probability most against what it would be with their usual value."""
        strongest = np.argsort(-np.abs(effects), kind="stable")[:REASONS]
        named = [(self.manifest.features[i], float(row[i]), float(effects[i])) for i in strongest]
        return [
            Reason(feature=name, value=WORDS[name].shown(value), effect=f"{round(effect, 4) + 0.0:+.4f}")
            for name, value, effect in named
        ]


def _session(graph: bytes) -> "InferenceSession":
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # read at import: by default the library reports its use to its maker
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(graph, options, providers=["CPUExecutionProvider"])


class Predictors:
    """The predictors of this process: loaded when first asked for, and again when trained anew."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._loaded: dict[tuple[str, Timeframe], tuple[int, Predictor]] = {}
        self._lock = threading.Lock()

    def get(self, model_id: str, timeframe: Timeframe) -> Predictor | None:
        """None while the model is not trained for these candles. Blocking."""
        stamp = self._store.stamp(model_id, timeframe)
        if stamp == 0:
            return None
        with self._lock:
            known = self._loaded.get((model_id, timeframe))
            if known is None or known[0] != stamp:
                found = self._store.load(model_id, timeframe)
                if found is None:
                    return None
                known = self._loaded[model_id, timeframe] = (stamp, Predictor(*found))
        return known[1]

    @staticmethod
    def why_missing(model_id: str) -> str:
        """Why ``get`` found nothing: a model that has a learner is being trained; another one has none here."""
        return "model_training" if model_id in STRATEGIES else "model_not_available"
