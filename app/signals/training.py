"""Training: one model over all pairs, judged on the last years, which it never saw."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.signals.artifacts import Manifest, Store, code_version
from app.signals.calibration import calibrated, logit
from app.signals.features import FEATURES, HORIZON, Series, feature_hash, feature_matrix, first_touch
from app.signals.strategies import Split, Strategy

TRAIN_SHARE: Final = 0.7
CALIBRATION_SHARE: Final = 0.15
INNER_FOLDS: Final = 3

Report = Callable[[str, float], None]
"""Called with what is being done and how much is done, 0..1."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """Rows of all pairs in order of time. ``time`` counts trading days, so that rows can be kept apart by candles."""

    features: NDArray[np.float32]
    labels: NDArray[np.int8]
    time: NDArray[np.int64]
    medians: list[float]
    first_day: str
    last_day: str

    def between(self, start: float, end: float, *, embargo: int = 0) -> NDArray[np.int64]:
        """Rows in a share of the time span; ``embargo`` days are left out at its start."""
        last = int(self.time.max()) + 1
        return np.flatnonzero((self.time >= int(last * start) + embargo) & (self.time < int(last * end)))


def build_dataset(closes: Mapping[str, tuple[Sequence[str], Series]]) -> Dataset:
    """Pool the pairs: symbol -> (days in ISO form, closes), each in order of time."""
    days = sorted({day for series_days, _ in closes.values() for day in series_days})
    index = {day: number for number, day in enumerate(days)}
    blocks = [(feature_matrix(c), first_touch(c), np.array([index[d] for d in ds])) for ds, c in closes.values()]
    features = np.concatenate([block[0] for block in blocks])
    labels = np.concatenate([block[1] for block in blocks])
    time = np.concatenate([block[2] for block in blocks])
    usable = ~np.isnan(features).any(axis=1) & (labels >= 0)
    order = np.flatnonzero(usable)[np.argsort(time[usable], kind="stable")]
    medians = [float(value) for value in np.median(features[order], axis=0)]
    return Dataset(features[order], labels[order], time[order], medians, days[0], days[-1])


def train(strategy: Strategy, dataset: Dataset, store: Store, report: Report) -> Manifest:
    """Fit, calibrate, judge and save one model.

    The training, calibration and holdout spans follow each other in time with ``HORIZON`` candles between them, so that
    no label reaches into the next span. Seeds are fixed.
    """
    from sklearn.linear_model import LogisticRegression

    learnt = dataset.between(0, TRAIN_SHARE)
    calibration = dataset.between(TRAIN_SHARE, TRAIN_SHARE + CALIBRATION_SHARE, embargo=HORIZON)
    holdout = dataset.between(TRAIN_SHARE + CALIBRATION_SHARE, 1, embargo=HORIZON)
    report("fitting", 0.05)
    model = strategy.build(purged_folds(dataset.time[learnt], INNER_FOLDS))
    model.fit(dataset.features[learnt], dataset.labels[learnt])
    report("calibrating", 0.8)
    raw = model.predict_proba(dataset.features[calibration])[:, 1]
    platt = LogisticRegression(C=1e6).fit(logit(raw)[:, None], dataset.labels[calibration])
    slope, offset = float(platt.coef_[0, 0]), float(platt.intercept_[0])
    judged = calibrated(model.predict_proba(dataset.features[holdout])[:, 1], slope, offset)
    manifest = Manifest(
        model_id=strategy.model_id,
        strategy_version=strategy.version,
        feature_hash=feature_hash(),
        code_version=code_version(),
        features=list(FEATURES),
        medians=dataset.medians,
        slope=slope,
        offset=offset,
        first_day=dataset.first_day,
        last_day=dataset.last_day,
        metrics=_metrics(judged, dataset.labels[holdout]),
        sha256="",
    )
    report("saving", 0.95)
    saved = store.save(manifest, _to_onnx(model))
    report("done", 1.0)
    return saved


def purged_folds(time: NDArray[np.int64], count: int) -> list[Split]:
    """Contiguous folds in time; training rows within ``HORIZON`` days of a fold are left out of its training."""
    edges = np.quantile(time, np.linspace(0, 1, count + 1))
    folds = []
    for number in range(count):
        low, high = edges[number], edges[number + 1]
        inside = (time >= low) & ((time < high) if number < count - 1 else (time <= high))
        near = (time >= low - HORIZON) & (time <= high + HORIZON)
        folds.append((np.flatnonzero(~near), np.flatnonzero(inside)))
    return folds


def _metrics(probability: Series, labels: NDArray[np.int8]) -> dict[str, float]:
    from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score

    base = float(labels.mean())
    return {
        "holdout_n": float(len(labels)),
        "base_rate": base,
        "hit_rate": float(((probability >= 0.5) == labels).mean()),
        "brier": float(brier_score_loss(labels, probability)),
        "brier_base": base * (1 - base),
        "log_loss": float(log_loss(labels, probability)),
        "auc": float(roc_auc_score(labels, probability)),
    }


def _to_onnx(model: object) -> bytes:
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType

    converted = convert_sklearn(
        model,
        initial_types=[("features", FloatTensorType([None, len(FEATURES)]))],
        options={"zipmap": False},
        target_opset=17,
    )
    return bytes(converted.SerializeToString())
