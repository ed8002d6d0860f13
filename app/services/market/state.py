"""The market's state for people: what there is, whether it is fresh, and what is missing in it."""

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy import select, text
from sqlmodel import col

from app.db.unit import Unit
from app.models.market import ReplayClock
from app.schemas.market import MarketState, SeriesState
from app.services.market.series import SeriesInfo, signal_series

CHECKED: Final = 250
"""Candles that are looked through for gaps."""

GRACE: Final = timedelta(hours=3)
"""A source may be this late before it counts as stale."""

_CLOSES: Final = text(
    """
    SELECT closed_at FROM candles WHERE pair = :pair AND timeframe = :timeframe ORDER BY opened_at DESC LIMIT :most
    """
)


async def market_state(unit: Unit) -> MarketState:
    """The pairs that signals are made for, in the order of their names."""
    now = await unit.now()
    running = select(col(ReplayClock.timeframe), col(ReplayClock.moment)).where(col(ReplayClock.is_running))
    clocks: dict[str, datetime] = dict((await unit.session.execute(running)).all())
    states = [await _state(unit, series, clocks.get(series.timeframe), now) for series in await _sorted(unit)]
    return MarketState(server_time=now, pairs=states)


async def _sorted(unit: Unit) -> list[SeriesInfo]:
    return [series for _, series in sorted((await signal_series(unit)).items())]


async def _state(unit: Unit, series: SeriesInfo, clock: datetime | None, now: datetime) -> SeriesState:
    values = {"pair": series.pair, "timeframe": series.timeframe, "most": CHECKED}
    closes = list((await unit.session.execute(_CLOSES, values)).scalars())
    sessions = series.sessions
    is_open = sessions.is_open(now)
    is_replay = clock is not None and clock < series.newest_closed_at
    return SeriesState(
        pair=series.pair,
        timeframe=series.timeframe,
        source=series.source,
        candles=series.candles,
        newest_closed_at=series.newest_closed_at,
        moment=clock if clock is not None and is_replay else now,
        is_replay=is_replay,
        is_open=is_open,
        opens_at=None if is_open else sessions.opens_at(now),
        is_stale=sessions.close_after(series.newest_closed_at) + GRACE < now,
        gaps=_gaps(series, list(reversed(closes))),
        checked=len(closes),
    )


def _gaps(series: SeriesInfo, closes: list[datetime]) -> int:
    """How many candles the market's hours would have had between the first and the last of these, and are not there."""
    return sum(series.sessions.closes_between(before, after) for before, after in pairwise(closes))
