"""Training: one model over all pairs of a timeframe, judged by walk-forward on candles that it never saw."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from app.models.market import Timeframe
from app.signals.artifacts import DataRange, Manifest, code_version
from app.signals.bars import Series
from app.signals.calibration import Calibration, calibrate
from app.signals.dataset import Dataset, Rows, past, purged_folds, walk_forward
from app.signals.features import FEATURES, feature_hash
from app.signals.record import ClosedSignals, measure, wilson
from app.signals.strategies import Strategy

if TYPE_CHECKING:
    from sklearn.base import ClassifierMixin

FEWEST_ROWS: Final = 100
"""Rows that a model must have to learn from in the first step of its walk-forward."""

FEWEST_SHOTS: Final = 30
"""Validation signals that a threshold must let through to be considered."""

LARGEST_SHARE: Final = 0.25
"""Of the validation signals that a threshold may let through."""

SILENCE: Final = 1.0
"""A threshold above every confidence."""

Report = Callable[[str, float], None]
"""Called with what is being done and how much is done, 0..1."""


class TooLittleDataError(Exception):
    """There are not enough candles to learn from and to judge by."""


@dataclass(frozen=True, slots=True)
class _Fitted:
    learner: "ClassifierMixin"
    calibration: Calibration
    threshold: float

    def confidences(self, features: NDArray[np.float32]) -> tuple[NDArray[np.int8], Series]:
        """Direction (1 or -1) and the probability that a signal in this direction wins, one for each row."""
        buy, sell = self.calibration(self.learner.predict_proba(features)[:, 1])
        return np.where(buy >= sell, 1, -1).astype(np.int8), np.maximum(buy, sell)


@dataclass(frozen=True, slots=True)
class Trained:
    """A trained model: its manifest (without checksums), its graph, and its walk-forward signals."""

    manifest: Manifest
    graph: bytes
    backtest: ClosedSignals


def train(
    strategy: Strategy, dataset: Dataset, ranges: Mapping[str, DataRange], timeframe: Timeframe, report: Report
) -> Trained:
    """Judge a strategy by walk-forward, then fit the model that will speak from the end of the data on.

    Seeds are fixed: the same data gives the same model. Raises TooLittleDataError.
    """
    steps = walk_forward(dataset) if len(dataset) else []
    if not steps or len(steps[0].learnt) < FEWEST_ROWS:
        raise TooLittleDataError
    parts = []
    for number, step in enumerate(steps):
        report(f"walk-forward {number + 1} of {len(steps)}", number / (len(steps) + 1))
        fitted = _fit(strategy, dataset, step.learnt, step.validation)
        parts.append(_judge(fitted, dataset, step.judged))
    report("fitting", len(steps) / (len(steps) + 1))
    learnt, validation = past(dataset, dataset.span)
    final = _fit(strategy, dataset, learnt, validation)
    backtest = ClosedSignals.concatenate(parts)
    manifest = Manifest(
        model_id=strategy.model_id,
        timeframe=timeframe,
        strategy_version=strategy.version,
        feature_hash=feature_hash(),
        code_version=code_version(),
        features=list(FEATURES),
        medians=dataset.medians(learnt),
        calibration=final.calibration,
        threshold=final.threshold,
        data=dict(ranges),
        metrics=_metrics(backtest),
        sha256="",
        backtest_sha256="",
    )
    graph = _to_onnx(final.learner)
    report("done", 1.0)
    return Trained(manifest, graph, backtest)


def _fit(strategy: Strategy, dataset: Dataset, learnt: Rows, validation: Rows) -> _Fitted:
    """Learn which level comes first, where one does; calibrate, and choose the threshold, on the validation rows."""
    decided = learnt[dataset.buy.won[learnt] | dataset.sell.won[learnt]]
    ups = int(dataset.buy.won[decided].sum())
    if min(ups, len(decided) - ups) < FEWEST_ROWS // 4 or not len(validation):
        raise TooLittleDataError
    learner = strategy.learner(purged_folds(dataset.time[decided]))
    learner.fit(dataset.features[decided], dataset.buy.won[decided])
    score = learner.predict_proba(dataset.features[validation])[:, 1]
    calibration = calibrate(score, buy_won=dataset.buy.won[validation], sell_won=dataset.sell.won[validation])
    fitted = _Fitted(learner, calibration, 0.0)
    if not strategy.is_selective:
        return fitted
    direction, confidence = fitted.confidences(dataset.features[validation])
    won = np.where(direction > 0, dataset.buy.won[validation], dataset.sell.won[validation])
    return _Fitted(learner, calibration, choose_threshold(confidence, won))


def choose_threshold(confidence: Series, won: NDArray[np.bool_]) -> float:
    """The confidence, among the upper fifth, above which the lower end of the hit rate's interval is highest.

    A learner that is equally sure of everything gets a threshold that it never reaches.
    """
    best, best_low = SILENCE, -1.0
    for candidate in np.quantile(confidence, np.arange(0.8, 0.99, 0.01)):
        shots = confidence >= candidate
        count = int(shots.sum())
        if not FEWEST_SHOTS <= count <= LARGEST_SHARE * len(confidence):
            continue
        low, _ = wilson(int(won[shots].sum()), count)
        if low > best_low:
            best, best_low = float(candidate), low
    return best


def _judge(fitted: _Fitted, dataset: Dataset, rows: Rows) -> ClosedSignals:
    """The signals that the model would have published at these rows, with how they ended."""
    if not len(rows):
        return ClosedSignals.empty()
    direction, confidence = fitted.confidences(dataset.features[rows])
    spoken = confidence >= fitted.threshold
    buy, sell = dataset.buy, dataset.sell
    closed = np.where(direction > 0, buy.closed[rows], sell.closed[rows])
    order = np.flatnonzero(spoken)[np.argsort(closed[spoken], kind="stable")]
    rows, direction, confidence, closed = rows[order], direction[order], confidence[order], closed[order]
    buys, symbols = direction > 0, np.array(dataset.symbols)
    return ClosedSignals(
        resolved_at=closed.astype("datetime64[s]"),
        pair=symbols[dataset.pairs[rows]],
        direction=direction,
        confidence=confidence,
        won=np.where(buys, buy.won[rows], sell.won[rows]),
        expired=np.where(buys, buy.expired[rows], sell.expired[rows]),
        r=np.where(buys, buy.r[rows], sell.r[rows]),
        mirror_won=np.where(buys, sell.won[rows], buy.won[rows]),
        mirror_r=np.where(buys, sell.r[rows], buy.r[rows]),
    )


def _metrics(backtest: ClosedSignals) -> dict[str, float]:
    record = measure(backtest)
    if record is None:
        return {"n": 0.0}
    names = ("n", "hit_rate", "ci_low", "ci_high", "cs_low", "baseline", "brier", "expectancy_r")
    return {name: float(getattr(record, name)) for name in names}


def _to_onnx(learner: "ClassifierMixin") -> bytes:
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType

    converted = convert_sklearn(
        learner,
        name="forexsignals",
        initial_types=[("features", FloatTensorType([None, len(FEATURES)]))],
        options={"zipmap": False},
        target_opset=17,
    )
    return bytes(converted.SerializeToString())
