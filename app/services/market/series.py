"""What candles there are, and on which of them a pair's signals are made."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, cast

from sqlalchemy import select
from sqlmodel import col

from app.db.unit import Unit
from app.models.market import CandleSeries, Timeframe
from app.signals.market.provider import LENGTHS
from app.signals.market.sessions import Sessions, sessions_of

ENOUGH: Final = 1_000
"""Candles of a timeframe that a pair needs for signals."""

_ORDER: Final = list(LENGTHS)


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """A pair's candles of one timeframe, as counted when the last of them was written."""

    pair: str
    timeframe: Timeframe
    source: str
    candles: int
    newest_opened_at: datetime
    newest_closed_at: datetime
    revision: int

    @property
    def sessions(self) -> Sessions:
        return sessions_of(self.source, self.timeframe)


async def all_series(unit: Unit) -> list[SeriesInfo]:
    """Every series, the finest timeframe of each pair first."""
    rows = (await unit.session.execute(select(CandleSeries))).scalars()
    found = [
        SeriesInfo(
            row.pair,
            cast("Timeframe", row.timeframe),
            row.source,
            row.candles,
            row.newest_opened_at,
            row.newest_closed_at,
            row.revision,
        )
        for row in rows
    ]
    return sorted(found, key=lambda series: (series.pair, _ORDER.index(series.timeframe)))


async def signal_series(unit: Unit) -> dict[str, SeriesInfo]:
    """By pair, the finest series that has ``ENOUGH`` candles: the one that its signals are made on."""
    chosen: dict[str, SeriesInfo] = {}
    for series in await all_series(unit):
        if series.candles >= ENOUGH:
            chosen.setdefault(series.pair, series)
    return chosen


async def newest_of_source(unit: Unit, *, timeframe: Timeframe, source: str) -> dict[str, datetime]:
    """By pair, the opening of the newest candle, where it came from this source."""
    query = select(col(CandleSeries.pair), col(CandleSeries.newest_opened_at)).where(
        col(CandleSeries.timeframe) == timeframe, col(CandleSeries.source) == source
    )
    return dict((await unit.session.execute(query)).all())
