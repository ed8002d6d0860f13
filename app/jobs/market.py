"""Filling the market: candles from the provider as they close, models from a training process."""

import asyncio
import os
import sys
from typing import Final

from app.errors import DatabaseUnavailable
from app.models.market import Timeframe
from app.resources import Resources
from app.services.market.learning import learnable, out_of_date, settle_clocks
from app.services.market.loading import load_candles
from app.services.training import record_backtests
from app.signals.artifacts import DataRange, Store
from app.signals.market.provider import LENGTHS, MarketDataProvider
from app.signals.market.sources import provider_of
from app.signals.market.twelvedata import MarketDataError
from app.signals.strategies import STRATEGIES
from app.telemetry import get_logger

RETRY: Final = 30.0
SETTLING: Final = 3.0
"""Seconds that a source gets to make a candle ready after its close, and candles to arrive together."""

LONGEST: Final = 3600.0

Learnable = dict[Timeframe, dict[str, DataRange]]
"""By timeframe and pair, the candles that may be learnt from."""

log = get_logger(__name__)


async def feed_market(resources: Resources) -> None:
    """Load candles whenever new ones can have closed, for ever; a source that is away is asked again."""
    provider = provider_of(resources.settings)
    while provider is not None:
        pause = await _load(resources, provider)
        await asyncio.sleep(pause)


async def _load(resources: Resources, provider: MarketDataProvider) -> float:
    """Load what is new; return the seconds until the next candle of this timeframe closes."""
    try:
        await resources.health.wait()
        new = await load_candles(resources.units, provider)
        if new:
            log.info("candles loaded", source=provider.name, new=new)
    except DatabaseUnavailable:
        return 1.0
    except MarketDataError as error:
        log.warning("the market data provider does not answer; asking again", seconds=RETRY, why=str(error))
        return RETRY
    except Exception:
        log.exception("candles could not be loaded; trying again", seconds=RETRY)
        return RETRY
    async with resources.units.open() as unit:
        now = (await unit.now()).timestamp()
    length = LENGTHS[provider.timeframe].total_seconds()
    return min(length - now % length + SETTLING, LONGEST)


async def keep_trained(resources: Resources) -> None:
    """Train what is missing or out of date, at start and whenever candles have arrived."""
    arrivals = resources.hub.candles_arrived.listener()
    store = Store(resources.settings.data_dir / "models")
    tried: Learnable | None = None
    while True:
        try:
            await resources.health.wait()
            available = await _learnable(resources)
            if available != tried and await asyncio.to_thread(_is_out_of_date, store, available):
                tried = available if await _train(resources) else None
            await record_backtests(resources.units, store)
        except DatabaseUnavailable:
            pass
        except Exception:
            log.exception("training failed and will be tried again", seconds=RETRY)
        await asyncio.sleep(SETTLING)
        await arrivals.wait(within=RETRY)


async def _learnable(resources: Resources) -> Learnable:
    async with resources.units.open() as unit:
        timeframes = await settle_clocks(unit, replays=resources.settings.replay_speed > 0)
        return {timeframe: await learnable(unit, timeframe) for timeframe in timeframes}


def _is_out_of_date(store: Store, available: Learnable) -> bool:
    return any(
        ranges and out_of_date({model_id: store.manifest(model_id, timeframe) for model_id in STRATEGIES}, ranges)
        for timeframe, ranges in available.items()
    )


async def _train(resources: Resources) -> bool:
    """Run the training command, passing on its lines; tell whether it ended well. This process loads no learner."""
    environment = {**os.environ, "DATA_DIR": str(resources.settings.data_dir)}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        "train",
        stdout=asyncio.subprocess.PIPE,
        env=environment,
        start_new_session=True,
    )
    try:
        assert child.stdout is not None  # noqa: S101 - it was asked for
        async for line in child.stdout:
            log.info("training", progress=line.decode(errors="replace").strip())
        if await child.wait() == 0:
            return True
        log.warning("the training process failed; trying again", status=child.returncode, seconds=RETRY)
        await asyncio.sleep(RETRY)
        return False
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
