"""Which bus news travel by, and what a unit of work must know of it."""

from collections.abc import Mapping

import asyncpg
from sqlalchemy.ext.asyncio import AsyncEngine

from app.bus.postgres import PostgresBus
from app.bus.protocol import Bus
from app.bus.publish import BY_OUTBOX
from app.db.engine import connector
from app.db.health import DatabaseHealth
from app.db.unit import Units
from app.settings import Settings


def news_of(settings: Settings) -> Mapping[str, object]:
    """The ``info`` of sessions whose news go to the bus that the settings name."""
    return {BY_OUTBOX: bool(settings.nats_servers)}


def bus_and_units(
    settings: Settings, database_url: str, engine: AsyncEngine, pool: asyncpg.Pool, health: DatabaseHealth
) -> tuple[Bus, Units]:
    """The bus, and units whose news it carries. NATS's client is loaded where it is used."""
    connect = connector(database_url, application_name="forexsignals-bus")
    if not settings.nats_servers:
        return PostgresBus(connect, health), Units(engine, health)
    from app.bus.nats import NatsBus

    bus = NatsBus(settings.nats_servers, connect, pool, health)
    return bus, Units(engine, health, info=news_of(settings), after_commit=bus.outbox.committed)
