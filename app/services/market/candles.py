"""Candles in PostgreSQL."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

import numpy as np
from sqlalchemy import DateTime, Numeric, String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from app.bus.events import CandlesArrived
from app.bus.publish import publish
from app.db.unit import Unit
from app.models.market import Timeframe
from app.signals.bars import Bars, stamps
from app.signals.market.provider import Quote

_CHUNK: Final = 10_000

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('forexsignals.candles', 0))")

_INSERT: Final = text(
    """
    INSERT INTO candles (pair, timeframe, opened_at, open, high, low, close, source, closed_at)
    SELECT pair, :timeframe, opened_at, open, high, low, close, :source, closed_at
    FROM unnest(:pairs, :times, :opens, :highs, :lows, :closes, :ends)
        AS q (pair, opened_at, open, high, low, close, closed_at)
    ON CONFLICT (pair, timeframe, opened_at) DO NOTHING
    """
).bindparams(
    bindparam("pairs", type_=ARRAY(String)),
    bindparam("times", type_=ARRAY(DateTime(timezone=True))),
    bindparam("ends", type_=ARRAY(DateTime(timezone=True))),
    *(bindparam(name, type_=ARRAY(Numeric(18, 8))) for name in ("opens", "highs", "lows", "closes")),
    bindparam("timeframe", type_=String()),
    bindparam("source", type_=String()),
)

_COUNT: Final = text(
    """
    INSERT INTO candle_series AS known (
        pair, timeframe, source, candles, newest_opened_at, newest_closed_at, revision, updated_at
    )
    SELECT pair, timeframe, (array_agg(source ORDER BY opened_at DESC))[1], count(*), max(opened_at), max(closed_at),
        0, clock_timestamp()
    FROM candles WHERE timeframe = :timeframe AND pair = ANY(:pairs) GROUP BY pair, timeframe
    ON CONFLICT (pair, timeframe) DO UPDATE SET source = excluded.source, candles = excluded.candles,
        newest_opened_at = excluded.newest_opened_at, newest_closed_at = excluded.newest_closed_at,
        updated_at = excluded.updated_at,
        revision = known.revision + CASE WHEN :replaced OR excluded.candles - known.candles <> (
            SELECT count(*) FROM candles c WHERE c.pair = known.pair AND c.timeframe = known.timeframe
                AND c.opened_at > known.newest_opened_at
        ) THEN 1 ELSE 0 END
    """
).bindparams(bindparam("pairs", type_=ARRAY(String)))

_BARS: Final = text(
    """
    SELECT asked.pair, c.source, c.opened_at, c.closed_at,
        c.open::float8, c.high::float8, c.low::float8, c.close::float8
    FROM unnest(:pairs) AS asked (pair)
    CROSS JOIN LATERAL (
        SELECT * FROM candles WHERE pair = asked.pair AND timeframe = :timeframe AND closed_at <= :until
        ORDER BY opened_at DESC LIMIT :most
    ) AS c ORDER BY asked.pair, c.opened_at
    """
).bindparams(bindparam("pairs", type_=ARRAY(String)))

_AROUND: Final = text(
    """
    (SELECT opened_at, open, high, low, close FROM candles
     WHERE pair = :pair AND timeframe = :timeframe AND opened_at <= :at ORDER BY opened_at DESC LIMIT :before)
    UNION ALL
    (SELECT opened_at, open, high, low, close FROM candles
     WHERE pair = :pair AND timeframe = :timeframe AND opened_at > :at AND closed_at <= :until
     ORDER BY opened_at LIMIT :after)
    ORDER BY opened_at
    """
)


async def store_candles(
    unit: Unit, quotes: Iterable[Quote], *, timeframe: Timeframe, source: str, replaced: bool = False
) -> int:
    """Insert the candles that are not there yet, one writer at a time; return how many were new.

    ``replaced``: the caller has removed some to put others in their place.
    """
    await unit.session.execute(_LOCK)
    remaining, new, pairs = iter(quotes), 0, set[str]()
    while chunk := list(islice(remaining, _CHUNK)):
        values = {**_columns(chunk), "timeframe": timeframe, "source": source}
        new += (await unit.session.execute(_INSERT, values)).rowcount  # type: ignore[attr-defined]
        pairs.update(quote.pair for quote in chunk)
    if new:
        touched = sorted(pairs)
        await unit.session.execute(_COUNT, {"timeframe": timeframe, "pairs": touched, "replaced": replaced})
        await publish(unit.session, CandlesArrived(timeframe=timeframe))
    return new


def _columns(chunk: Sequence[Quote]) -> dict[str, list[object]]:
    return {
        "pairs": [q.pair for q in chunk],
        "times": [q.opened_at for q in chunk],
        "opens": [q.open for q in chunk],
        "highs": [q.high for q in chunk],
        "lows": [q.low for q in chunk],
        "closes": [q.close for q in chunk],
        "ends": [q.closed_at for q in chunk],
    }


async def read_bars(
    unit: Unit, pairs: Sequence[str], *, timeframe: Timeframe, until: datetime, most: int = 2**31 - 1
) -> list[Bars]:
    """The newest ``most`` candles of each pair that has any, among those that had closed at ``until``."""
    values = {"pairs": list(pairs), "timeframe": timeframe, "until": until, "most": most}
    rows = (await unit.session.execute(_BARS, values)).all()
    grouped: dict[str, list[tuple[str, datetime, datetime, float, float, float, float]]] = {}
    for pair, *row in rows:
        grouped.setdefault(pair, []).append((*row,))
    return [_bars(pair, timeframe, found) for pair, found in grouped.items()]


def _bars(
    pair: str, timeframe: Timeframe, rows: list[tuple[str, datetime, datetime, float, float, float, float]]
) -> Bars:
    sources, opened, closed, *prices = zip(*rows, strict=True)
    opens, highs, lows, closes = (np.array(column, dtype=np.float64) for column in prices)
    return Bars(pair, timeframe, sources[-1], stamps(list(opened)), stamps(list(closed)), opens, highs, lows, closes)


@dataclass(frozen=True, slots=True)
class StoredCandle:
    opened_at: datetime
    open: float
    high: float
    low: float
    close: float


async def candles_around(
    unit: Unit, *, pair: str, timeframe: str, at: datetime, until: datetime, before: int, after: int
) -> list[StoredCandle]:
    """Candles before (with) and after an opening, as far as they had closed at ``until``; oldest first."""
    values = {"pair": pair, "timeframe": timeframe, "at": at, "until": until, "before": before, "after": after}
    rows = await unit.session.execute(_AROUND, values)
    return [StoredCandle(row[0], *(float(price) for price in row[1:])) for row in rows]
