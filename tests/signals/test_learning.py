"""Features that see no future, judging that sees no past, and models that are what was trained."""

import subprocess
import sys
import warnings
from pathlib import Path

import numpy as np
import pytest

from app.signals import features
from app.signals.artifacts import DataRange, Store
from app.signals.bars import Bars, stamps
from app.signals.calibration import LEAST_SLOPE, calibrate
from app.signals.dataset import EMBARGO, Dataset, build_dataset, past, purged_folds, walk_forward
from app.signals.market.provider import Quote
from app.signals.outcomes import BARRIER, HORIZON, Verdict, simulate
from app.signals.predictor import Predictor, Predictors
from app.signals.record import measure
from app.signals.strategies import STRATEGIES
from app.signals.training import TooLittleDataError, choose_threshold, train
from app.signals.words import WORDS
from tests.factories import FREE_MODEL
from tests.signals.conftest import CANDLES, PAIRS, Market

NAMES = ("open", "high", "low", "close")


def bars_of(quotes: list[Quote], pair: str) -> Bars:
    own = [quote for quote in quotes if quote.pair == pair]
    columns = [np.array([float(getattr(quote, name)) for quote in own]) for name in NAMES]
    return Bars(pair, "1d", "ecb", stamps([q.opened_at for q in own]), stamps([q.closed_at for q in own]), *columns)


def cut(bars: Bars, start: int, end: int) -> Bars:
    columns = (getattr(bars, name)[start:end] for name in ("opened", "closed", "opens", "highs", "lows", "closes"))
    return Bars(bars.pair, bars.timeframe, bars.source, *columns)


@pytest.fixture(scope="session")
def history(newest_quotes: list[Quote]) -> list[Bars]:
    return [bars_of(newest_quotes, pair) for pair in PAIRS]


@pytest.fixture(scope="session")
def dataset(history: list[Bars]) -> Dataset:
    return build_dataset(history)


def hourly(seed: int, count: int = 700) -> Bars:
    """A random walk with highs and lows."""
    rng = np.random.default_rng(seed)
    closes = np.exp(np.cumsum(rng.normal(0, 0.001, count)))
    opens = np.concatenate([[1.0], closes[:-1]])
    highs = np.maximum(opens, closes) * (1 + rng.exponential(0.0004, count))
    lows = np.minimum(opens, closes) * (1 - rng.exponential(0.0004, count))
    times = np.datetime64("2020-01-01", "us") + np.arange(count + 1) * np.timedelta64(1, "h")
    return Bars("EUR/USD", "1h", "import", times[:-1], times[1:], opens, highs, lows, closes)


@pytest.mark.parametrize("at", [150, 300, 598])
def test_no_feature_sees_the_future(history: list[Bars], at: int) -> None:
    for bars in (cut(history[0], 0, 600), hourly(1)):
        whole = features.feature_matrix(bars)
        order = np.concatenate([np.arange(at + 1), np.random.default_rng(at).permutation(np.arange(at + 1, len(bars)))])
        columns = (getattr(bars, name)[order] * np.where(np.arange(len(bars)) > at, 3.0, 1.0) for name in
                   ("opens", "highs", "lows", "closes"))  # fmt: skip
        changed = Bars(bars.pair, bars.timeframe, bars.source, bars.opened, bars.closed, *columns)
        np.testing.assert_array_equal(features.feature_matrix(changed)[: at + 1], whole[: at + 1])
        assert not np.array_equal(features.feature_matrix(changed)[at + 1 :], whole[at + 1 :])


def test_what_is_served_sees_what_was_learnt_from(history: list[Bars]) -> None:
    """The newest ``HISTORY`` candles give the newest row as all candles do."""
    for bars in (*history, hourly(2, 2_000)):
        served = features.feature_matrix(cut(bars, len(bars) - features.HISTORY, len(bars)))[-1]
        np.testing.assert_allclose(served, features.feature_matrix(bars)[-1], atol=1e-6)
        assert not np.isnan(features.feature_matrix(bars)[features.WARM_UP :]).any()


def test_features_do_not_depend_on_the_scale_of_prices() -> None:
    bars = hourly(3)
    columns = (getattr(bars, name) * 150 for name in ("opens", "highs", "lows", "closes"))
    scaled = Bars(bars.pair, bars.timeframe, bars.source, bars.opened, bars.closed, *columns)
    found, expected = features.feature_matrix(scaled), features.feature_matrix(bars)
    np.testing.assert_allclose(found[200:], expected[200:], atol=1e-4)


def test_every_feature_has_words_in_both_languages() -> None:
    assert list(WORDS) == list(features.FEATURES)
    assert all(words.en and words.ru and words.en != words.ru and words.shown(-0.5) for words in WORDS.values())


def test_nothing_judged_is_near_what_was_learnt_from(dataset: Dataset) -> None:
    steps = walk_forward(dataset)
    assert len(steps) == 6
    for step in steps:
        assert dataset.time[step.learnt].max() + HORIZON < dataset.time[step.validation].min()
        assert dataset.time[step.validation].max() + HORIZON < dataset.time[step.judged].min() - EMBARGO + 1
    judged = np.concatenate([step.judged for step in steps])
    assert len(np.unique(judged)) == len(judged)
    for inside, outside in purged_folds(dataset.time):
        gap = np.abs(dataset.time[inside][:, None] - dataset.time[outside][None, ::50]).min()
        assert gap > HORIZON


def test_labels_end_before_the_next_span_begins(dataset: Dataset, history: list[Bars]) -> None:
    """By the clock, not by counting: what was learnt from was decided before the first judged candle closed."""
    closes = np.unique(np.concatenate([bars.closed for bars in history]))
    for step in walk_forward(dataset):
        decided = max(dataset.buy.closed[step.learnt].max(), dataset.sell.closed[step.learnt].max())
        assert decided < closes[dataset.time[step.judged].min()]


def test_rows_are_the_simulated_entries(dataset: Dataset, history: list[Bars]) -> None:
    for place, bars in enumerate(history):
        found = simulate(bars, features.true_range(bars) * BARRIER, -1)
        usable = ~np.isnan(features.feature_matrix(bars)).any(axis=1) & (found.verdict != Verdict.UNKNOWN)
        own = dataset.pairs == place
        np.testing.assert_array_equal(dataset.sell.won[own], found.verdict[usable] == Verdict.WON)
        np.testing.assert_array_equal(dataset.sell.r[own], found.r[usable])


def test_a_future_that_is_known_is_found_and_a_coin_is_not(dataset: Dataset) -> None:
    """A label leaked into a feature shows at once; the same learner on honest features stays near chance."""
    leak = dataset.features.copy()
    leak[:, 0] = dataset.buy.won * 2.0 - 1
    cheating = Dataset(leak, dataset.time, dataset.pairs, dataset.symbols, dataset.buy, dataset.sell)
    results = {}
    for name, rows in (("cheat", cheating), ("honest", dataset)):
        trained = train(STRATEGIES[FREE_MODEL], rows, {}, "1d", lambda _step, _done: None)
        results[name] = measure(trained.backtest)
    assert results["cheat"] is not None
    assert results["honest"] is not None
    assert results["cheat"].hit_rate > 0.9
    assert results["cheat"].verdict == "better_than_chance"
    assert abs(results["honest"].hit_rate - results["honest"].baseline) < 0.05


def test_training_is_the_same_every_time_and_too_little_data_is_refused(dataset: Dataset, history: list[Bars]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        one, two = (train(STRATEGIES["sniper-80x"], dataset, {}, "1d", lambda _s, _d: None) for _ in range(2))
    assert (one.graph, one.manifest) == (two.graph, two.manifest)
    np.testing.assert_array_equal(one.backtest.confidence, two.backtest.confidence)
    with pytest.raises(TooLittleDataError):
        train(STRATEGIES[FREE_MODEL], build_dataset([cut(history[0], 0, 600)]), {}, "1d", lambda _s, _d: None)


def test_the_sniper_is_silent_most_of_the_time_and_its_threshold_is_chosen_on_validation_rows(market: Market) -> None:
    store = Store(market.folder / "models")
    sniper, spy = (store.manifest(model_id, "1d") for model_id in ("sniper-80x", FREE_MODEL))
    assert sniper is not None
    assert spy is not None
    assert spy.threshold == 0
    assert 0 < sniper.threshold < 1
    assert 0 < sniper.metrics["n"] < 0.6 * spy.metrics["n"]


def test_a_threshold_is_where_the_sure_ones_win() -> None:
    rng = np.random.default_rng(5)
    confidence = rng.uniform(0.4, 0.6, 4_000)
    won = rng.uniform(size=4_000) < np.where(confidence > 0.585, 0.8, 0.5)
    assert 0.58 < choose_threshold(confidence, won) < 0.6
    assert choose_threshold(np.full(4_000, 0.5), won) == 1.0


def test_a_learner_that_was_wrong_is_hushed_and_never_turned_round() -> None:
    rng = np.random.default_rng(6)
    score = rng.uniform(0.3, 0.7, 5_000)
    up = rng.uniform(size=5_000) < 1 - score
    found = calibrate(score, buy_won=up, sell_won=~up)
    assert found.slope == LEAST_SLOPE
    buy, sell = found(np.array([0.7]))
    assert buy[0] > sell[0]
    right = calibrate(1 - score, buy_won=up, sell_won=~up)
    assert right.slope == pytest.approx(1, abs=0.2)


@pytest.mark.parametrize("model_id", list(STRATEGIES))
def test_what_serves_answers_as_what_was_trained(dataset: Dataset, market: Market, model_id: str) -> None:
    found = Store(market.folder / "models").load(model_id, "1d")
    assert found is not None
    learnt, _ = past(dataset, dataset.span)
    decided = learnt[dataset.buy.won[learnt] | dataset.sell.won[learnt]]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        learner = STRATEGIES[model_id].learner(purged_folds(dataset.time[decided]))
        learner.fit(dataset.features[decided], dataset.buy.won[decided])
        score = learner.predict_proba(dataset.features[-300:])[:, 1]
    for expected, served in zip(
        found[0].calibration(score), Predictor(*found).probabilities(dataset.features[-300:]), strict=True
    ):
        np.testing.assert_allclose(served, expected, atol=1e-4)


def test_a_model_says_what_it_was_made_from(market: Market, newest_quotes: list[Quote]) -> None:
    manifest = Store(market.folder / "models").manifest("gray-cardinal", "1d")
    assert manifest is not None
    data = manifest.data["EUR/USD"]
    assert (data.source, data.candles, set(manifest.data)) == ("ecb", CANDLES, set(PAIRS))
    assert data.last_closed_at == max(q.closed_at for q in newest_quotes if q.pair == "EUR/USD").isoformat()
    assert manifest.metrics["ci_low"] < manifest.metrics["hit_rate"] < manifest.metrics["ci_high"]
    assert manifest.feature_hash == features.feature_hash()


def test_training_again_is_asked_for_by_other_data_features_or_code(market: Market) -> None:
    manifest = Store(market.folder / "models").manifest(FREE_MODEL, "1d")
    assert manifest is not None
    there = dict(manifest.data)

    def changed(**values: object) -> dict[str, DataRange]:
        return there | {"EUR/USD": there["EUR/USD"].model_copy(update=values)}

    assert manifest.is_current(there)
    assert manifest.is_current(changed(candles=CANDLES + 5, last_closed_at="2999-01-01"))
    assert not manifest.is_current(changed(candles=CANDLES + 100))
    assert not manifest.is_current(changed(revision=1))
    assert not manifest.is_current(changed(last_closed_at="2020-01-01")), "it has seen what a replay is to show"
    assert not manifest.is_current({"EUR/USD": there["EUR/USD"]})
    assert not manifest.model_copy(update={"feature_hash": "x"}).is_current(there)
    assert not manifest.model_copy(update={"strategy_version": 99}).is_current(there)


def test_a_tampered_model_is_not_loaded(market: Market, tmp_path: Path) -> None:
    store, other = Store(market.folder / "models"), Store(tmp_path)
    found = store.load(FREE_MODEL, "1d")
    assert found is not None
    backtest = store.backtest(found[0])
    assert backtest is not None
    manifest = other.save(*found, backtest)
    assert other.load(FREE_MODEL, "1d") is not None
    folder = tmp_path / "1d" / FREE_MODEL
    (folder / f"{manifest.sha256}.onnx").write_bytes(found[1] + b"x")
    (folder / f"{manifest.backtest_sha256}.npz").write_bytes(b"PK")
    assert other.load(FREE_MODEL, "1d") is None
    assert other.backtest(manifest) is None
    (folder / "manifest.json").write_text("{")
    assert other.load(FREE_MODEL, "1d") is None
    assert Predictors(other).get(FREE_MODEL, "1d") is None


def test_the_serving_process_loads_no_learner() -> None:
    learners = "{'sklearn', 'skl2onnx', 'scipy', 'onnx', 'matplotlib'}"
    code = (
        f"import sys, app.main, app.signals.predictor, onnxruntime; print([m for m in sys.modules if m in {learners}])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
