"""Candles in PostgreSQL."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

import numpy as np
from sqlalchemy import DateTime, Numeric, String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from app.db.unit import Unit
from app.models.signals import Timeframe
from app.signals.features import Series
from app.signals.market.provider import Quote

_CHUNK: Final = 10_000

_UPSERT: Final = text(
    """
    INSERT INTO candles (pair, timeframe, opened_at, open, high, low, close, source)
    SELECT pair, :timeframe, opened_at, open, high, low, close, :source
    FROM unnest(:pairs, :times, :opens, :highs, :lows, :closes) AS q (pair, opened_at, open, high, low, close)
    ON CONFLICT (pair, timeframe, opened_at) DO NOTHING
    """
).bindparams(
    bindparam("pairs", type_=ARRAY(String)),
    bindparam("times", type_=ARRAY(DateTime(timezone=True))),
    *(bindparam(name, type_=ARRAY(Numeric(18, 8))) for name in ("opens", "highs", "lows", "closes")),
    bindparam("timeframe", type_=String()),
    bindparam("source", type_=String()),
)

_NEWEST: Final = text(
    """
    SELECT asked.pair, newest.opened_at, newest.close FROM unnest(:pairs) AS asked (pair)
    CROSS JOIN LATERAL (
        SELECT opened_at, close FROM candles c WHERE c.pair = asked.pair
            AND c.timeframe = :timeframe AND c.source = :source
        ORDER BY opened_at DESC LIMIT :most
    ) AS newest ORDER BY asked.pair, newest.opened_at
    """
).bindparams(bindparam("pairs", type_=ARRAY(String)))

_AROUND: Final = text(
    """
    (SELECT opened_at, open, high, low, close FROM candles
     WHERE pair = :pair AND timeframe = :timeframe AND opened_at <= :at ORDER BY opened_at DESC LIMIT :before)
    UNION ALL
    (SELECT opened_at, open, high, low, close FROM candles
     WHERE pair = :pair AND timeframe = :timeframe AND opened_at > :at ORDER BY opened_at LIMIT :after)
    ORDER BY opened_at
    """
)

_LAST: Final = text("SELECT max(opened_at) FROM candles WHERE source = :source AND timeframe = :timeframe")


@dataclass(frozen=True, slots=True)
class CandleSeries:
    """The newest closes of a pair, oldest first; ``newest_at`` is the opening of the last one, UTC."""

    pair: str
    newest_at: datetime
    closes: Series


async def store_candles(unit: Unit, quotes: Iterable[Quote], *, timeframe: Timeframe, source: str) -> int:
    """Insert the candles that are not there yet; return how many were new."""
    remaining, new = iter(quotes), 0
    while chunk := list(islice(remaining, _CHUNK)):
        columns = {
            "pairs": [q.pair for q in chunk],
            "times": [q.opened_at for q in chunk],
            "opens": [q.open for q in chunk],
            "highs": [q.high for q in chunk],
            "lows": [q.low for q in chunk],
            "closes": [q.close for q in chunk],
        }
        result = await unit.session.execute(_UPSERT, {**columns, "timeframe": timeframe, "source": source})
        new += result.rowcount  # type: ignore[attr-defined]
    return new


async def newest_stored(unit: Unit, *, timeframe: Timeframe, source: str) -> datetime | None:
    """The opening of the newest candle from a source."""
    found: datetime | None = (
        await unit.session.execute(_LAST, {"timeframe": timeframe, "source": source})
    ).scalar_one()
    return found


async def newest_closes(
    unit: Unit, pairs: list[str], *, timeframe: Timeframe, source: str, most: int
) -> list[CandleSeries]:
    """The newest candles of each pair that has any from a source."""
    rows = await unit.session.execute(_NEWEST, {"pairs": pairs, "timeframe": timeframe, "source": source, "most": most})
    grouped: dict[str, list[tuple[datetime, float]]] = {}
    for pair, opened_at, close in rows:
        grouped.setdefault(pair, []).append((opened_at, float(close)))
    return [
        CandleSeries(pair, found[-1][0], np.array([close for _, close in found])) for pair, found in grouped.items()
    ]


@dataclass(frozen=True, slots=True)
class StoredCandle:
    opened_at: datetime
    open: float
    high: float
    low: float
    close: float


async def candles_around(
    unit: Unit, *, pair: str, timeframe: str, at: datetime, before: int, after: int
) -> list[StoredCandle]:
    """Candles before (with) and after an opening, oldest first."""
    values = {"pair": pair, "timeframe": timeframe, "at": at, "before": before, "after": after}
    rows = await unit.session.execute(_AROUND, values)
    return [StoredCandle(row[0], *(float(price) for price in row[1:])) for row in rows]
