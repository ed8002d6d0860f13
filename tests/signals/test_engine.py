"""Signals over the API: made once, guarded, ended by what came after, measured, and answered to."""

import asyncio
import json
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest
from sqlalchemy import text

from app.db.unit import Units
from app.resources import Resources
from app.schemas.frames import Since
from app.services.market.candles import store_candles
from app.services.signals.resolve import recheck, resolve_open
from app.services.signals.rounds import hold_round
from app.signals.market.provider import Quote
from app.signals.predictor import Predictors
from app.signals.strategies import STRATEGIES
from app.ws.catch_up import greeting
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Person, grant, sign_in
from tests.signals.conftest import PAIRS

Json = Any


async def signal_of(person: Person, model_id: str = FREE_MODEL, pair: str = "EUR/USD") -> Json:
    return (await person.post(f"/api/signals/{model_id}/generate", json={"pair": pair})).json()["signal"]


async def close(units: Units, signal: Json, *steps: str) -> list[Quote]:
    """Store days after a signal's: "target", "stop", "calm", in order, as closes of one price."""
    async with units.open() as unit:
        rows = await unit.session.execute(
            text("SELECT max(closed_at) FROM candles WHERE pair = :pair"), {"pair": signal["pair"]}
        )
        opened_at: datetime = rows.scalar_one()
    entry, target, stop = (Decimal(signal[name]) for name in ("entry", "take_profit", "stop_loss"))
    prices = {"target": target + (target - entry), "stop": stop, "calm": entry}
    made = []
    for step in steps:
        price = prices[step]
        made.append(Quote(signal["pair"], opened_at, price, price, price, price, opened_at + timedelta(days=1)))
        opened_at += timedelta(days=1)
    async with units.open() as unit:
        await store_candles(unit, made, timeframe="1d", source="ecb")
    return made


async def test_a_signal_is_made_once_and_is_the_same_for_everybody(
    trader: httpx.AsyncClient, newest_quotes: list[Quote]
) -> None:
    admin = await sign_in(trader, ADMIN_ID)
    people = [await sign_in(trader, i) for i in range(1, 4)]
    for person in people:
        await grant(admin, person.telegram_id)
    asked = [signal_of(person, PAID_MODEL, pair) for pair in PAIRS for person in people]
    signals = await asyncio.gather(*asked)
    assert len({signal["id"] for signal in signals}) == len(PAIRS)

    signal = signals[0]
    assert (signal["replay"], signal["status"], signal["exit_price"]) == (True, "open", None)
    assert signal["entry"] == str([q for q in newest_quotes if q.pair == "EUR/USD"][-1].close)
    levels = [float(signal[name]) for name in ("stop_loss", "entry", "take_profit")]
    assert levels == sorted(levels, reverse=signal["direction"] == "SELL")
    assert [len(reason["value"]) > 0 for reason in signal["reasons"]] == [True] * 3
    words = {row["id"] for row in (await people[0].get("/api/features")).json()}
    assert {reason["feature"] for reason in signal["reasons"]} <= words
    best = (await people[0].post(f"/api/signals/{PAID_MODEL}/generate")).json()
    assert best["signal"]["confidence"] == max(one["confidence"] for one in signals)

    listed = (await people[0].get(f"/api/signals/{PAID_MODEL}", params={"limit": 2})).json()
    assert len(listed["items"]) == 2
    assert listed["ledger_head"]["signals"]["seq"] == len(PAIRS)
    detail = (await people[0].get(f"/api/signals/{PAID_MODEL}/{signal['id']}")).json()
    assert len(detail["candles"]) == 240
    assert detail["candles"][-1]["opened_at"] == signal["candle_at"]
    assert (await people[0].get(f"/api/signals/{FREE_MODEL}/{signal['id']}")).json()["code"] == "unknown_signal"
    assert (await people[0].get(f"/api/signals/gray-cardinal/{signal['id']}")).status_code == 403


@pytest.mark.parametrize(("step", "status"), [("target", "won"), ("stop", "lost")])
async def test_a_signal_ends_when_its_candles_say_so(
    trader: httpx.AsyncClient, market_units: Units, step: str, status: str
) -> None:
    person = await sign_in(trader, 42)
    signal = await signal_of(person)
    calm, decisive = await close(market_units, signal, "calm", step)
    async with market_units.open() as unit:
        assert [(s.model_id, s.seq) for s in await resolve_open(unit)] == [(FREE_MODEL, 1)]
    async with market_units.open() as unit:
        assert await resolve_open(unit) == []
        assert await recheck(unit) == (1, [])
    detail = (await person.get(f"/api/signals/{FREE_MODEL}/{signal['id']}")).json()
    ended = detail["signal"]
    assert (ended["status"], ended["exit_price"]) == (status, str(decisive.close))
    assert datetime.fromisoformat(ended["resolved_at"]) == decisive.closed_at
    assert (ended["hash"], detail["ledger_head"]["resolutions"]["seq"]) == (signal["hash"], 1)
    assert [row["close"] for row in detail["candles"][-2:]] == [str(calm.close), str(decisive.close)]
    for state in ("open", "won", "lost", "expired"):
        items = (await person.get("/api/signals", params={"status": state})).json()["items"]
        assert bool(items) is (state == status)
    record = (await person.get(f"/api/models/{FREE_MODEL}/track-record")).json()
    assert record["live"] is None
    assert (record["replay"]["n"], record["replay"]["wins"]) == (1, int(status == "won"))
    assert record["backtest"]["n"] > 1_000


async def test_replayed_signals_never_count_as_accuracy(
    trader: httpx.AsyncClient, market_units: Units, market_resources: Resources
) -> None:
    person = await sign_in(trader, 42)
    await close(market_units, await signal_of(person), "target")
    await hold_round(market_units, market_resources.predictors, None)
    (model,) = [m for m in (await person.get("/api/models")).json() if m["id"] == FREE_MODEL]
    backtest = (await person.get(f"/api/models/{FREE_MODEL}/track-record")).json()["backtest"]
    expected = {name: backtest[name] for name in model["accuracy"] if name != "source"}
    assert model["accuracy"] == {"source": "backtest", **expected}


async def test_the_feed_holds_exactly_what_is_open(trader: httpx.AsyncClient) -> None:
    admin, person = await sign_in(trader, ADMIN_ID), await sign_in(trader, 42)
    await grant(admin, ADMIN_ID)
    for model in (FREE_MODEL, PAID_MODEL):
        for pair in PAIRS:
            assert await signal_of(admin, model, pair)

    async def models(**query: str) -> list[str]:
        return sorted({row["model_id"] for row in (await person.get("/api/signals", params=query)).json()["items"]})

    assert await models() == [FREE_MODEL]
    await grant(admin, 42)
    assert await models() == [FREE_MODEL, PAID_MODEL]
    assert await models(status="won") == []
    assert (await person.get("/api/signals", params={"pair": "XXX/YYY"})).json()["code"] == "unknown_pair"


async def test_a_round_speaks_for_every_model_and_pair_once(
    trader: httpx.AsyncClient, market_units: Units, market_resources: Resources
) -> None:
    predictors = market_resources.predictors
    rounds = await asyncio.gather(*(hold_round(market_units, predictors, None) for _ in range(4)))
    admin = await sign_in(trader, ADMIN_ID)
    for model_id in STRATEGIES:
        await grant(admin, ADMIN_ID, model_id)
    items = (await admin.get("/api/signals", params={"limit": 100})).json()["items"]
    outspoken = {model_id for model_id in STRATEGIES if model_id != "sniper-80x"}
    assert {(row["model_id"], row["pair"]) for row in items} >= {(m, p) for m in outspoken for p in PAIRS}
    assert len(items) == sum(one.published for one in rounds)
    again = await hold_round(market_units, predictors, rounds[0])
    assert (again.published, again.models) == (0, frozenset(STRATEGIES))


async def test_the_ledger_shows_links_only_while_a_signal_is_for_sale(
    trader: httpx.AsyncClient, market_units: Units
) -> None:
    admin, person = await sign_in(trader, ADMIN_ID), await sign_in(trader, 42)
    await grant(admin, ADMIN_ID)
    first, second = [await signal_of(admin, PAID_MODEL, pair) for pair in PAIRS[:2]]
    await close(market_units, first, "stop")
    async with market_units.open() as unit:
        await resolve_open(unit)
    page = (await person.get(f"/api/models/{PAID_MODEL}/ledger")).json()
    ended, open_ = page["signals"]
    assert set(open_) == {"seq", "prev_hash", "hash", "candle_at", "created_at"}
    assert second["entry"] not in str(open_)
    assert (ended["entry"], len(ended["salt"]), ended["hash"]) == (first["entry"], 32, first["hash"])
    assert page["resolutions"][0]["signal_hash"] == first["hash"]
    assert page["head"]["signals"] == {"seq": 2, "hash": second["hash"]}
    whole = (await admin.get(f"/api/models/{PAID_MODEL}/ledger", params={"from": 2, "limit": 1})).json()
    assert whole["signals"][0]["entry"] == second["entry"]
    assert (whole["resolutions"], whole["next_from"]) == ([], None)
    assert (await person.get(f"/api/models/{PAID_MODEL}/ledger", params={"limit": 1})).json()["next_from"] == 2
    assert (await person.get("/api/models/nobody/ledger")).json()["code"] == "unknown_model"
    for start, status in ((2**31 - 101, 200), (2**31 - 1, 422)):
        assert (await person.get(f"/api/models/{PAID_MODEL}/ledger", params={"from": start})).status_code == status


async def test_own_results_stand_beside_what_was_published(
    trader: httpx.AsyncClient, market_units: Units, market_resources: Resources
) -> None:
    person = await sign_in(trader, 42)
    signals = [await signal_of(person, pair=pair) for pair in PAIRS]
    path = f"/api/signals/{FREE_MODEL}/{{}}/feedback"
    for signal, result in zip(signals, ("lost", "won", "skipped"), strict=True):
        assert (await person.post(path.format(signal["id"]), json={"result": result})).json()["result"] == result
    assert (await person.post(path.format(signals[0]["id"]), json={"result": "won"})).status_code == 200
    assert (await person.post(path.format(signals[0]["id"]), json={"result": "maybe"})).status_code == 422
    await close(market_units, signals[1], "stop")
    await hold_round(market_units, market_resources.predictors, None)
    stats = (await person.get("/api/me/stats")).json()
    assert stats["taken"] == {"won": 2, "lost": 0, "skipped": 1, "hit_rate": 1.0}
    assert stats["published"] == {"won": 0, "lost": 1, "expired": 0, "hit_rate": 0.0}
    assert stats["streaks"] == {"current": 2, "longest_won": 2, "longest_lost": 0}
    assert await _said(person, signals[0]) == "won"
    assert [row["name"] for row in stats["by_pair"]] == sorted(PAIRS)
    assert [row["name"] for row in stats["by_model"]] == [FREE_MODEL]
    assert stats["by_month"][0]["taken"]["won"] == 2
    other = await sign_in(trader, 43)
    assert (await other.get("/api/me/stats")).json()["taken"]["hit_rate"] is None
    assert await _said(other, signals[0]) is None


async def _said(person: Person, signal: Json) -> Json:
    """What a person said of a signal, as its page shows it."""
    return (await person.get(f"/api/signals/{signal['model_id']}/{signal['id']}")).json()["own_result"]


async def test_without_candles_or_training_it_says_so(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    path = f"/api/signals/{FREE_MODEL}/generate"
    assert (await admin.post(path, json={"pair": "EUR/USD"})).json()["code"] == "no_market_data"
    assert (await admin.post(path, json={"pair": "EUR/XXX"})).json()["code"] == "unknown_pair"
    assert (await admin.post(path, json={"timeframe": "7d"})).status_code == 422
    assert (await admin.post(path, json={"timeframe": "1h"})).json()["code"] == "no_market_data"
    assert (await admin.get(f"/api/signals/{FREE_MODEL}/latest")).json()["signal"] is None
    assert (await admin.get(f"/api/models/{FREE_MODEL}/track-record")).json() == {
        "model_id": FREE_MODEL, "live": None, "replay": None, "backtest": None,
    }  # fmt: skip
    assert (await admin.get("/api/market")).json()["pairs"] == []


async def test_while_it_trains_there_is_no_signal_and_a_reason(
    client: httpx.AsyncClient, units: Units, newest_quotes: list[Quote]
) -> None:
    admin = await sign_in(client, ADMIN_ID)
    async with units.open() as unit:
        await store_candles(unit, newest_quotes[:1_600], timeframe="1d", source="ecb")
    answer = (await admin.post(f"/api/signals/{FREE_MODEL}/generate")).json()
    assert (answer["signal"], answer["reason"]) == (None, "model_training")
    await admin.post("/api/admin/models", json={"id": "new-one", "name": "New", "description": "Has no learner"})
    await grant(admin, ADMIN_ID, "new-one")
    answer = (await admin.post("/api/signals/new-one/generate")).json()
    assert (answer["signal"], answer["reason"]) == (None, "model_not_available")


async def test_a_selective_model_keeps_silent_and_says_so(
    trader: httpx.AsyncClient, market_resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin = await sign_in(trader, ADMIN_ID)
    await grant(admin, ADMIN_ID, "sniper-80x")
    predictor = market_resources.predictors.get("sniper-80x", "1d")
    assert predictor is not None
    predictor.manifest = predictor.manifest.model_copy(update={"threshold": 1.0})
    answer = (await admin.post("/api/signals/sniper-80x/generate", json={"pair": "EUR/USD"})).json()
    assert (answer["signal"], answer["reason"]) == (None, "below_threshold")
    predictor.manifest = predictor.manifest.model_copy(update={"threshold": 0.0})
    assert (await admin.post("/api/signals/sniper-80x/generate", json={"pair": "EUR/USD"})).json()["signal"]


async def test_processes_that_speak_at_once_publish_one_signal(
    market_units: Units, market_resources: Resources
) -> None:
    """As many processes as there are predictors and engines of their own."""
    folder = market_resources.settings.data_dir / "models"
    from app.signals.artifacts import Store

    others = [Predictors(Store(folder)) for _ in range(3)]
    await asyncio.gather(*(hold_round(market_units, one, None) for one in (market_resources.predictors, *others)))
    async with market_units.open() as unit:
        rows = await unit.session.execute(
            text("SELECT model_id, count(*), count(DISTINCT pair), max(seq) FROM signals GROUP BY model_id")
        )
        for model_id, count, pairs, newest in rows:
            assert count == pairs == newest, model_id


async def test_who_was_away_is_told_what_ended_meanwhile(
    trader: httpx.AsyncClient, market_units: Units, market_resources: Resources
) -> None:
    person = await sign_in(trader, 42)
    first = await signal_of(person)
    seen = Since(version=1, signals={FREE_MODEL: 1})
    await close(market_units, first, "stop")
    await hold_round(market_units, market_resources.predictors, None)
    state = (await market_resources.live.states([42]))[42]
    greeted = await greeting(market_resources, state, seen)
    told = [json.loads(frame) for _, frame in greeted.missed]
    assert json.loads(greeted.first[0])["recovered"]
    assert [(f["type"], f["signal"]["seq"], f["signal"]["status"]) for f in told[:2]] == [
        ("signal_resolved", 1, "lost"),
        ("signal", 2, "open"),
    ]
    assert all(frame["ledger_head"]["resolutions"]["seq"] == 1 for frame in told)
    caught_up = Since(version=1, signals={FREE_MODEL: told[-1]["signal"]["seq"]})
    assert (await greeting(market_resources, state, caught_up)).missed == []
