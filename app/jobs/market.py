"""Filling the market: candles from the provider, models from a training process."""

import asyncio
import os
import sys
from typing import Final

from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.services.candles import newest_stored, store_candles
from app.signals.market.provider import PROVIDERS, MarketDataProvider, Quote
from app.signals.strategies import STRATEGIES
from app.telemetry import get_logger

RETRY: Final = 30.0
log = get_logger(__name__)


async def prepare_market(resources: Resources) -> None:
    """Load candles that are missing, then train what is missing; try again until both are done."""
    if resources.settings.market_provider not in PROVIDERS:
        return
    provider = PROVIDERS[resources.settings.market_provider]()
    while not await _attempt(resources, provider):
        await asyncio.sleep(RETRY)


async def _attempt(resources: Resources, provider: MarketDataProvider) -> bool:
    try:
        await resources.health.wait()
        await load_candles(resources, provider)
        return await _train(resources)
    except DatabaseUnavailable:
        return False
    except Exception:
        log.exception("the market could not be prepared; trying again", seconds=RETRY)
        return False


async def load_candles(resources: Resources, provider: MarketDataProvider) -> int:
    """Store the provider's candles that are not in the database yet; return how many were new."""
    quotes = await asyncio.to_thread(lambda: list(provider.candles()))
    newest = max(quote.opened_at for quote in quotes)
    async with resources.units.open() as unit:
        if await newest_stored(unit, timeframe=provider.timeframe, source=provider.name) == newest:
            return 0
        log.info("loading candles", source=provider.name, candles=len(quotes))
        new = await store_candles(unit, _ordered(quotes), timeframe=provider.timeframe, source=provider.name)
    log.info("candles loaded", new=new, newest=newest.date().isoformat())
    return new


def _ordered(quotes: list[Quote]) -> list[Quote]:
    """In the order of the key, so that two processes that load at once wait for each other and never deadlock."""
    return sorted(quotes, key=lambda quote: (quote.pair, quote.opened_at))


async def _train(resources: Resources) -> bool:
    """Run the training command, passing on its lines; True when it ended well. This process loads no learner."""
    if all([await asyncio.to_thread(resources.predictors.is_current, model_id) for model_id in STRATEGIES]):
        return True
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
        return await child.wait() == 0
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
