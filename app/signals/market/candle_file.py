"""Reading candles from a CSV file, whatever its columns are called; every bad line is named, none is guessed at."""

import codecs
import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from app.models.market import Timeframe
from app.signals.market.provider import LENGTHS, Quote

_PRICES: Final = ("open", "high", "low", "close")
_NAMES: Final[Mapping[str, frozenset[str]]] = {
    "time": frozenset({
        "time", "datetime", "timestamp", "date", "gmttime", "localtime", "opentime", "openedat", "utc", "dtyyyymmdd",
    }),
    "open": frozenset({"open", "o", "openprice", "bidopen", "openbid"}),
    "high": frozenset({"high", "h", "highprice", "max", "bidhigh", "highbid"}),
    "low": frozenset({"low", "l", "lowprice", "min", "bidlow", "lowbid"}),
    "close": frozenset({"close", "c", "closeprice", "last", "bidclose", "closebid"}),
}  # fmt: skip
_CLOSE_BESIDE_OPEN: Final = "price"
"""What some exports call the close. It means that only where no column says so better."""

_WITHOUT_HEADER: Final = {5: ("time", *_PRICES), 6: ("time", *_PRICES, "volume")}
_PATTERNS: Final = (
    "%Y.%m.%d %H:%M", "%Y.%m.%d %H:%M:%S", "%d.%m.%Y %H:%M:%S.%f", "%d.%m.%Y %H:%M:%S", "%d.%m.%Y %H:%M",
    "%Y/%m/%d %H:%M", "%Y/%m/%d %H:%M:%S", "%Y%m%d %H%M%S", "%Y%m%d %H:%M:%S", "%Y.%m.%d", "%d.%m.%Y", "%Y/%m/%d",
    "%b %d, %Y",
)  # fmt: skip
_NUMBER: Final = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_EPOCH: Final = re.compile(r"\d{9,13}")
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})(?!\S)")
_ENCODINGS: Final = {codecs.BOM_UTF16_LE: "UTF-16", codecs.BOM_UTF16_BE: "UTF-16"}
_BEST_DATES: Final = "write dates as 2017-01-31"
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


@dataclass(frozen=True, slots=True)
class _Sheet:
    """A file's lines below the header, where time and prices stand in them, and whether a comma is a decimal mark."""

    columns: Mapping[str, list[int]]
    rows: list[tuple[int, list[str]]]
    has_decimal_commas: bool


def decode(content: bytes) -> str:
    """The text of a file: UTF-16 where a byte order mark says so, else UTF-8. Raises BadCandleFileError."""
    encoding = _ENCODINGS.get(content[:2], "UTF-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding, errors="ignore")
        why = f"byte {content[error.start]:#04x} is no {encoding}; save the file as UTF-8"
        raise BadCandleFileError([BadRow(len(f"{before}.".splitlines()), why)]) from None
    if "\0" in text:
        raise BadCandleFileError([BadRow(1, f"no text in {encoding}: it holds NUL; save the file as UTF-8")])
    return text


def read_candles(text: str, *, pair: str, timeframe: Timeframe, zone: ZoneInfo) -> list[FileCandle]:
    """Read a whole file. Times without an offset are in ``zone``; no candle overlaps another.

    Raises BadCandleFileError naming every bad line.
    """
    sheet = _sheet(text)
    openings, bad = _openings(sheet, zone)
    candles: list[FileCandle] = []
    seen: dict[datetime, int] = {}
    for line, cells in sheet.rows:
        if line in bad:
            continue
        try:
            quote = _quote(sheet, cells, openings[line], pair=pair, timeframe=timeframe)
            if quote.opened_at in seen:
                raise ValueError(f"the same time stands on line {seen[quote.opened_at]}")  # noqa: TRY301 - one list of faults
        except (ValueError, OverflowError) as error:
            bad[line] = str(error)
            continue
        seen[quote.opened_at] = line
        candles.append(FileCandle(line, quote))
    if bad := bad | _overlaps(candles, timeframe):
        raise BadCandleFileError([BadRow(line, why) for line, why in sorted(bad.items())])
    return candles


def _overlaps(candles: Iterable[FileCandle], timeframe: Timeframe) -> dict[int, str]:
    """By line, the candles that open before the one before them in time has closed."""
    ordered = sorted(candles, key=lambda candle: candle.quote.opened_at)
    return {
        later.line: f"overlaps the candle on line {earlier.line}; are these really {timeframe} candles?"
        for earlier, later in pairwise(ordered)
        if later.quote.opened_at < earlier.quote.closed_at
    }


def _sheet(text: str) -> _Sheet:
    lines = text.removeprefix("\ufeff").splitlines()
    separator = _separator(next((line for line in lines if line.strip()), ""))
    columns, rows = _columns(_rows(lines, separator))
    places = [places[0] for role, places in columns.items() if role != "time"]
    has_points = any("." in cells[place] for _, cells in rows for place in places if place < len(cells))
    return _Sheet(columns, rows, has_decimal_commas=separator != "," and not has_points)


def _separator(first: str) -> str:
    """The mark that the first line has most of; where another makes five columns, a comma stands inside numbers."""
    wide = [mark for mark in ";\t|" if first.count(mark) >= len(_PRICES)]
    return max(wide or ",;\t|", key=first.count)


def _rows(lines: Sequence[str], separator: str) -> list[tuple[int, list[str]]]:
    """Non-empty lines with their numbers."""
    reader = csv.reader(lines, delimiter=separator)
    try:
        rows = [
            (reader.line_num, [cell.strip() for cell in cells])
            for cells in reader
            if any(cell.strip() for cell in cells)
        ]
    except csv.Error as error:
        raise BadCandleFileError([BadRow(reader.line_num, f"no CSV: {error}")]) from None
    if not rows:
        raise BadCandleFileError([BadRow(1, "the file is empty")])
    return rows


def _columns(rows: list[tuple[int, list[str]]]) -> tuple[dict[str, list[int]], list[tuple[int, list[str]]]]:
    """Where time and prices stand, and the rows without the header."""
    header = [re.sub(r"[^a-z]", "", cell.lower()) for cell in rows[0][1]]
    found = {role: [i for i, name in enumerate(header) if name in names] for role, names in _NAMES.items()}
    found["close"] = found["close"] or [i for i, name in enumerate(header) if name == _CLOSE_BESIDE_OPEN]
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


def _openings(sheet: _Sheet, zone: ZoneInfo) -> tuple[dict[int, datetime], dict[int, str]]:
    """By line, when the candle opened, in its own zone, or why that is not known."""
    widest = max(place for places in sheet.columns.values() for place in places)
    bad = {line: "too few columns" for line, cells in sheet.rows if len(cells) <= widest}
    texts = {
        line: " ".join(cells[place] for place in sheet.columns["time"]) for line, cells in sheet.rows if line not in bad
    }
    is_month_first = _is_month_first(texts)
    moments: dict[int, datetime] = {}
    for line, text in texts.items():
        try:
            moments[line] = _moment(text, is_month_first=is_month_first)
        except ValueError as error:
            bad[line] = str(error)
    openings, unplaced = _placed(moments, zone)
    return openings, bad | unplaced


def _is_month_first(texts: Mapping[int, str]) -> bool:
    """Whether 01/02/2017 is the 2nd of January. Raises BadCandleFileError unless the file's dates show it as one."""
    dates = [(line, int(found[1]), int(found[2])) for line, text in texts.items() if (found := _SLASHED.match(text))]
    by_month = next((line for line, first, second in dates if first <= 12 < second), None)
    by_day = next((line for line, first, second in dates if second <= 12 < first), None)
    if by_month is not None and by_day is not None:
        later, earlier = max(by_month, by_day), min(by_month, by_day)
        why = f"day and month stand the other way round than on line {earlier}; {_BEST_DATES}"
        raise BadCandleFileError([BadRow(later, why)])
    if dates and by_month is None and by_day is None:
        why = f"day and month cannot be told apart: no date of the file has a day after the 12th; {_BEST_DATES}"
        raise BadCandleFileError([BadRow(dates[0][0], why)])
    return by_month is not None


def _moment(text: str, *, is_month_first: bool) -> datetime:
    """Read ISO 8601, seconds or milliseconds since 1970, or one of the usual exports' forms. Raises ValueError."""
    if _EPOCH.fullmatch(text):
        return datetime.fromtimestamp(int(text) / (1000 if len(text) > 10 else 1), UTC)
    moment = _first_fit(_SLASHED.sub(r"\3/\1/\2" if is_month_first else r"\3/\2/\1", text, count=1))
    if moment is None:
        raise ValueError("the time cannot be read")
    return moment


def _first_fit(text: str) -> datetime | None:
    for pattern in ("", *_PATTERNS):
        try:
            return datetime.strptime(text, pattern) if pattern else datetime.fromisoformat(text)  # noqa: DTZ007 - see caller
        except ValueError:
            continue
    return None


def _placed(moments: Mapping[int, datetime], zone: ZoneInfo) -> tuple[dict[int, datetime], dict[int, str]]:
    """Times without an offset, in the zone. What its clocks showed twice is told apart by the order of the rows."""
    openings: dict[int, datetime] = {}
    bad: dict[int, str] = {}
    lines = list(moments)
    if lines and moments[lines[0]].replace(tzinfo=None) > moments[lines[-1]].replace(tzinfo=None):
        lines.reverse()  # the newest stands first
    latest: datetime | None = None
    for line in lines:
        moment = moments[line]
        try:
            openings[line] = moment if moment.tzinfo else _in_zone(moment, zone, latest)
            latest = openings[line].astimezone(UTC)
        except (ValueError, OverflowError) as error:
            bad[line] = str(error)
    return openings, bad


def _in_zone(moment: datetime, zone: ZoneInfo, latest: datetime | None) -> datetime:
    """The first moment after the latest at which the zone's clocks showed this. Raises ValueError if there is none."""
    local = [moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    first, second = (one.astimezone(UTC) for one in local)
    if first > second:
        raise ValueError(f"there was no such time in {zone.key}: its clocks were put forward over it")
    if first == second or latest is None or first > latest:
        return local[0]
    if second > latest:
        return local[1]
    raise ValueError(f"clocks in {zone.key} showed this time twice, and the rows before it do not tell which is meant")


def _quote(sheet: _Sheet, cells: Sequence[str], opening: datetime, *, pair: str, timeframe: Timeframe) -> Quote:
    opened_at, length = opening.astimezone(UTC), LENGTHS[timeframe]
    if (opened_at - datetime(2000, 1, 1, tzinfo=UTC)) % min(length, timedelta(hours=1)):
        raise ValueError(f"the time is no opening of a {timeframe} candle")
    prices = {name: _price(sheet, name, cells[sheet.columns[name][0]]) for name in _PRICES}
    if prices["high"] < max(prices.values()) or prices["low"] > min(prices.values()):
        raise ValueError("high and low do not enclose open and close")
    # The day on which clocks are put forward has 23 hours where days go by the zone's clocks.
    by_the_clocks = (opening + length).replace(fold=opening.fold).astimezone(UTC)
    closed_at = min(opened_at + length, by_the_clocks)
    if closed_at > datetime.now(UTC):
        raise ValueError("the candle has not closed yet")
    return Quote(pair, opened_at, **prices, closed_at=closed_at)


def _price(sheet: _Sheet, name: str, text: str) -> Decimal:
    plain = text.replace(",", ".") if sheet.has_decimal_commas else text
    if not _NUMBER.fullmatch(plain):
        raise ValueError(f"{name} is not a number")
    price = Decimal(plain)
    if not 0 < price < MAX_PRICE or not (rounded := price.quantize(Decimal("1e-8"))):
        raise ValueError(f"{name} is not a price")
    return rounded
