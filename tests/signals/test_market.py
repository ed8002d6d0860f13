"""Where prices come from, when the market works, and what is known of its state."""

from datetime import UTC, date, datetime, timedelta

import httpx
import numpy as np
import pytest

from app.db.unit import Units
from app.errors import MarketClosed
from app.services.market.candles import read_bars, store_candles
from app.services.market.clock import learning_end, market_moment, settle_clock, step_clock
from app.services.market.series import all_series, signal_series
from app.services.signals.generate import require_open
from app.signals.bars import Bars, stamps
from app.signals.market import calendar
from app.signals.market.ecb import EcbRates
from app.signals.market.provider import LENGTHS, Quote
from app.signals.market.sessions import TradingWeek, sessions_of
from app.signals.pairs import PAIRS
from tests.factories import ADMIN_ID, sign_in


def test_rates_are_the_ones_the_bank_published(quotes: list[Quote]) -> None:
    found = {(q.pair, calendar.day_of(q.opened_at)): q for q in quotes}
    assert str(found["EUR/USD", date(1999, 1, 4)].close) == "1.17890"
    assert str(found["USD/JPY", date(1999, 1, 4)].close) == "113.436"
    assert {q.pair for q in quotes} == set(PAIRS)
    assert all(q.open == q.high == q.low == q.close for q in quotes)
    assert found["EUR/USD", date(1999, 1, 4)].closed_at == datetime(1999, 1, 4, 15, tzinfo=UTC)


async def test_only_what_is_new_is_read_again(quotes: list[Quote]) -> None:
    newest = max(q.opened_at for q in quotes)
    again = [q async for piece in EcbRates().candles({"EUR/USD": newest}) for q in piece if q.pair == "EUR/USD"]
    assert [q.opened_at for q in again] == [newest]


def test_the_calendar_knows_fixings_weekends_and_holidays() -> None:
    assert calendar.closes_at(date(2026, 1, 15)) == datetime(2026, 1, 15, 15, tzinfo=UTC)
    assert calendar.closes_at(date(2026, 7, 15)) == datetime(2026, 7, 15, 14, tzinfo=UTC)
    assert not calendar.is_trading_day(date(2026, 4, 3))
    assert not calendar.is_trading_day(date(2026, 12, 25))
    assert calendar.trading_day_after(date(2026, 4, 2)) == date(2026, 4, 7)
    assert calendar.day_of(calendar.opened_at(date(2026, 3, 30))) == date(2026, 3, 30)
    saturday = datetime(2026, 1, 17, 12, tzinfo=UTC)
    fixings = sessions_of("ecb", "1d")
    assert not fixings.is_open(saturday)
    assert fixings.opens_at(saturday) == datetime(2026, 1, 18, 23, tzinfo=UTC)
    friday = datetime(2026, 4, 2, 14, tzinfo=UTC)
    assert fixings.close_after(friday) == datetime(2026, 4, 7, 14, tzinfo=UTC)


def test_every_stored_day_is_a_trading_day(quotes: list[Quote]) -> None:
    days = {calendar.day_of(quote.opened_at) for quote in quotes if quote.pair == "EUR/USD"}
    assert all(calendar.is_trading_day(day) for day in days if day.year >= 2015)


@pytest.mark.parametrize(
    ("moment", "opens_at"),
    [
        ("2026-01-16T21:59", None),  # Friday, 16:59 in New York
        ("2026-01-16T22:00", "2026-01-18T22:00"),
        ("2026-01-17T12:00", "2026-01-18T22:00"),
        ("2026-01-18T22:00", None),
        ("2026-07-17T21:00", "2026-07-19T21:00"),  # summer time
        ("2026-12-25T12:00", "2026-12-27T22:00"),
        ("2026-01-20T03:00", None),
    ],
)
def test_the_trading_week_turns_at_17_in_new_york(moment: str, opens_at: str | None) -> None:
    week, now = TradingWeek(LENGTHS["1h"]), datetime.fromisoformat(moment).replace(tzinfo=UTC)
    assert week.is_open(now) is (opens_at is None)
    if opens_at is not None:
        assert week.opens_at(now) == datetime.fromisoformat(opens_at).replace(tzinfo=UTC)


def test_candles_after_friday_are_those_of_sunday() -> None:
    friday = datetime(2026, 1, 16, 21, tzinfo=UTC)
    assert TradingWeek(LENGTHS["1h"]).close_after(friday, 3) == datetime(2026, 1, 19, 0, tzinfo=UTC)
    assert TradingWeek(LENGTHS["4h"]).close_after(datetime(2026, 1, 16, 20, tzinfo=UTC), 2) == datetime(
        2026, 1, 19, 0, tzinfo=UTC
    )
    assert TradingWeek(LENGTHS["1d"]).close_after(datetime(2026, 1, 17, 0, tzinfo=UTC)) == datetime(
        2026, 1, 20, 0, tzinfo=UTC
    )


async def test_candles_are_stored_once_and_counted(units: Units, quotes: list[Quote]) -> None:
    some = [quote for quote in quotes if quote.pair == "EUR/USD"][-300:]
    async with units.open() as unit:
        assert await store_candles(unit, some[:200], timeframe="1d", source="ecb") == 200
        assert await store_candles(unit, some, timeframe="1d", source="ecb") == 100
        assert await store_candles(unit, some, timeframe="1d", source="ecb") == 0
        (bars,) = await read_bars(unit, ["EUR/USD", "GBP/USD"], timeframe="1d", until=some[-2].closed_at, most=100)
        (series,) = await all_series(unit)
    assert (bars.pair, len(bars), bars.newest_opened_at) == ("EUR/USD", 100, some[-2].opened_at)
    np.testing.assert_array_equal(bars.closes[-3:], [float(q.close) for q in some[-4:-1]])
    assert (series.candles, series.newest_closed_at, series.revision) == (300, some[-1].closed_at, 0)


async def test_a_series_that_changed_in_its_past_has_another_revision(units: Units, quotes: list[Quote]) -> None:
    some = [quote for quote in quotes if quote.pair == "EUR/USD"][-50:]
    async with units.open() as unit:
        await store_candles(unit, some[10:], timeframe="1d", source="ecb")
        await store_candles(unit, some[:10], timeframe="1d", source="ecb")
        (series,) = await all_series(unit)
    assert (series.candles, series.revision) == (50, 1)


async def test_signals_are_made_on_the_finest_candles_of_which_there_are_enough(
    market_units: Units, newest_quotes: list[Quote]
) -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    one = newest_quotes[0].close

    def hours(count: int, first: int = 0) -> list[Quote]:
        times = [start + timedelta(hours=first + n) for n in range(count)]
        return [Quote("EUR/USD", at, one, one, one, one, at + timedelta(hours=1)) for at in times]

    async with market_units.open() as unit:
        await store_candles(unit, hours(999), timeframe="1h", source="import")
        assert (await signal_series(unit))["EUR/USD"].timeframe == "1d"
        await store_candles(unit, hours(1, 999), timeframe="1h", source="import")
        chosen = await signal_series(unit)
    assert (chosen["EUR/USD"].timeframe, chosen["GBP/USD"].timeframe) == ("1h", "1d")


async def test_a_replay_walks_through_the_newest_part_and_shows_nothing_later(
    market_units: Units, newest_quotes: list[Quote]
) -> None:
    closes = sorted({quote.closed_at for quote in newest_quotes})
    async with market_units.open() as unit:
        await settle_clock(unit, "1d", replays=True)
        began = await market_moment(unit, "1d")
        assert began == closes[-1 - len(closes) // 5]
        assert await learning_end(unit, "1d") == began
        moved = [await step_clock(unit, "1d") for _ in range(3)]
        assert moved == closes[closes.index(began) + 1 :][:3]
        (bars,) = await read_bars(unit, ["EUR/USD"], timeframe="1d", until=await market_moment(unit, "1d"))
        assert bars.newest_closed_at == moved[-1]
        assert await learning_end(unit, "1d") == began
    async with market_units.open() as unit:
        await settle_clock(unit, "1d", replays=False)
        assert await market_moment(unit, "1d") > closes[-1]
        assert await step_clock(unit, "1d") is None
        await settle_clock(unit, "1d", replays=True)
        assert await market_moment(unit, "1d") == moved[-1]


async def test_a_replay_ends_at_the_newest_candle(market_units: Units, newest_quotes: list[Quote]) -> None:
    async with market_units.open() as unit:
        await settle_clock(unit, "1d", replays=True)
        while (moment := await step_clock(unit, "1d")) is not None:
            last = moment
    assert last == max(quote.closed_at for quote in newest_quotes)


async def test_the_state_names_stale_feeds_and_gaps(trader: httpx.AsyncClient, market_units: Units) -> None:
    person = await sign_in(trader, ADMIN_ID)
    async with market_units.open() as unit:
        connection = await unit.session.connection()
        await connection.exec_driver_sql(
            "DELETE FROM candles WHERE pair = 'USD/JPY' AND opened_at IN"
            " (SELECT opened_at FROM candles WHERE pair = 'USD/JPY' ORDER BY opened_at DESC OFFSET 10 LIMIT 2)"
        )
    state = (await person.get("/api/market")).json()
    found = {row["pair"]: row for row in state["pairs"]}
    assert set(found) == {"EUR/USD", "GBP/USD", "USD/JPY"}
    assert (found["EUR/USD"]["gaps"], found["USD/JPY"]["gaps"]) == (0, 2)
    assert found["EUR/USD"]["is_stale"]
    assert not found["EUR/USD"]["is_replay"]
    assert found["EUR/USD"]["is_open"] is (found["EUR/USD"]["opens_at"] is None)


def test_fresh_candles_are_not_answered_while_the_market_is_closed(newest_quotes: list[Quote]) -> None:
    """Friday's fixing is the newest: on Saturday the market is closed; on Tuesday that candle is the past."""
    friday = datetime(2026, 1, 16, 15, tzinfo=UTC)
    one = np.ones(1)
    bars = Bars("EUR/USD", "1d", "ecb", stamps([friday - timedelta(days=1)]), stamps([friday]), one, one, one, one)
    require_open(bars, friday + timedelta(hours=1))
    with pytest.raises(MarketClosed) as closed:
        require_open(bars, friday + timedelta(days=1))
    assert closed.value.fields == {"opens_at": "2026-01-18T23:00:00+00:00"}
    require_open(bars, friday + timedelta(days=4))
