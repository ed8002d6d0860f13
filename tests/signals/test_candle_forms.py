"""Exports as programs write them: encodings, separators, decimal commas, forms of dates, local times, wrong lengths."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from app.db.database import DatabaseUrls
from app.models.market import Timeframe
from app.signals.market.candle_file import BadCandleFileError, FileCandle, decode, read_candles
from tests.signals.test_commands import run

LONDON = ZoneInfo("Europe/London")
HEADER = "time,open,high,low,close\n"
TERMINAL = (
    "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n"
    "2017.01.02\t00:00:00\t1.05\t1.06\t1.04\t1.055\t9\t0\t1\r\n"
)
PORTAL = '"Date","Price","Open","High","Low","Vol.","Change %"\n"01/13/2017","1.055","1.05","1.06","1.04","","0.1%"\n'

FORMS = {
    "a terminal's tabs": TERMINAL,
    "decimal commas, no header": "2017.01.02 00:00;1,05;1,06;1,04;1,055",
    "decimal commas, date and time apart": "2017.01.02;00:00;1,05;1,06;1,04;1,055;12",
    "decimal commas between tabs": "Time\tOpen\tHigh\tLow\tClose\n2017-01-02 00:00\t1,05\t1,06\t1,04\t1,055",
    "bars": "time|open|high|low|close\n2017-01-02 00:00|1.05|1.06|1.04|1.055",
    "date as in the tables of old": "<TICKER>,<DTYYYYMMDD>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>\n"
    "EURUSD,20170102,000000,1.05,1.06,1.04,1.055",
    "price beside open": PORTAL.replace("01/13/2017", "Jan 02, 2017"),
    "price beside close": HEADER.replace("close", "close,price") + "2017-01-02,1.05,1.06,1.04,1.055,7",
}


def _read(text: str, timeframe: Timeframe = "1h", zone: ZoneInfo = LONDON) -> list[FileCandle]:
    return read_candles(text, pair="EUR/USD", timeframe=timeframe, zone=zone)


def _rows(*times: str) -> str:
    return HEADER + "".join(f"{time},1,1,1,1\n" for time in times)


def _openings(text: str, timeframe: Timeframe = "1h") -> list[str]:
    return [f"{candle.quote.opened_at:%d %H:%M}" for candle in _read(text, timeframe)]


def _faults(text: str, timeframe: Timeframe = "1h") -> dict[int, str]:
    with pytest.raises(BadCandleFileError) as refused:
        _read(text, timeframe)
    return {row.line: row.why for row in refused.value.rows}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS.keys())
def test_exports_are_read(text: str) -> None:
    (candle,) = _read(text)
    quote = candle.quote
    assert quote.opened_at == datetime(2017, 1, 2, tzinfo=UTC)
    assert (quote.open, quote.high, quote.low, quote.close) == tuple(map(Decimal, ("1.05", "1.06", "1.04", "1.055")))


def test_a_comma_beside_points_is_no_decimal_mark() -> None:
    rows = "time;open;high;low;close\n2017-01-02;1.5;1.5;1.5;1.5\n2017-01-03;1,500;1,500;1,500;1,500"
    assert _faults(rows) == {3: "open is not a number"}
    assert _faults("2017-01-03;1.234,5;1.234,5;1.234,5;1.234,5") == {1: "open is not a number"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_files_say_how_they_are_encoded(encoding: str) -> None:
    assert len(_read(decode(TERMINAL.encode(encoding)))) == 1


@pytest.mark.parametrize(
    ("content", "line", "why"),
    [
        (b"a\r\nb\xe9,c", 2, "byte 0xe9 is no UTF-8; save"),
        (b"\xff\xfea\0\n\0\x00\xd8", 2, "byte 0x00 is no UTF-16; save"),
        (TERMINAL.encode("utf-16-le"), 1, "no text in UTF-8: it holds NUL; save"),
    ],
)
def test_bytes_that_are_no_text_are_named(content: bytes, line: int, why: str) -> None:
    with pytest.raises(BadCandleFileError) as refused:
        decode(content)
    (row,) = refused.value.rows
    assert (row.line, row.why) == (line, f"{why} the file as UTF-8")


def test_a_cell_beyond_all_bounds_is_a_bad_row() -> None:
    assert "no CSV" in _faults(HEADER + "x" * 200_000)[2]


def test_days_and_months_are_told_apart_by_the_whole_file() -> None:
    assert [c.quote.opened_at.day for c in _read(PORTAL + '"01/02/2017",1,1,1,1,,')] == [13, 2]
    assert [c.quote.opened_at.month for c in _read(_rows("13/01/2017 9:00", "02/01/2017 10:00"))] == [1, 1]
    assert "cannot be told apart" in _faults(_rows("2017-01-01", "01/02/2017", "01/03/2017"))[3]
    assert "write dates as 2017-01-31" in _faults(_rows("01/02/2017"))[2]
    assert "than on line 2" in _faults(_rows("01/13/2017", "01/02/2017", "14/01/2017"))[4]
    assert _faults(_rows("01/13/2017", "13/13/2017")) == {3: "the time cannot be read"}


def test_hours_are_no_days() -> None:
    hours = [f"2017-01-02 {hour:02}:00" for hour in range(4)]
    why = "overlaps the candle on line {}; are these really {} candles?"
    for timeframe in ("4h", "1d"):
        assert _faults(_rows(*hours), timeframe) == {n: why.format(n - 1, timeframe) for n in (3, 4, 5)}
        assert _faults(_rows(*reversed(hours)), timeframe) == {n: why.format(n + 1, timeframe) for n in (2, 3, 4)}
    assert _openings(_rows(*hours, "2017-01-02 04:00"))[-1] == "02 04:00"
    assert len(_read(_rows("2017-01-02 00:00", "2017-01-02 04:00"), "4h")) == 2


def test_a_time_that_clocks_left_out_is_a_bad_row() -> None:
    why = "there was no such time in Europe/London: its clocks were put forward over it"
    assert _faults(_rows("2017-03-26 00:00", "2017-03-26 01:00", "2017-03-26 02:00")) == {3: why}
    assert _openings(_rows("2017-03-26 00:00", "2017-03-26 02:00")) == ["26 00:00", "26 01:00"]


def test_times_that_clocks_showed_twice_are_told_apart_by_the_order_of_the_rows() -> None:
    hours = [f"2017-10-29 {hour}:00" for hour in ("00", "01", "01", "02")]
    utc = ["28 23:00", "29 00:00", "29 01:00", "29 02:00"]
    assert _openings(_rows(*hours)) == utc
    assert _openings(_rows(*reversed(hours))) == utc[::-1]
    quarters = [f"2017-10-29 01:{minute}" for minute in ("00", "30", "45", "00", "15", "30", "45")]
    assert _openings(_rows(*quarters), "15min") == [
        f"29 {time}" for time in ("00:00", "00:30", "00:45", "01:00", "01:15", "01:30", "01:45")
    ]
    assert "twice" in _faults(_rows(*hours, "2017-10-29 01:00", "2017-10-29 03:00"))[6]


def test_a_day_by_the_clocks_may_have_an_hour_less() -> None:
    days = [candle.quote for candle in _read(_rows("2017-03-25", "2017-03-26", "2017-03-27"), "1d")]
    assert [day.closed_at - day.opened_at for day in days] == [timedelta(hours=n) for n in (24, 23, 24)]
    assert len(_read(_rows("2017-10-28", "2017-10-29", "2017-10-30"), "1d")) == 3


async def test_the_command_reads_what_a_terminal_exports(database: DatabaseUrls, tmp_path: Path) -> None:
    file = tmp_path / "EURUSD_H1.csv"
    file.write_bytes(TERMINAL.encode("utf-16"))
    words = ("candles", "import", str(file), "--pair", "EUR/USD", "--timeframe")
    assert await run(database, tmp_path, *words, "1h") == (0, "EUR/USD 1h: 1 new, 0 unchanged, 0 replaced\n")
    file.write_bytes(b"time,open,high,low,close\n\xff")
    code, said = await run(database, tmp_path, *words, "1h")
    assert (code, said.splitlines()[0]) == (1, "line 2: byte 0xff is no UTF-8; save the file as UTF-8")


async def test_the_command_shows_a_thousand_bad_rows_and_counts_them_all(
    database: DatabaseUrls, tmp_path: Path
) -> None:
    start = datetime(2017, 1, 2, tzinfo=UTC)
    file = tmp_path / "hours.csv"
    file.write_text(_rows(*((start + timedelta(hours=n)).isoformat() for n in range(1_502))))
    code, said = await run(database, tmp_path, "candles", "import", str(file), "--pair", "EUR/USD", "--timeframe", "1d")
    lines = said.splitlines()
    assert (code, len(lines)) == (1, 1_002)
    assert lines[0] == "line 3: overlaps the candle on line 2; are these really 1d candles?"
    assert lines[-2:] == ["and 501 more", "1501 bad rows; nothing was imported"]
