"""Importing candles: all of a file, or nothing of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import DateTime, bindparam, delete, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from app.db.unit import Unit
from app.models.signals import Candle, Signal, Timeframe
from app.services.candles import store_candles
from app.signals.market.candle_file import BadCandleFileError, BadRow, FileCandle

SOURCE: Final = "import"

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('forexsignals.candles.' || :pair, 0))")
_STORED: Final = text(
    "SELECT * FROM candles WHERE pair = :pair AND timeframe = :timeframe AND opened_at = ANY(:times)"
).bindparams(bindparam("times", type_=ARRAY(DateTime(timezone=True))))


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

    A candle on whose close a signal was published is never replaced. Raises BadCandleFileError; nothing is stored then.
    """
    await unit.session.execute(_LOCK, {"pair": pair})
    times = [candle.quote.opened_at for candle in candles]
    values = {"pair": pair, "timeframe": timeframe, "times": times}
    stored = {row["opened_at"]: row for row in (await unit.session.execute(_STORED, values)).mappings()}
    known = [candle for candle in candles if candle.quote.opened_at in stored]
    other = [c for c in known if any(stored[c.quote.opened_at][name] != getattr(c.quote, name) for name in _PRICES)]
    bad = await _irreplaceable(unit, other, pair=pair, timeframe=timeframe) if replace else _contradictions(other)
    if bad:
        raise BadCandleFileError(bad)
    await _remove(unit, [candle.quote.opened_at for candle in other], pair=pair, timeframe=timeframe)
    quotes = [candle.quote for candle in candles]
    added = await store_candles(unit, quotes, timeframe=timeframe, source=SOURCE)
    return ImportResult(new=added - len(other), unchanged=len(known) - len(other), replaced=len(other))


_PRICES: Final = ("open", "high", "low", "close")


def _contradictions(other: Sequence[FileCandle]) -> list[BadRow]:
    return [BadRow(c.line, "contradicts the stored candle; --replace would replace it") for c in other]


async def _irreplaceable(unit: Unit, other: Sequence[FileCandle], *, pair: str, timeframe: Timeframe) -> list[BadRow]:
    times = [candle.quote.opened_at for candle in other]
    published = select(col(Signal.candle_at)).where(
        col(Signal.pair) == pair, col(Signal.timeframe) == timeframe, col(Signal.candle_at).in_(times)
    )
    fixed = set((await unit.session.execute(published)).scalars())
    return [BadRow(c.line, "a published signal stands on this candle") for c in other if c.quote.opened_at in fixed]


async def _remove(unit: Unit, times: Sequence[datetime], *, pair: str, timeframe: Timeframe) -> None:
    if times:
        here = (col(Candle.pair) == pair, col(Candle.timeframe) == timeframe, col(Candle.opened_at).in_(times))
        await unit.session.execute(delete(Candle).where(*here))
