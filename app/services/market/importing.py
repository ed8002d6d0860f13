"""Importing candles: all of a file, or nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import DateTime, Interval, RowMapping, bindparam, delete, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.db.unit import Unit
from app.models.market import Candle, Timeframe
from app.services.market.candles import store_candles
from app.signals.market.candle_file import BadCandleFileError, BadRow, FileCandle
from app.signals.market.provider import LENGTHS

SOURCE: Final = "import"

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('forexsignals.candles', 0))")

_TIMES: Final = (
    bindparam("times", type_=ARRAY(DateTime(timezone=True))),
    bindparam("ends", type_=ARRAY(DateTime(timezone=True))),
)

_MET: Final = text(
    """
    SELECT file.number, c.* FROM unnest(:times, :ends) WITH ORDINALITY AS file (opened_at, closed_at, number)
    JOIN candles c ON c.pair = :pair AND c.timeframe = :timeframe
        AND c.opened_at < file.closed_at AND c.closed_at > file.opened_at
        AND c.opened_at > file.opened_at - :longest
    """
).bindparams(*_TIMES, bindparam("longest", type_=Interval()))

_STOOD_ON: Final = text(
    """
    SELECT DISTINCT file.opened_at FROM unnest(:times, :ends) AS file (opened_at, closed_at)
    JOIN signals s ON s.pair = :pair AND s.timeframe = :timeframe AND s.candle_at <= file.opened_at
        AND s.expires_at >= file.closed_at
    JOIN signal_resolutions r ON r.model_id = s.model_id AND r.signal_seq = s.seq
    WHERE CASE r.status WHEN 'expired' THEN s.expires_at ELSE r.resolved_at END >= file.closed_at
    """
).bindparams(*_TIMES)

_SUMMER_TIME: Final = timedelta(hours=1)
"""A day from 16:00 to 16:00 may have one hour more than others."""

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
    values = _spans(candles, pair, timeframe) | {"longest": LENGTHS[timeframe] + _SUMMER_TIME}
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
    fixed = set((await unit.session.execute(_STOOD_ON, _spans(candles, pair, timeframe))).scalars())
    why = "a signal that has ended stands on this moment"
    return [BadRow(c.line, why) for c in candles if c.quote.opened_at in fixed]


async def _remove(unit: Unit, times: Sequence[datetime], *, pair: str, timeframe: Timeframe) -> None:
    if times:
        here = (col(Candle.pair) == pair, col(Candle.timeframe) == timeframe, col(Candle.opened_at).in_(times))
        await unit.session.execute(delete(Candle).where(*here))
