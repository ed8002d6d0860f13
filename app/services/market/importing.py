"""Importing candles: all of a file, or nothing of it."""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import DateTime, Interval, RowMapping, bindparam, delete, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.db.unit import Unit
from app.models.market import Candle, Timeframe
from app.services.market.candles import SUMMER_TIME, store_candles
from app.signals.market.candle_file import BadCandleFileError, BadRow, FileCandle
from app.signals.market.provider import LENGTHS

SOURCE: Final = "import"

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('forexsignals.candles', 0))")

_TIMES: Final = (
    bindparam("times", type_=ARRAY(DateTime(timezone=True))),
    bindparam("ends", type_=ARRAY(DateTime(timezone=True))),
)

# OFFSET as in services.market.candles: else a file imported again is met row by row with everything stored.
_MET: Final = text(
    """
    SELECT file.number, c.* FROM unnest(:times, :ends) WITH ORDINALITY AS file (opened_at, closed_at, number)
    CROSS JOIN LATERAL (
        SELECT * FROM candles WHERE pair = :pair AND timeframe = :timeframe AND opened_at > file.opened_at - :longest
            AND opened_at < file.closed_at AND closed_at > file.opened_at OFFSET 0
    ) AS c
    """
).bindparams(*_TIMES, bindparam("longest", type_=Interval()))

_ENDED: Final = text(
    """
    SELECT s.candle_at, GREATEST(r.resolved_at, exit.closed_at) AS decided_at,
        CASE r.status WHEN 'expired' THEN s.expires_at ELSE r.resolved_at END AS judged_until
    FROM signals s
    JOIN signal_resolutions r ON r.model_id = s.model_id AND r.signal_seq = s.seq
    LEFT JOIN LATERAL (
        SELECT closed_at FROM candles c
        WHERE c.pair = s.pair AND c.timeframe = s.timeframe AND c.opened_at > s.candle_at
        ORDER BY c.opened_at LIMIT 1
    ) AS exit ON r.status = 'expired' AND r.resolved_at = s.expires_at AND exit.closed_at > s.expires_at
    WHERE s.pair = :pair AND s.timeframe = :timeframe AND s.candle_at <= :newest ORDER BY s.candle_at
    """
)
"""Signals that have ended: the close of the candle that decided, and until when another one would have been judged.

Where the source left out every candle up to the end of the horizon, the first one after the signal's own decided.
"""

_PRICES: Final = ("open", "high", "low", "close")


@dataclass(frozen=True, slots=True)
class ImportResult:
    """How many candles were new, already there, and replaced."""

    new: int
    unchanged: int
    replaced: int


async def import_candles(
    unit: Unit, candles: Sequence[FileCandle], *, pair: str, timeframe: Timeframe, replace: bool
) -> ImportResult:
    """Store a file's candles. One that contradicts a stored one is a bad row unless ``replace``.

    Once a signal has ended, the candles from its own to the one that decided are never changed or added to.
    Raises BadCandleFileError; nothing is stored then.
    """
    await unit.session.execute(_LOCK)
    stored, overlapping = await _met(unit, candles, pair=pair, timeframe=timeframe)
    same = [c for c in candles if c.quote.opened_at in stored and _agrees(c, stored[c.quote.opened_at])]
    other = [c for c in candles if c.quote.opened_at in stored and not _agrees(c, stored[c.quote.opened_at])]
    fresh = [c for c in candles if c.quote.opened_at not in stored]
    bad = overlapping
    if not replace:
        bad = bad + [BadRow(c.line, "contradicts the stored candle; --replace would replace it") for c in other]
    bad = bad + await _stood_on(unit, [*fresh, *(other if replace else ())], pair=pair, timeframe=timeframe)
    if bad:
        raise BadCandleFileError(sorted(bad, key=lambda row: row.line))
    await _remove(unit, [c.quote.opened_at for c in other], pair=pair, timeframe=timeframe)
    changed = [c.quote for c in (*fresh, *other)]
    await store_candles(unit, changed, timeframe=timeframe, source=SOURCE, replaced=bool(other))
    return ImportResult(new=len(fresh), unchanged=len(same), replaced=len(other))


def _agrees(candle: FileCandle, stored: RowMapping) -> bool:
    return all(stored[name] == getattr(candle.quote, name) for name in _PRICES)


def _spans(candles: Sequence[FileCandle], pair: str, timeframe: Timeframe) -> dict[str, object]:
    quotes = [candle.quote for candle in candles]
    times, ends = [quote.opened_at for quote in quotes], [quote.closed_at for quote in quotes]
    return {"times": times, "ends": ends, "pair": pair, "timeframe": timeframe}


async def _met(
    unit: Unit, candles: Sequence[FileCandle], *, pair: str, timeframe: Timeframe
) -> tuple[dict[datetime, RowMapping], list[BadRow]]:
    """The stored candles at the file's openings, and the rows whose span another stored candle shares in part."""
    values = _spans(candles, pair, timeframe) | {"longest": LENGTHS[timeframe] + SUMMER_TIME}
    rows = (await unit.session.execute(_MET, values)).mappings().all()
    stored, bad = {}, {}
    for row in rows:
        candle = candles[row["number"] - 1]
        if row["opened_at"] == candle.quote.opened_at:
            stored[row["opened_at"]] = row
        else:
            opened = row["opened_at"].isoformat()
            bad[candle.line] = BadRow(candle.line, f"overlaps the candle from {row['source']} that opened at {opened}")
    return stored, list(bad.values())


async def _stood_on(unit: Unit, candles: Sequence[FileCandle], *, pair: str, timeframe: Timeframe) -> list[BadRow]:
    """The rows that lie between the candle of a signal that has ended and the one that decided, with both."""
    ordered = sorted(candles, key=lambda candle: candle.quote.opened_at)
    if not ordered:
        return []
    values = {"pair": pair, "timeframe": timeframe, "newest": ordered[-1].quote.opened_at}
    ended = deque((await unit.session.execute(_ENDED, values)).all())
    decided_at = judged_until = datetime.min.replace(tzinfo=UTC)
    bad = []
    for candle in ordered:
        while ended and ended[0].candle_at <= candle.quote.opened_at:
            signal = ended.popleft()
            decided_at, judged_until = max(decided_at, signal.decided_at), max(judged_until, signal.judged_until)
        if candle.quote.opened_at < decided_at or candle.quote.closed_at <= judged_until:
            bad.append(BadRow(candle.line, "a signal that has ended stands on this moment"))
    return bad


async def _remove(unit: Unit, times: Sequence[datetime], *, pair: str, timeframe: Timeframe) -> None:
    if times:
        here = (col(Candle.pair) == pair, col(Candle.timeframe) == timeframe, col(Candle.opened_at).in_(times))
        await unit.session.execute(delete(Candle).where(*here))
