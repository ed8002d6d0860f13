"""The market's clock: the real one, or a replay that walks through the newest part of the history.

A replay stands in the database, one for each timeframe, so that every process sees the same moment and a restart goes
on where it stopped. One process steps it (see the scheduler). Nothing that closed after its moment is seen by anything.
"""

from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert

from app.db.unit import Unit
from app.models.market import ReplayClock, Timeframe

WALK: Final = 520
"""Candles that a replay walks through: two years of days."""

LARGEST_SHARE: Final = 5
"""A walk takes at most one part in so many of the history; the rest is learnt from."""

_MOMENT: Final = text(
    """
    SELECT coalesce((SELECT moment FROM replay_clocks WHERE timeframe = :timeframe AND is_running), clock_timestamp())
    """
)

_LEARNT_UNTIL: Final = text(
    """
    SELECT coalesce((SELECT began_at FROM replay_clocks WHERE timeframe = :timeframe AND is_running), clock_timestamp())
    """
)

_BEGINNING: Final = text(
    """
    WITH closes AS (
        SELECT DISTINCT closed_at FROM candles WHERE timeframe = :timeframe AND closed_at <= clock_timestamp()
    )
    SELECT closed_at FROM closes ORDER BY closed_at DESC
    OFFSET (SELECT least(CAST(:walk AS bigint), count(*) / CAST(:share AS bigint)) FROM closes) LIMIT 1
    """
)

# One statement, so that a process that comes late does not put back what another has resumed and stepped. A forged time
# of the future moves nothing: what honest candles decide has closed.
_RESUME: Final = text(
    """
    UPDATE replay_clocks SET is_running = true, moment = greatest(moment, (
        SELECT max(greatest(c.closed_at, r.resolved_at))
        FROM signals s
        JOIN candles c ON c.pair = s.pair AND c.timeframe = s.timeframe AND c.opened_at = s.candle_at
            AND c.closed_at <= clock_timestamp()
        LEFT JOIN signal_resolutions r ON r.model_id = s.model_id AND r.signal_seq = s.seq
            AND r.resolved_at <= clock_timestamp()
        WHERE s.timeframe = replay_clocks.timeframe
    )) WHERE timeframe = :timeframe AND NOT is_running
    """
)

_NEXT: Final = text(
    """
    SELECT min(closed_at) FROM candles
    WHERE timeframe = :timeframe AND closed_at > :moment AND closed_at <= clock_timestamp()
    """
)


async def market_moment(unit: Unit, timeframe: Timeframe) -> datetime:
    """Now, as the market of this timeframe sees it."""
    found: datetime = (await unit.session.execute(_MOMENT, {"timeframe": timeframe})).scalar_one()
    return found


async def learning_end(unit: Unit, timeframe: Timeframe) -> datetime:
    """What closed after this moment may not be learnt from: the replay's beginning, or now."""
    found: datetime = (await unit.session.execute(_LEARNT_UNTIL, {"timeframe": timeframe})).scalar_one()
    return found


async def settle_clock(unit: Unit, timeframe: Timeframe, *, replays: bool) -> None:
    """Let the clock of a timeframe run, or put the real one in its place.

    A replay that has run before goes on where it stood, or after whatever was published or ended since by the real
    clock: none of that may lie in its future.
    """
    clock = await unit.session.get(ReplayClock, timeframe)
    if clock is not None:
        if replays and not clock.is_running:
            await unit.session.flush()
            await unit.session.execute(_RESUME, {"timeframe": timeframe})
            await unit.session.refresh(clock)
        clock.is_running = replays
        return
    if not replays:
        return
    values = {"timeframe": timeframe, "walk": WALK, "share": LARGEST_SHARE}
    beginning = (await unit.session.execute(_BEGINNING, values)).scalar_one_or_none()
    if beginning is None:
        return
    start = insert(ReplayClock).values(
        timeframe=timeframe, began_at=beginning, moment=beginning, is_running=True, stepped_at=await unit.now()
    )
    await unit.session.execute(start.on_conflict_do_nothing())


async def step_clock(unit: Unit, timeframe: Timeframe) -> datetime | None:
    """Go on to the next close; return it, or None where the replay has reached the newest candle or does not run."""
    clock = await unit.session.get(ReplayClock, timeframe, with_for_update=True, populate_existing=True)
    if clock is None or not clock.is_running:
        return None
    found = await unit.session.execute(_NEXT, {"timeframe": timeframe, "moment": clock.moment})
    moment: datetime | None = found.scalar_one()
    if moment is not None:
        clock.moment, clock.stepped_at = moment, await unit.now()
    return moment
