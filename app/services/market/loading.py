"""Bringing a source's candles into the database."""

from collections.abc import Callable
from contextlib import aclosing
from typing import Final

from app.db.unit import Units
from app.services.market.candles import store_candles
from app.services.market.series import newest_of_source
from app.signals.market.provider import MarketDataProvider

Report = Callable[[str, int], None]
"""Called with a pair and how many of its candles were new."""

_QUIET: Final[Report] = lambda _pair, _new: None  # noqa: E731


async def load_candles(units: Units, provider: MarketDataProvider, report: Report = _QUIET) -> int:
    """Store the candles of a provider that are not there yet, a transaction a piece; return how many were new.

    Raises MarketDataError where the source cannot be read; what was stored before it stays.
    """
    async with units.open() as unit:
        newest = await newest_of_source(unit, timeframe=provider.timeframe, source=provider.name)
    new = 0
    async with aclosing(provider.candles(newest)) as pieces:  # type: ignore[type-var]
        async for quotes in pieces:
            async with units.open() as unit:
                added = await store_candles(unit, quotes, timeframe=provider.timeframe, source=provider.name)
            new += added
            if quotes:
                report(quotes[0].pair, added)
    return new
