"""Judging again after the clock was changed, resuming a replay, and measuring together with ending."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.db.database import DatabaseUrls
from app.db.unit import Unit, Units
from app.models.columns import utc_now
from app.models.market import ReplayClock
from app.models.signals import Signal
from app.services.market.candles import store_candles
from app.services.market.clock import market_moment, settle_clock, step_clock
from app.services.signals import records
from app.services.signals.ledger import Draft, publish_once
from app.services.signals.resolve import recheck, resolve_open
from app.services.signals.rounds import hold_round
from app.signals.artifacts import Store
from app.signals.market.provider import Quote
from app.signals.pairs import PAIRS
from app.signals.predictor import Predictors
from tests.factories import FREE_MODEL
from tests.signals.test_commands import run
from tests.signals.test_engine import close
from tests.signals.test_ledger import forge

DAYS = 50


@pytest.fixture
async def days(units: Units, newest_quotes: list[Quote]) -> list[Quote]:
    """The newest days of the euro: a replay begins ten before the end."""
    found = [quote for quote in newest_quotes if quote.pair == "EUR/USD"][-DAYS:]
    async with units.open() as unit:
        await store_candles(unit, found, timeframe="1d", source="ecb")
    return found


async def publish(units: Units, quote: Quote, *, live: bool = False) -> Signal:
    """A signal on a day of the euro."""
    price = PAIRS[quote.pair].price
    entry, now = price(quote.close), utc_now()
    made = Draft(
        model_id=FREE_MODEL,
        pair=quote.pair,
        timeframe="1d",
        direction="BUY",
        entry=entry,
        take_profit=entry + Decimal("0.01"),
        stop_loss=entry - Decimal("0.01"),
        confidence=Decimal("0.6"),
        reasons=[],
        candle_at=quote.opened_at,
        expires_at=quote.closed_at + timedelta(days=14),
        past_from=now + timedelta(days=1 if live else -1),
        model_version="1",
        feature_hash="1",
    )
    async with units.open() as unit:
        signal, is_new = await publish_once(unit, made)
    assert is_new
    return signal


async def go_on(units: Units, signal: Signal, *steps: str) -> list[Quote]:
    """Days after those that are stored, in the prices of the signal."""
    return await close(units, {name: getattr(signal, name) for name in Signal.model_fields}, *steps)


async def settle(units: Units, *, replays: bool) -> None:
    async with units.open() as unit:
        await settle_clock(unit, "1d", replays=replays)


async def moment(units: Units) -> Any:
    async with units.open() as unit:
        return await market_moment(unit, "1d")


async def accuracy(unit: Unit) -> Any:
    query = text("SELECT accuracy FROM subscription_models WHERE id = :id")
    return (await unit.session.execute(query, {"id": FREE_MODEL})).scalar_one()


async def test_a_replay_that_was_paused_changes_nothing_that_is_judged_again(
    units: Units, database: DatabaseUrls, days: list[Quote]
) -> None:
    await settle(units, replays=True)
    began = await moment(units)
    assert began < days[-1].closed_at
    await settle(units, replays=False)
    signal = await publish(units, days[-1])
    await go_on(units, signal, "target")
    async with units.open() as unit:
        assert len(await resolve_open(unit)) == 1
    await settle(units, replays=True)
    async with units.open() as unit:
        assert await recheck(unit) == (1, [])
    await forge(database, "UPDATE replay_clocks SET moment = began_at")
    assert await moment(units) == began
    async with units.open() as unit:
        assert await recheck(unit) == (1, [])


async def test_what_is_open_is_judged_at_the_markets_moment(
    units: Units, database: DatabaseUrls, days: list[Quote]
) -> None:
    signal = await publish(units, days[-1])
    await settle(units, replays=True)
    await go_on(units, signal, "target")
    async with units.open() as unit:
        assert await resolve_open(unit) == []
        assert await recheck(unit) == (1, [])
    await settle(units, replays=False)
    async with units.open() as unit:
        count, (difference,) = await recheck(unit)
    assert (count, difference.signal_seq) == (1, 1)
    assert difference.why.startswith("the record says open, the candles say won at ")


async def test_a_replay_resumes_behind_nothing_that_was_published_or_ended(
    units: Units, database: DatabaseUrls, days: list[Quote]
) -> None:
    await settle(units, replays=True)
    await settle(units, replays=False)
    early, late = await publish(units, days[-6]), await publish(units, days[-3])
    await settle(units, replays=True)
    assert await moment(units) == days[-3].closed_at
    await settle(units, replays=False)
    *_, newest = await go_on(units, early, "calm", "target")
    async with units.open() as unit:
        await resolve_open(unit)
        ends = (await unit.session.execute(text("SELECT max(resolved_at) FROM signal_resolutions"))).scalar_one()
    assert ends > late.candle_at
    await settle(units, replays=True)
    assert days[-3].closed_at < await moment(units) == ends <= newest.closed_at
    await settle(units, replays=False)
    await forge(database, "UPDATE signal_resolutions SET resolved_at = 'infinity' WHERE seq = 1")
    await settle(units, replays=True)
    assert await moment(units) == ends


async def test_a_process_that_resumes_late_puts_no_step_back(units: Units, days: list[Quote]) -> None:
    await settle(units, replays=True)
    await settle(units, replays=False)
    async with units.open() as late:
        seen = await late.session.get(ReplayClock, "1d")
        assert seen is not None
        assert not seen.is_running
        async with units.open() as first:
            await settle_clock(first, "1d", replays=True)
            stepped = await step_clock(first, "1d")
        await settle_clock(late, "1d", replays=True)
    assert await moment(units) == stepped


async def test_the_command_that_ends_signals_measures_their_models(
    units: Units, database: DatabaseUrls, days: list[Quote], tmp_path: Path
) -> None:
    signal = await publish(units, days[-1], live=True)
    await go_on(units, signal, "target")
    async with units.open() as unit:
        assert await accuracy(unit) is None
    assert await run(database, tmp_path, "resolve") == (0, "1 signals ended\n")
    async with units.open() as unit:
        found = await accuracy(unit)
    assert (found["source"], found["n"]) == ("live", 1)


async def test_replayed_signals_that_end_measure_nothing(
    units: Units, database: DatabaseUrls, days: list[Quote], tmp_path: Path
) -> None:
    await go_on(units, await publish(units, days[-1]), "target")
    assert await run(database, tmp_path, "resolve") == (0, "1 signals ended\n")
    async with units.open() as unit:
        assert await accuracy(unit) is None


async def test_signals_end_and_are_measured_together_or_not_at_all(
    units: Units, days: list[Quote], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await go_on(units, await publish(units, days[-1], live=True), "target")
    predictors = Predictors(Store(tmp_path))

    async def killed(*_: object) -> None:
        raise RuntimeError("killed")

    with monkeypatch.context() as patched:
        patched.setattr(records, "measure_models", killed)
        with pytest.raises(RuntimeError, match="killed"):
            await hold_round(units, predictors, None)
    async with units.open() as unit:
        ended = (await unit.session.execute(text("SELECT count(*) FROM signal_resolutions"))).scalar_one()
        assert (ended, await accuracy(unit)) == (0, None)
    assert (await hold_round(units, predictors, None)).ended == 1
    async with units.open() as unit:
        assert (await accuracy(unit))["n"] == 1
