"""Candles in PostgreSQL."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Final

import numpy as np
from sqlalchemy import DateTime, Interval, Numeric, String, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY

from app.bus.events import CandlesArrived
from app.bus.publish import publish
from app.db.unit import Unit
from app.models.market import Timeframe
from app.signals.bars import Bars, stamps
from app.signals.market.provider import LENGTHS, Quote
from app.telemetry import get_logger

SUMMER_TIME: Final = timedelta(hours=1)
"""A day from 16:00 to 16:00 may have one hour more than others."""

_CHUNK: Final = 10_000

log = get_logger(__name__)

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('forexsignals.candles', 0))")

# OFFSET keeps the lookup a short walk of the index for each candle, whatever the planner believes of the table.
_MET: Final = text(
    """
    SELECT q.number, bool_or(c.opened_at = q.opened_at) AS is_there
    FROM unnest(:pairs, :times, :ends) WITH ORDINALITY AS q (pair, opened_at, closed_at, number)
    CROSS JOIN LATERAL (
        SELECT opened_at FROM candles WHERE pair = q.pair AND timeframe = :timeframe
            AND opened_at > q.opened_at - :longest AND opened_at < q.closed_at AND closed_at > q.opened_at OFFSET 0
    ) AS c GROUP BY q.number
    """
).bindparams(
    bindparam("pairs", type_=ARRAY(String)),
    bindparam("times", type_=ARRAY(DateTime(timezone=True))),
    bindparam("ends", type_=ARRAY(DateTime(timezone=True))),
    bindparam("timeframe", type_=String()),
    bindparam("longest", type_=Interval()),
)

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

    One whose span shares a part of another's, stored or new, is left out and logged. ``replaced``: the caller has
    removed some to put others in their place.
    """
    await unit.session.execute(_LOCK)
    remaining, new, pairs, left_out = iter(quotes), 0, set[str](), Counter[str]()
    while chunk := list(islice(remaining, _CHUNK)):
        fitting, overlapping = await _fresh(unit, chunk, timeframe)
        values = {**_columns(fitting), "timeframe": timeframe, "source": source}
        new += (await unit.session.execute(_INSERT, values)).rowcount  # type: ignore[attr-defined]
        pairs.update(quote.pair for quote in fitting)
        left_out.update(quote.pair for quote in overlapping)
    if left_out:
        log.warning("overlapping candles left out", source=source, timeframe=timeframe, candles=dict(left_out))
    if new:
        touched = sorted(pairs)
        await unit.session.execute(_COUNT, {"timeframe": timeframe, "pairs": touched, "replaced": replaced})
        await publish(unit.session, CandlesArrived(timeframe=timeframe))
    return new


async def _fresh(unit: Unit, chunk: Sequence[Quote], timeframe: Timeframe) -> tuple[list[Quote], list[Quote]]:
    """Of the candles that are not there yet, those that fit between the stored ones, and those that overlap any."""
    columns = _columns(chunk)
    spans = {name: columns[name] for name in ("pairs", "times", "ends")}
    values = {**spans, "timeframe": timeframe, "longest": LENGTHS[timeframe] + SUMMER_TIME}
    is_there: dict[int, bool] = {row.number: row.is_there for row in await unit.session.execute(_MET, values)}
    overlapping = [quote for number, quote in enumerate(chunk, 1) if is_there.get(number) is False]
    fitting: list[Quote] = []
    absent = (quote for number, quote in enumerate(chunk, 1) if number not in is_there)
    for quote in sorted(absent, key=lambda quote: (quote.pair, quote.opened_at)):
        last = fitting[-1] if fitting else quote
        is_crossed = last.pair == quote.pair and last.opened_at < quote.opened_at < last.closed_at
        (overlapping if is_crossed else fitting).append(quote)
    return fitting, overlapping


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
