"""What an import may still change once signals have been published, and what it may never mix."""

from datetime import datetime, timedelta
from decimal import Decimal

import httpx
import pytest

from app.db.unit import Units
from app.services.market.candles import store_candles
from app.services.market.importing import import_candles
from app.services.signals.resolve import recheck, resolve_open
from app.signals.market.candle_file import BadCandleFileError, FileCandle
from app.signals.market.provider import Quote
from tests.factories import FREE_MODEL, sign_in
from tests.signals.test_engine import close, signal_of


def bent(quote: Quote, by: str = "1.01") -> FileCandle:
    """The same candle at another price."""
    price = quote.close * type(quote.close)(by)
    return FileCandle(2, Quote(quote.pair, quote.opened_at, price, price, price, price, quote.closed_at))


async def store(units: Units, *candles: FileCandle) -> None:
    async with units.open() as unit:
        await import_candles(unit, candles, pair="EUR/USD", timeframe="1d", replace=True)


async def test_candles_of_a_signal_are_fixed_from_its_end_on(
    trader: httpx.AsyncClient, market_units: Units, newest_quotes: list[Quote]
) -> None:
    person = await sign_in(trader, 42)
    own = [quote for quote in newest_quotes if quote.pair == "EUR/USD"][-1]
    calm, decisive, after = await close(market_units, await signal_of(person), "calm", "target", "calm")
    await store(market_units, bent(calm, "1.0001"), bent(own))
    await store(market_units, bent(calm, "1"), bent(own, "1"))
    async with market_units.open() as unit:
        assert len(await resolve_open(unit)) == 1
    for fixed in (own, calm, decisive):
        with pytest.raises(BadCandleFileError, match="1 bad rows") as refused:
            await store(market_units, bent(fixed))
        assert "has ended" in refused.value.rows[0].why
    await store(market_units, bent(after))
    async with market_units.open() as unit:
        assert await recheck(unit) == (1, [])


def moved(quote: Quote, days: int) -> FileCandle:
    """The same candle some days later."""
    opened_at = quote.opened_at + timedelta(days=days)
    length = quote.closed_at - quote.opened_at
    return FileCandle(
        2, Quote(quote.pair, opened_at, quote.open, quote.high, quote.low, quote.close, opened_at + length)
    )


async def expire(trader: httpx.AsyncClient, units: Units, *after: float) -> list[Quote]:
    """A signal that expires by the calm days that open so many days after its end; return them, oldest first."""
    signal = await signal_of(await sign_in(trader, 42))
    price, end = Decimal(signal["entry"]), datetime.fromisoformat(signal["expires_at"])
    times = [end + timedelta(days=days) for days in after]
    made = [Quote("EUR/USD", at, price, price, price, price, at + timedelta(days=1)) for at in times]
    async with units.open() as unit:
        assert await store_candles(unit, made, timeframe="1d", source="ecb") == len(made)
    async with units.open() as unit:
        (ended,) = await resolve_open(unit)
    assert (ended.pair, ended.timeframe) == ("EUR/USD", "1d")
    return made


async def refuse(units: Units, *candles: FileCandle) -> None:
    for candle in candles:
        with pytest.raises(BadCandleFileError, match="1 bad rows") as refused:
            await store(units, candle)
        assert "has ended" in refused.value.rows[0].why


@pytest.mark.parametrize("opens", [3, -0.5], ids=["after the horizon", "through its end"])
async def test_the_candle_after_an_empty_horizon_decided_and_is_fixed(
    trader: httpx.AsyncClient, market_units: Units, newest_quotes: list[Quote], opens: float
) -> None:
    own = [quote for quote in newest_quotes if quote.pair == "EUR/USD"][-1]
    exit_, later = await expire(trader, market_units, opens, opens + 3)
    await refuse(market_units, bent(own), bent(exit_), moved(exit_, -1), moved(own, 2))
    await store(market_units, bent(later))
    await store(market_units, moved(exit_, 1))
    await store(market_units, bent(moved(exit_, 1).quote), moved(later, 1))
    async with market_units.open() as unit:
        assert await recheck(unit) == (1, [])


async def test_candles_after_the_last_of_a_horizon_are_free(
    trader: httpx.AsyncClient, market_units: Units, newest_quotes: list[Quote]
) -> None:
    """The one that runs through the end of the horizon only showed that nothing more would come."""
    own = [quote for quote in newest_quotes if quote.pair == "EUR/USD"][-1]
    last, through, later = await expire(trader, market_units, -3, -0.5, 3)
    await refuse(market_units, bent(own), moved(last, -1), bent(last), moved(last, 1))
    await store(market_units, bent(through), bent(later))
    await store(market_units, moved(through, 1))
    async with market_units.open() as unit:
        assert await recheck(unit) == (1, [])


async def test_days_from_elsewhere_do_not_run_through_the_banks_days(
    market_units: Units, newest_quotes: list[Quote]
) -> None:
    own = [quote for quote in newest_quotes if quote.pair == "EUR/USD"][-1]
    midnight = own.opened_at.replace(hour=0) + timedelta(days=1)
    day = Quote("EUR/USD", midnight, own.open, own.high, own.low, own.close, midnight + timedelta(days=1))
    with pytest.raises(BadCandleFileError) as refused:
        await store(market_units, FileCandle(2, day))
    assert "overlaps the candle from ecb" in refused.value.rows[0].why


async def test_a_named_timeframe_is_answered_by_the_model_trained_on_it(
    trader: httpx.AsyncClient, market_units: Units, newest_quotes: list[Quote]
) -> None:
    """With enough hours signals are made on them; days are answered when they are asked for."""
    person = await sign_in(trader, 42)
    price = newest_quotes[0].close
    for pair in ("EUR/USD", "GBP/USD", "USD/JPY"):
        start = newest_quotes[0].opened_at.replace(minute=0)
        times = [start + n * timedelta(hours=1) for n in range(1_000)]
        hours = [FileCandle(2, Quote(pair, at, price, price, price, price, at + timedelta(hours=1))) for at in times]
        async with market_units.open() as unit:
            await import_candles(unit, hours, pair=pair, timeframe="1h", replace=False)
    path = f"/api/signals/{FREE_MODEL}/generate"
    hourly = (await person.post(path, json={"pair": "EUR/USD"})).json()
    daily = (await person.post(path, json={"pair": "GBP/USD", "timeframe": "1d"})).json()
    assert (hourly["signal"], hourly["reason"]) == (None, "model_training")
    assert daily["signal"]["timeframe"] == "1d"
