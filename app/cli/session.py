"""A unit of work for a command."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from app.db.database import database
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Unit, Units
from app.resources.news import news_of
from app.settings import Settings, load_settings

Answer = TypeVar("Answer")


@asynccontextmanager
async def opened_units(url: str, settings: Settings | None = None) -> AsyncIterator[Units]:
    """Units of work on an engine of their own; with ``settings``, their news go to the bus that those name.

    A running process publishes what such a unit leaves in the table of another bus.
    """
    engine = create_engine(url, pool_size=1, application_name="forexsignals-cli")
    try:
        yield Units(engine, DatabaseHealth(), info=news_of(settings) if settings else None)
    finally:
        await engine.dispose()


@asynccontextmanager
async def opened_unit(url: str, settings: Settings | None = None) -> AsyncIterator[Unit]:
    """One transaction on an engine of its own, as ``opened_units`` gives it."""
    async with opened_units(url, settings) as units, units.open() as unit:
        yield unit


def in_unit(work: Callable[[Unit], Awaitable[Answer]]) -> Answer:
    """Run a command's work as one unit on the configured database. Blocking; runs its own loop."""
    settings = load_settings()

    async def run(url: str) -> Answer:
        async with opened_unit(url, settings) as unit:
            return await work(unit)

    with database(settings) as urls:
        return asyncio.run(run(urls.app))
