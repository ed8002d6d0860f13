"""How each model learns. Only the training process imports the learners."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.base import ClassifierMixin

SEED: Final = 20_260_101

Split = tuple[NDArray[np.int64], NDArray[np.int64]]


@dataclass(frozen=True, slots=True)
class Strategy:
    """A model's learner. ``build`` gets purged folds over the training rows, for inner validation."""

    model_id: str
    version: int
    build: "Callable[[Sequence[Split]], ClassifierMixin]"


def _logistic(_folds: Sequence[Split]) -> "ClassifierMixin":
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))


def _forest() -> "ClassifierMixin":
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(100, max_depth=6, min_samples_leaf=100, max_samples=0.3, n_jobs=2, random_state=SEED)


def _boosting() -> "ClassifierMixin":
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(
        n_estimators=60, max_depth=3, learning_rate=0.05, subsample=0.3, random_state=SEED
    )


def _stack(folds: Sequence[Split]) -> "ClassifierMixin":
    from sklearn.ensemble import StackingClassifier
    from sklearn.linear_model import LogisticRegression

    members = [("logistic", _logistic(folds)), ("forest", _forest()), ("boosting", _boosting())]
    return StackingClassifier(
        members, final_estimator=LogisticRegression(), cv=list(folds), stack_method="predict_proba"
    )


STRATEGIES: Final = {
    strategy.model_id: strategy
    for strategy in (Strategy("logistic-spy", 1, _logistic), Strategy("shadow-stack", 1, _stack))
}
