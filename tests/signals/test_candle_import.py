"""Importing candles: any usual form, all or nothing, bad lines by number."""

from contextlib import suppress
from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.db.unit import Units
from app.models.market import Timeframe
from app.services.market.importing import ImportResult, import_candles
from app.signals.market.candle_file import BadCandleFileError, FileCandle, read_candles

UTC_ZONE = ZoneInfo("UTC")
MOMENT = datetime(2017, 1, 2, 13, tzinfo=UTC)

FORMS = {
    "plain": "time,open,high,low,close\n2017-01-02T13:00:00Z,1.05,1.06,1.04,1.055",
    "any order and case": "Close;LOW;High;Open;DateTime\n1.055;1.04;1.06;1.05;2017-01-02 13:00",
    "with an offset": "timestamp,o,h,l,c\n2017-01-02 15:00:00+02:00,1.05,1.06,1.04,1.055",
    "date and time apart": "Date\tTime\tOpen\tHigh\tLow\tClose\tVolume\n2017.01.02\t13:00\t1.05\t1.06\t1.04\t1.055\t9",
    "bank export": "Gmt time,Open,High,Low,Close,Volume\n02.01.2017 13:00:00.000,1.05,1.06,1.04,1.055,12.5",
    "seconds": "open time,open,high,low,close\n1483362000,1.05,1.06,1.04,1.055",
    "milliseconds": "open_time,open,high,low,close\n1483362000000,1.05,1.06,1.04,1.055",
    "no header": "2017.01.02,13:00,1.05,1.06,1.04,1.055,100",
    "no header, one time": "20170102 130000;1.05;1.06;1.04;1.055;0",
    "mark, quotes, blank lines": '\ufeff"time","open",high,low,close\n\n"2017-01-02 13:00",1.05,1.06,1.04,1.055\n',
}


def _read(text: str, timeframe: Timeframe = "1h", zone: ZoneInfo = UTC_ZONE) -> list[FileCandle]:
    return read_candles(text, pair="EUR/USD", timeframe=timeframe, zone=zone)


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_usual_forms_are_read(text: str) -> None:
    (candle,) = _read(text)
    quote = candle.quote
    assert quote.opened_at == MOMENT
    assert (quote.open, quote.high, quote.low, quote.close) == tuple(map(Decimal, ("1.05", "1.06", "1.04", "1.055")))


def test_times_without_an_offset_are_in_the_named_zone() -> None:
    (candle,) = _read("time,open,high,low,close\n2017-07-03 09:00,1,1,1,1", zone=ZoneInfo("America/New_York"))
    assert candle.quote.opened_at == datetime(2017, 7, 3, 13, tzinfo=UTC)


def test_every_bad_line_is_named_and_the_header_is_line_one() -> None:
    rows = ["time,open,high,low,close", "2017-01-02 13:00,1,1,1,1", "2017-01-02 13:00,1,1,1,1",
            "yesterday,1,1,1,1", "2017-01-02 14:00,1,1,1", "2017-01-02 15:00,1,0.9,1,1",
            "2017-01-02 16:00,x,1,1,1",
            "2017-01-02 17:00,1,1,-1,1", "2017-01-02 18:00,1,1,1,NaN",
            "2017-01-02 19:30,1,1,1,1", "2017-01-02 20:00,1,1,1,1"]  # fmt: skip
    with pytest.raises(BadCandleFileError) as refused:
        _read("\n".join(rows))
    assert [row.line for row in refused.value.rows] == [3, 4, 5, 6, 7, 8, 9, 10]
    assert "line 2" in refused.value.rows[0].why


@pytest.mark.parametrize(
    "text", ["", "\n\n", "time,open,high,low\n1,2,3,4", "a,b\n1,2", "time,open,open,high,low,close\n", "x"]
)
def test_files_without_the_columns_are_refused(text: str) -> None:
    with pytest.raises(BadCandleFileError):
        _read(text)


@given(st.text(max_size=200))
def test_no_text_raises_anything_else(text: str) -> None:
    for candidate in (text, "time,open,high,low,close\n" + text):
        with suppress(BadCandleFileError):
            assert all(candle.quote.pair == "EUR/USD" for candle in _read(candidate))


async def _store(units: Units, text: str, *, replace: bool = False) -> ImportResult:
    async with units.open() as unit:
        return await import_candles(unit, _read(text), pair="EUR/USD", timeframe="1h", replace=replace)


async def test_imports_are_idempotent_and_contradictions_are_bad_rows(units: Units) -> None:
    header = "time,open,high,low,close\n"
    first, second = "2017-01-02 13:00,1,1,1,1\n", "2017-01-02 14:00,2,2,2,2\n"
    assert await _store(units, header + first) == ImportResult(new=1, unchanged=0, replaced=0)
    assert await _store(units, header + first + second) == ImportResult(new=1, unchanged=1, replaced=0)

    changed = header + second.replace("2,2,2,2", "3,3,3,3") + "2017-01-02 15:00,1,1,1,1\n"
    with pytest.raises(BadCandleFileError) as refused:
        await _store(units, changed)
    assert [row.line for row in refused.value.rows] == [2]
    assert await _store(units, header + second) == ImportResult(new=0, unchanged=1, replaced=0)
    assert await _store(units, changed, replace=True) == ImportResult(new=1, unchanged=0, replaced=1)
