"""What models may learn from: the candles of each pair up to where a replay begins, or up to now."""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import text

from app.db.unit import Unit
from app.models.market import Timeframe
from app.services.market.clock import learning_end, settle_clock
from app.services.market.series import ENOUGH, all_series, signal_series
from app.signals.artifacts import DataRange, Manifest
from app.signals.strategies import STRATEGIES

_RANGES: Final = text(
    """
    SELECT c.pair, k.source, k.revision, count(*) AS candles, min(c.closed_at) AS first, max(c.closed_at) AS last
    FROM candles c JOIN candle_series k ON k.pair = c.pair AND k.timeframe = c.timeframe
    WHERE c.timeframe = :timeframe AND c.closed_at <= :until AND k.candles >= :enough
    GROUP BY c.pair, k.source, k.revision ORDER BY c.pair
    """
)


async def settle_clocks(unit: Unit, *, replays: bool) -> list[Timeframe]:
    """Set the clock of every timeframe that signals are made on, and return those timeframes, finest first."""
    timeframes = sorted({series.timeframe for series in (await signal_series(unit)).values()})
    for timeframe in sorted({series.timeframe for series in await all_series(unit)}):
        await settle_clock(unit, timeframe, replays=replays and timeframe in timeframes)
    return timeframes


async def learnable(unit: Unit, timeframe: Timeframe) -> dict[str, DataRange]:
    """By pair, the candles of a timeframe that may be learnt from."""
    values = {"timeframe": timeframe, "until": await learning_end(unit, timeframe), "enough": ENOUGH}
    rows = (await unit.session.execute(_RANGES, values)).mappings()
    return {
        row["pair"]: DataRange(
            source=row["source"],
            candles=row["candles"],
            first_closed_at=row["first"].isoformat(),
            last_closed_at=row["last"].isoformat(),
            revision=row["revision"],
        )
        for row in rows
    }


def out_of_date(manifests: Mapping[str, Manifest | None], available: Mapping[str, DataRange]) -> list[str]:
    """The models that are not trained, or not on what is available now, in the order of training."""
    return [
        model_id
        for model_id in STRATEGIES
        if (manifest := manifests.get(model_id)) is None or not manifest.is_current(available)
    ]
