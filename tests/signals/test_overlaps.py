"""Candles of one pair and timeframe lie end to end, whoever stores them."""

from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from app.db.unit import Units
from app.models.market import Timeframe
from app.services.market import candles
from app.services.market.candles import store_candles
from app.services.market.loading import load_candles
from app.services.market.series import all_series
from app.signals.market.provider import Quote

START = datetime(2020, 1, 6, tzinfo=UTC)


def day(number: int, *, at: int = 0, hours: int = 24, pair: str = "EUR/USD") -> Quote:
    """The ``number``-th day, from some hour on."""
    opened_at, one = START + timedelta(days=number, hours=at), Decimal(1)
    return Quote(pair, opened_at, one, one, one, one, opened_at + timedelta(hours=hours))


class Days:
    """A provider whose days run from 16:00 to 16:00."""

    name = "ecb"
    timeframe: Timeframe = "1d"

    def __init__(self, *quotes: Quote) -> None:
        self._quotes = list(quotes)

    async def candles(self, newest: Mapping[str, datetime]) -> AsyncIterator[list[Quote]]:
        yield [quote for quote in self._quotes if quote.opened_at >= newest.get(quote.pair, START)]


async def _overlapping(units: Units) -> int:
    query = """
        SELECT count(*) FROM candles a JOIN candles b ON a.pair = b.pair AND a.timeframe = b.timeframe
            AND a.opened_at < b.opened_at AND a.closed_at > b.opened_at
    """
    async with units.open() as unit:
        return int((await unit.session.execute(text(query))).scalar_one())


async def test_a_providers_days_do_not_run_through_imported_ones(units: Units) -> None:
    async with units.open() as unit:
        assert await store_candles(unit, [day(0), day(1)], timeframe="1d", source="import") == 2
    provider = Days(*(day(number, at=16) for number in range(4)), day(0, at=16, pair="GBP/USD"))
    with capture_logs() as logs:
        assert await load_candles(units, provider) == 3  # from the third day on, and the other pair's
    (said,) = [entry for entry in logs if entry["log_level"] == "warning"]
    assert (said["source"], said["timeframe"], said["candles"]) == ("ecb", "1d", {"EUR/USD": 2})
    assert await _overlapping(units) == 0
    async with units.open() as unit:
        (series, _) = await all_series(unit)
    assert (series.pair, series.candles, series.revision) == ("EUR/USD", 4, 0)
    with capture_logs() as logs:
        assert await load_candles(units, provider) == 0
    assert [entry for entry in logs if entry["log_level"] == "warning"] == []


async def test_a_longer_day_is_met_by_what_opens_in_its_last_hour(units: Units) -> None:
    async with units.open() as unit:
        assert await store_candles(unit, [day(0, hours=25)], timeframe="1d", source="ecb") == 1
        assert await store_candles(unit, [day(1)], timeframe="1d", source="ecb") == 0
        assert await store_candles(unit, [day(1, at=1), day(-1)], timeframe="1d", source="ecb") == 2


@pytest.mark.parametrize("chunk", [2, 10_000])
async def test_candles_that_come_together_do_not_overlap_one_another(
    units: Units, monkeypatch: pytest.MonkeyPatch, chunk: int
) -> None:
    monkeypatch.setattr(candles, "_CHUNK", chunk)
    mixed = [day(0), day(0, at=16), day(1), day(1), day(1, at=16), day(2), day(0, at=16, pair="GBP/USD")]
    async with units.open() as unit:
        with capture_logs() as logs:
            assert await store_candles(unit, mixed, timeframe="1d", source="ecb") == 4
        assert await store_candles(unit, [day(0), day(1), day(2)], timeframe="1d", source="ecb") == 0
    assert [entry["candles"] for entry in logs] == [{"EUR/USD": 2}]
    assert await _overlapping(units) == 0


async def test_other_timeframes_are_no_matter(units: Units) -> None:
    async with units.open() as unit:
        assert await store_candles(unit, [day(0)], timeframe="1d", source="import") == 1
        assert await store_candles(unit, [day(0, at=1, hours=1)], timeframe="1h", source="import") == 1
