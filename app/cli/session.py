"""A unit of work for a command."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Unit, Units


@asynccontextmanager
async def opened_unit(url: str) -> AsyncIterator[Unit]:
    """One transaction on an engine of its own."""
    engine = create_engine(url, pool_size=1, application_name="forexsignals-cli")
    try:
        async with Units(engine, DatabaseHealth()).open() as unit:
            yield unit
    finally:
        await engine.dispose()
