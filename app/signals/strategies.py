"""How each model learns. Only the training process imports the learners."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from sklearn.base import ClassifierMixin

SEED: Final = 20_260_101

Split = tuple[NDArray[np.int64], NDArray[np.int64]]
"""Rows to learn from, rows to be judged on."""


class Strategy(Protocol):
    """A model's way of learning."""

    @property
    def model_id(self) -> str: ...

    @property
    def version(self) -> int:
        """Counts the changes to this strategy; another one makes trained models out of date."""

    @property
    def is_selective(self) -> bool:
        """Whether it speaks only where its confidence passes a threshold chosen on validation data."""

    def learner(self, folds: Sequence[Split]) -> "ClassifierMixin":
        """A fresh learner; ``folds`` are purged folds over the rows it will be fitted on, for inner validation."""


class LogisticSpy:
    """A straight line through everything: quick to explain, hard to fool, blind to what only shows in combination."""

    model_id, version, is_selective = "logistic-spy", 2, False

    def learner(self, folds: Sequence[Split]) -> "ClassifierMixin":  # noqa: ARG002 - needs no inner validation
        return _logistic()


class ForestNecromancer:
    """A hundred shallow trees, each on a third of the past: finds conditions that matter together, hardly overfits."""

    model_id, version, is_selective = "forest-necromancer", 1, False

    def learner(self, folds: Sequence[Split]) -> "ClassifierMixin":  # noqa: ARG002 - needs no inner validation
        return _forest()


class GrayCardinal:
    """Gradient boosting: many small trees, each correcting the ones before; sharp, and the first to chase noise."""

    model_id, version, is_selective = "gray-cardinal", 1, False

    def learner(self, folds: Sequence[Split]) -> "ClassifierMixin":  # noqa: ARG002 - needs no inner validation
        return _boosting(trees=60, depth=3, smallest_leaf=0.01)


class ShadowStack:
    """The three others vote; what each vote weighs is learnt on folds that the voters had not seen."""

    model_id, version, is_selective = "shadow-stack", 2, False

    def learner(self, folds: Sequence[Split]) -> "ClassifierMixin":
        from sklearn.ensemble import StackingClassifier
        from sklearn.linear_model import LogisticRegression

        voters = [("spy", _logistic()), ("forest", _forest())]
        voters.append(("cardinal", _boosting(trees=60, depth=3, smallest_leaf=0.01)))
        return StackingClassifier(
            voters, final_estimator=LogisticRegression(), cv=list(folds), stack_method="predict_proba"
        )


class Sniper:
    """A cautious booster that keeps silent unless it is as sure as it rarely was on data kept aside for that choice."""

    model_id, version, is_selective = "sniper-80x", 1, True

    def learner(self, folds: Sequence[Split]) -> "ClassifierMixin":  # noqa: ARG002 - needs no inner validation
        return _boosting(trees=60, depth=2, smallest_leaf=0.03)


def _logistic() -> "ClassifierMixin":
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    return make_pipeline(StandardScaler(), LogisticRegression(C=0.1, max_iter=500))


def _forest() -> "ClassifierMixin":
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(
        100, max_depth=6, min_samples_leaf=0.005, max_samples=0.3, n_jobs=2, random_state=SEED
    )


def _boosting(*, trees: int, depth: int, smallest_leaf: float) -> "ClassifierMixin":
    """Small trees, each on a quarter of the rows, whose leaves hold at least a share ``smallest_leaf`` of all rows."""
    from sklearn.ensemble import GradientBoostingClassifier

    return GradientBoostingClassifier(
        n_estimators=trees,
        max_depth=depth,
        min_samples_leaf=smallest_leaf,
        learning_rate=0.05,
        subsample=0.25,
        max_features=0.5,
        random_state=SEED,
    )


STRATEGIES: Final[dict[str, Strategy]] = {
    strategy.model_id: strategy
    for strategy in (LogisticSpy(), ForestNecromancer(), GrayCardinal(), ShadowStack(), Sniper())
}
"""In the order in which they are trained: the quick ones first."""
