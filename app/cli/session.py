"""A unit of work for a command."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

from app.db.database import database
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Unit, Units
from app.settings import load_settings

Answer = TypeVar("Answer")


@asynccontextmanager
async def opened_units(url: str) -> AsyncIterator[Units]:
    """Units of work on an engine of their own."""
    engine = create_engine(url, pool_size=1, application_name="forexsignals-cli")
    try:
        yield Units(engine, DatabaseHealth())
    finally:
        await engine.dispose()


@asynccontextmanager
async def opened_unit(url: str) -> AsyncIterator[Unit]:
    """One transaction on an engine of its own."""
    async with opened_units(url) as units, units.open() as unit:
        yield unit


def in_unit(work: Callable[[Unit], Awaitable[Answer]]) -> Answer:
    """Run a command's work as one unit on the configured database. Blocking; runs its own loop."""
    settings = load_settings()

    async def run(url: str) -> Answer:
        async with opened_unit(url) as unit:
            return await work(unit)

    with database(settings) as urls:
        return asyncio.run(run(urls.app))
