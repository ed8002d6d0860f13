"""Reading candles from a CSV file, whatever its columns are called; every bad line is named, none is guessed at."""

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from app.models.market import Timeframe
from app.signals.market.provider import LENGTHS, Quote

_PRICES: Final = ("open", "high", "low", "close")
_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "time": frozenset({"time", "datetime", "timestamp", "date", "gmttime", "localtime", "opentime", "openedat", "utc"}),
    "open": frozenset({"open", "o", "openprice", "bidopen", "openbid"}),
    "high": frozenset({"high", "h", "highprice", "max", "bidhigh", "highbid"}),
    "low": frozenset({"low", "l", "lowprice", "min", "bidlow", "lowbid"}),
    "close": frozenset({"close", "c", "closeprice", "last", "bidclose", "closebid"}),
}
_WITHOUT_HEADER: Final = {5: ("time", *_PRICES), 6: ("time", *_PRICES, "volume")}
_PATTERNS: Final = (
    "%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S", "%d.%m.%Y %H:%M:%S.%f", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
    "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y%m%d %H%M%S", "%Y%m%d %H:%M:%S", "%Y.%m.%d", "%d.%m.%Y", "%Y/%m/%d",
)  # fmt: skip
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_EPOCH: Final = re.compile(r"\d{9,13}")
MAX_PRICE: Final = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line of the file (the header is line 1) and what is wrong with it."""

    line: int
    why: str


class BadCandleFileError(Exception):
    """The file cannot be taken as it is; nothing of it was."""

    def __init__(self, rows: Sequence[BadRow]) -> None:
        super().__init__(f"{len(rows)} bad rows")
        self.rows = rows


@dataclass(frozen=True, slots=True)
class FileCandle:
    """A candle and the line on which it stands."""

    line: int
    quote: Quote


def read_candles(text: str, *, pair: str, timeframe: Timeframe, zone: ZoneInfo) -> list[FileCandle]:
    """Read a whole file. Times without an offset are in ``zone``. Raises BadCandleFileError naming every bad line."""
    rows = _rows(text)
    columns, rows = _columns(rows)
    candles: list[FileCandle] = []
    bad: list[BadRow] = []
    seen: dict[datetime, int] = {}
    for line, cells in rows:
        try:
            quote = _quote(columns, cells, pair=pair, timeframe=timeframe, zone=zone)
            if quote.opened_at in seen:
                raise ValueError(f"the same time stands on line {seen[quote.opened_at]}")  # noqa: TRY301 - one list of faults
        except (ValueError, OverflowError) as error:
            bad.append(BadRow(line, str(error)))
            continue
        seen[quote.opened_at] = line
        candles.append(FileCandle(line, quote))
    if bad:
        raise BadCandleFileError(bad)
    return candles


def _rows(text: str) -> list[tuple[int, list[str]]]:
    """Non-empty lines with their numbers; the separator is the one that the first line has most of."""
    lines = text.removeprefix("\ufeff").splitlines()
    first = next((line for line in lines if line.strip()), "")
    separator = max(",;\t", key=first.count)
    reader = csv.reader(lines, delimiter=separator)
    rows = [
        (reader.line_num, [cell.strip() for cell in cells]) for cells in reader if any(cell.strip() for cell in cells)
    ]
    if not rows:
        raise BadCandleFileError([BadRow(1, "the file is empty")])
    return rows


def _columns(rows: list[tuple[int, list[str]]]) -> tuple[dict[str, list[int]], list[tuple[int, list[str]]]]:
    """Where time and prices stand, and the rows without the header."""
    header = [re.sub(r"[^a-z]", "", cell.lower()) for cell in rows[0][1]]
    found = {role: [i for i, name in enumerate(header) if name in names] for role, names in _NAMES.items()}
    if all(found.values()):
        if doubled := [role for role, places in found.items() if len(places) > 1 and role != "time"]:
            raise BadCandleFileError([BadRow(rows[0][0], f"more than one column for {', '.join(doubled)}")])
        return found, rows[1:]
    if not any(found.values()):
        return _columns_without_header(rows), rows
    missing = ", ".join(role for role, places in found.items() if not places)
    raise BadCandleFileError([BadRow(rows[0][0], f"no column for {missing}")])


def _columns_without_header(rows: list[tuple[int, list[str]]]) -> dict[str, list[int]]:
    """Files without a header: time (or date and time), open, high, low, close and perhaps volume."""
    line, cells = rows[0]
    if len(cells) >= 6 and re.fullmatch(r"\d{1,2}:\d{2}(:\d{2})?", cells[1]):
        return {"time": [0, 1], "open": [2], "high": [3], "low": [4], "close": [5]}
    names = _WITHOUT_HEADER.get(len(cells))
    if names is None or not cells[0][:1].isdigit():
        raise BadCandleFileError([BadRow(line, "no header that names time, open, high, low and close")])
    return {name: [place] for place, name in enumerate(names) if name != "volume"}


def _quote(
    columns: Mapping[str, list[int]], cells: Sequence[str], *, pair: str, timeframe: Timeframe, zone: ZoneInfo
) -> Quote:
    if len(cells) <= max(place for places in columns.values() for place in places):
        raise ValueError("too few columns")
    opened_at = parse_time(" ".join(cells[place] for place in columns["time"]), zone)
    step = min(LENGTHS[timeframe], timedelta(hours=1))
    if (opened_at - datetime(2000, 1, 1, tzinfo=UTC)) % step:
        raise ValueError(f"the time is no opening of a {timeframe} candle")
    prices = {name: _price(name, cells[columns[name][0]]) for name in _PRICES}
    if prices["high"] < max(prices.values()) or prices["low"] > min(prices.values()):
        raise ValueError("high and low do not enclose open and close")
    closed_at = opened_at + LENGTHS[timeframe]
    if closed_at > datetime.now(UTC):
        raise ValueError("the candle has not closed yet")
    return Quote(pair, opened_at, **prices, closed_at=closed_at)


def _price(name: str, text: str) -> Decimal:
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"{name} is not a number")
    price = Decimal(text)
    if not 0 < price < MAX_PRICE or not (rounded := price.quantize(Decimal("1e-8"))):
        raise ValueError(f"{name} is not a price")
    return rounded


def parse_time(text: str, zone: ZoneInfo) -> datetime:
    """Read ISO 8601, seconds or milliseconds since 1970, or one of the usual exports' forms. Raises ValueError."""
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) > 10 else 1), UTC)
    moment = _first_fit(text)
    if moment is None:
        raise ValueError("the time cannot be read")
    aware = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    return aware.astimezone(UTC)


def _first_fit(text: str) -> datetime | None:
    for pattern in ("", *_PATTERNS):
        try:
            return datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)  # noqa: DTZ007 - see caller
        except ValueError:
            continue
    return None
