"""Filling the market: candles from the provider as they close, models from a training process."""

import asyncio
import os
import sys
from typing import Final

from app.errors import DatabaseUnavailable
from app.models.market import Timeframe
from app.resources import Resources
from app.resources.leader import Lock, lead_for_ever
from app.services.market.learning import learnable, out_of_date, settle_clocks
from app.services.market.loading import is_loading, load_candles, loading_turn
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

BUSY: Final = 60.0
"""Seconds until another process, which loads at the moment, is done or dead; a plan's credits count by the minute."""

Learnable = dict[Timeframe, dict[str, DataRange]]
"""By timeframe and pair, the candles that may be learnt from."""

log = get_logger(__name__)


async def feed_market(resources: Resources) -> None:
    """Load candles whenever new ones can have closed, for ever; a source that is away is asked again.

    One process of a database does: each of them would spend the plan's credits. The others wait for its end.
    """
    provider = provider_of(resources.settings)
    if provider is None:
        return

    async def work(lock: Lock) -> None:
        log.info("this process feeds the market", source=provider.name)
        await _feed(resources, provider, lock)

    await lead_for_ever(resources, "feeder", work)


async def _feed(resources: Resources, provider: MarketDataProvider, lock: Lock) -> None:
    """Load until the connection that holds the lock is gone."""
    while not lock.is_closed():
        pause = await _load(resources, provider, lock)
        await asyncio.sleep(pause)


async def _load(resources: Resources, provider: MarketDataProvider, lock: Lock) -> float:
    """Load what is new unless a command does; return the seconds until the next candle of this timeframe closes."""
    try:
        async with loading_turn(lock) as is_held:
            new = await load_candles(resources.units, provider) if is_held else 0
    except MarketDataError as error:
        log.warning("the market data provider does not answer; asking again", seconds=RETRY, why=str(error))
        return RETRY
    except Exception as error:
        if lock.is_closed() or isinstance(error, DatabaseUnavailable):
            raise
        log.exception("candles could not be loaded; trying again", seconds=RETRY)
        return RETRY
    if new:
        log.info("candles loaded", source=provider.name, new=new)
    async with resources.units.open() as unit:
        now = (await unit.now()).timestamp()
    length = LENGTHS[provider.timeframe].total_seconds()
    return min(length - now % length + SETTLING, LONGEST if is_held else BUSY)


async def keep_trained(resources: Resources) -> None:
    """Train what is missing or out of date, at start and whenever candles have arrived, all of them together."""
    arrivals = resources.hub.candles_arrived.listener()
    store = Store(resources.settings.data_dir / "models")
    available: Learnable | None = {}
    tried: Learnable | None = None
    while True:
        try:
            await resources.health.wait()
            available = await _learnable(resources)
            if available is None:
                log.debug("training waits for candles that are being loaded")
            elif available != tried and await asyncio.to_thread(_is_out_of_date, store, available):
                tried = available if await _train(resources) else None
            await record_backtests(resources.units, store)
        except DatabaseUnavailable:
            pass
        except Exception:
            log.exception("training failed and will be tried again", seconds=RETRY)
        await asyncio.sleep(SETTLING)
        if available is not None:
            await arrivals.wait(within=RETRY)


async def _learnable(resources: Resources) -> Learnable | None:
    """None while candles are being loaded: a model that is trained on half of them would soon be trained again."""
    async with resources.units.open() as unit:
        timeframes = await settle_clocks(unit, replays=resources.settings.replay_speed > 0)
        if await is_loading(unit):
            return None
        return {timeframe: await learnable(unit, timeframe) for timeframe in timeframes}


def _is_out_of_date(store: Store, available: Learnable) -> bool:
    return any(
        ranges and out_of_date({model_id: store.manifest(model_id, timeframe) for model_id in STRATEGIES}, ranges)
        for timeframe, ranges in available.items()
    )


async def _train(resources: Resources) -> bool:
    """Run the training command, passing on its lines; tell whether it ended well. This process loads no learner.

    The command loads no candles: that is the feeder's, which counts the credits.
    """
    environment = {**os.environ, "DATA_DIR": str(resources.settings.data_dir)}
    child = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "app.cli",
        "train",
        "--no-load",
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
