"""Market data, features, training and published signals."""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path

import asyncpg
import httpx
import numpy as np
import pytest

from app.canonical import GENESIS
from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.models.signals import Signal
from app.resources import Resources
from app.services.candles import newest_closes, store_candles
from app.services.signals.ledger import hashed_fields
from app.signals import features
from app.signals.artifacts import Store
from app.signals.market import calendar
from app.signals.market.provider import EcbRates, Quote
from app.signals.pairs import PAIRS
from app.signals.predictor import Predictor, Predictors
from app.signals.strategies import STRATEGIES
from app.signals.training import Dataset, build_dataset, purged_folds, train
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, grant, sign_in


@pytest.fixture(scope="session")
def quotes() -> list[Quote]:
    return list(EcbRates().candles())


@pytest.fixture(scope="session")
def dataset(quotes: list[Quote]) -> Dataset:
    """Two pairs, the newest 2,000 days."""
    series: dict[str, tuple[list[str], np.ndarray[tuple[int], np.dtype[np.float64]]]] = {}
    for pair in ("EUR/USD", "USD/JPY"):
        chosen = [quote for quote in quotes if quote.pair == pair][-2000:]
        days = [calendar.day_of(quote.opened_at).isoformat() for quote in chosen]
        series[pair] = (days, np.array([float(quote.close) for quote in chosen]))
    return build_dataset(series)


@pytest.fixture(scope="session")
def trained(dataset: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    for strategy in STRATEGIES.values():
        train(strategy, dataset, Store(folder / "models"), lambda _step, _done: None)
    return folder


def test_rates_are_the_ones_the_bank_published(quotes: list[Quote]) -> None:
    found = {(q.pair, calendar.day_of(q.opened_at)): q for q in quotes}
    assert str(found["EUR/USD", date(1999, 1, 4)].close) == "1.17890"
    assert str(found["USD/JPY", date(1999, 1, 4)].close) == "113.436"
    assert {q.pair for q in quotes} == set(PAIRS)
    assert all(q.open == q.high == q.low == q.close for q in quotes)


def test_the_calendar_knows_fixings_weekends_and_holidays() -> None:
    assert calendar.closes_at(date(2026, 1, 15)) == datetime(2026, 1, 15, 15, tzinfo=UTC)
    assert calendar.closes_at(date(2026, 7, 15)) == datetime(2026, 7, 15, 14, tzinfo=UTC)
    assert not calendar.is_trading_day(date(2026, 4, 3))
    assert not calendar.is_trading_day(date(2026, 12, 25))
    assert calendar.trading_day_after(date(2026, 4, 2)) == date(2026, 4, 7)
    assert calendar.day_of(calendar.opened_at(date(2026, 3, 30))) == date(2026, 3, 30)
    saturday = datetime(2026, 1, 17, 12, tzinfo=UTC)
    assert not calendar.is_open(saturday)
    assert calendar.opens_at(saturday) == datetime(2026, 1, 18, 23, tzinfo=UTC)


def test_every_stored_day_is_a_trading_day(quotes: list[Quote]) -> None:
    days = {calendar.day_of(quote.opened_at) for quote in quotes if quote.pair == "EUR/USD"}
    recent = {day for day in days if day.year >= 2015}
    assert all(calendar.is_trading_day(day) for day in recent)


def test_features_do_not_see_the_future(quotes: list[Quote]) -> None:
    closes = np.array([float(q.close) for q in quotes if q.pair == "EUR/USD"])[-600:]
    whole = features.feature_matrix(closes)
    rng = np.random.default_rng(1)
    for at in (150, 300, 599):
        shuffled = closes.copy()
        rng.shuffle(shuffled[at + 1 :])
        np.testing.assert_array_equal(features.feature_matrix(shuffled)[: at + 1], whole[: at + 1])


def test_labels_of_the_newest_candles_are_unknown(quotes: list[Quote]) -> None:
    closes = np.array([float(q.close) for q in quotes if q.pair == "EUR/USD"])[-600:]
    labels = features.first_touch(closes)
    assert (labels[-features.HORIZON :] == -1).all()
    assert set(np.unique(labels[100 : -features.HORIZON])) == {0, 1}


def test_a_label_is_the_barrier_that_comes_first() -> None:
    calm = 100 * np.exp(np.cumsum(np.tile([0.001, -0.001], 100)))
    up_then_down = np.concatenate([calm, calm[-1] * np.array([1.0, 1.05, 0.9, 0.9, 0.9, 0.9, 0.9])])
    down_then_up = np.concatenate([calm, calm[-1] * np.array([1.0, 0.95, 1.1, 1.1, 1.1, 1.1, 1.1])])
    assert features.first_touch(up_then_down)[199] == 1
    assert features.first_touch(down_then_up)[199] == 0


def test_folds_are_apart(dataset: Dataset) -> None:
    for inside, outside in purged_folds(dataset.time, 3):
        gap = np.abs(dataset.time[inside][:, None] - dataset.time[outside][None, ::50]).min()
        assert gap > features.HORIZON


@pytest.mark.parametrize("model_id", list(STRATEGIES))
def test_what_serves_answers_as_what_was_trained(dataset: Dataset, trained: Path, model_id: str) -> None:
    learnt = dataset.between(0, 0.7)
    model = STRATEGIES[model_id].build(purged_folds(dataset.time[learnt], 3))
    model.fit(dataset.features[learnt], dataset.labels[learnt])
    found = Store(trained / "models").load(model_id)
    assert found is not None
    predictor = Predictor(*found)
    raw = model.predict_proba(dataset.features[-500:])[:, 1]
    from app.signals.calibration import calibrated

    expected = calibrated(raw, found[0].slope, found[0].offset)
    np.testing.assert_allclose(predictor.probability(dataset.features[-500:]), expected, atol=2e-4)


def test_a_tampered_model_is_not_loaded(trained: Path, tmp_path: Path) -> None:
    store = Store(trained / "models")
    found = store.load(FREE_MODEL)
    assert found is not None
    other = Store(tmp_path)
    manifest = other.save(found[0], found[1])
    (tmp_path / FREE_MODEL / f"{manifest.sha256}.onnx").write_bytes(found[1] + b"x")
    assert other.load(FREE_MODEL) is None
    (tmp_path / FREE_MODEL / "manifest.json").write_text("{")
    assert other.load(FREE_MODEL) is None
    assert Predictors(other).get(FREE_MODEL) is None


def test_the_serving_process_loads_no_learner() -> None:
    learners = "{'sklearn', 'skl2onnx'}"
    code = f"import sys, app.main, app.signals.predictor; print([m for m in sys.modules if m in {learners}])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


async def test_candles_are_stored_once(units: Units, quotes: list[Quote]) -> None:
    some = [quote for quote in quotes if quote.pair == "EUR/USD"][-300:]
    async with units.open() as unit:
        assert await store_candles(unit, some, timeframe="1d", source="ecb") == 300
        assert await store_candles(unit, some, timeframe="1d", source="ecb") == 0
        (series,) = await newest_closes(unit, ["EUR/USD", "GBP/USD"], timeframe="1d", source="ecb", most=100)
    assert (series.pair, len(series.closes), series.newest_at) == ("EUR/USD", 100, some[-1].opened_at)


@pytest.fixture
async def market(
    database: DatabaseUrls, units: Units, trained: Path, quotes: list[Quote]
) -> AsyncIterator[tuple[httpx.AsyncClient, Resources]]:
    """The application with candles and trained models."""
    async with units.open() as unit:
        for pair in PAIRS:
            newest = [quote for quote in quotes if quote.pair == pair][-400:]
            await store_candles(unit, newest, timeframe="1d", source="ecb")
    async with running(settings_for(database, trained)) as app, client_of(app) as client:
        yield client, app.state.resources


async def test_a_signal_is_made_once_and_is_the_same_for_everybody(
    market: tuple[httpx.AsyncClient, Resources], database: DatabaseUrls
) -> None:
    client, _ = market
    admin = await sign_in(client, ADMIN_ID)
    people = [await sign_in(client, i) for i in range(1, 4)]
    for person in people:
        await grant(admin, person.telegram_id)
    path = f"/api/signals/{PAID_MODEL}/generate"
    asked = [person.post(path, json={"pair": pair}) for pair in PAIRS for person in people]
    answers = [answer.json() for answer in await asyncio.gather(*asked)]
    assert len({answer["signal"]["id"] for answer in answers}) == len(PAIRS)

    signal = answers[0]["signal"]
    assert signal["replay"] is True
    assert signal["status"] == "open"
    assert 0.5 <= signal["confidence"] < 1
    levels = [float(signal[name]) for name in ("stop_loss", "entry", "take_profit")]
    assert levels == sorted(levels, reverse=signal["direction"] == "SELL")
    assert len(signal["reasons"]) == 3
    best = (await people[0].post(path)).json()["signal"]
    assert best["confidence"] == max(answer["signal"]["confidence"] for answer in answers)

    listed = (await people[0].get(f"/api/signals/{PAID_MODEL}", params={"limit": 3})).json()
    assert len(listed["items"]) == 3
    assert listed["ledger_head"]["signals"]["seq"] == len(PAIRS)
    detail = (await people[0].get(f"/api/signals/{PAID_MODEL}/{signal['id']}")).json()
    assert len(detail["candles"]) == 240
    assert detail["candles"][-1]["opened_at"] == signal["candle_at"]
    assert (await people[0].get(f"/api/signals/{FREE_MODEL}/{signal['id']}")).json()["code"] == "unknown_signal"
    await _chain_is_whole(database)


async def _chain_is_whole(database: DatabaseUrls) -> None:
    """Recompute every hash from the stored rows alone."""
    connection = await asyncpg.connect(database.app)
    rows = await connection.fetch("SELECT * FROM signals ORDER BY model_id, seq")
    await connection.close()
    assert rows
    from app.canonical import chain_hash

    heads: dict[str, tuple[int, str]] = {}
    for row in rows:
        seq, head = heads.get(row["model_id"], (0, GENESIS))
        signal = Signal(**{**row, "reasons": json.loads(row["reasons"])})
        assert (signal.seq, signal.prev_hash) == (seq + 1, head)
        assert chain_hash(head, hashed_fields(signal)) == signal.hash
        heads[signal.model_id] = (signal.seq, signal.hash)


async def test_the_feed_holds_exactly_what_is_open(market: tuple[httpx.AsyncClient, Resources]) -> None:
    client, _ = market
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    await grant(admin, ADMIN_ID)
    for model in (FREE_MODEL, PAID_MODEL):
        for pair in ("EUR/USD", "USD/JPY"):
            assert (await admin.post(f"/api/signals/{model}/generate", json={"pair": pair})).json()["signal"]

    async def models(**query: str) -> list[str]:
        return sorted({row["model_id"] for row in (await person.get("/api/signals", params=query)).json()["items"]})

    assert await models() == [FREE_MODEL]
    await grant(admin, 42)
    assert await models() == [FREE_MODEL, PAID_MODEL]
    assert await models(status="won") == []
    assert (await person.get("/api/signals", params={"pair": "XXX/YYY"})).json()["code"] == "unknown_pair"


async def test_without_candles_or_training_it_says_so(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    path = f"/api/signals/{FREE_MODEL}/generate"
    assert (await admin.post(path, json={"pair": "EUR/USD"})).json()["code"] == "no_market_data"
    assert (await admin.post(path, json={"pair": "EUR/XXX"})).json()["code"] == "unknown_pair"
    assert (await admin.post(path, json={"timeframe": "7d"})).status_code == 422
    assert (await admin.post(path, json={"timeframe": "1h"})).json()["code"] == "no_market_data"
    assert (await admin.get(f"/api/signals/{FREE_MODEL}/latest")).json()["signal"] is None


async def test_while_it_trains_there_is_no_signal_and_a_reason(
    client: httpx.AsyncClient, units: Units, quotes: list[Quote]
) -> None:
    admin = await sign_in(client, ADMIN_ID)
    async with units.open() as unit:
        await store_candles(unit, [q for q in quotes if q.pair == "EUR/USD"][-400:], timeframe="1d", source="ecb")
    answer = (await admin.post(f"/api/signals/{FREE_MODEL}/generate")).json()
    assert (answer["signal"], answer["reason"]) == (None, "model_training")
    await grant(admin, ADMIN_ID, "gray-cardinal")
    answer = (await admin.post("/api/signals/gray-cardinal/generate")).json()
    assert (answer["signal"], answer["reason"]) == (None, "model_not_available")
