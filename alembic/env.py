"""Alembic's entry: async, one process at a time, in the project's naming convention."""

import asyncio

from sqlalchemy import Column, Connection, Index, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import SchemaItem

import app.models  # noqa: F401 - registers the tables
from alembic import context
from app.db.database import database
from app.db.engine import connector
from app.db.metadata import Table
from app.db.migrate import MIGRATION_LOCK
from app.settings import load_settings

_LOCK = text(f"SELECT pg_advisory_lock({MIGRATION_LOCK})")
_UNLOCK = text(f"SELECT pg_advisory_unlock({MIGRATION_LOCK})")


def _is_compared(
    thing: SchemaItem,
    _name: str | None,
    _kind: str,
    reflected: bool,  # noqa: FBT001 - as it is called
    counterpart: SchemaItem | None,
) -> bool:
    """Indexes on expressions are written by hand in migrations: their text is not given back as it was written."""
    by_hand = isinstance(thing, Index) and not all(isinstance(part, Column) for part in thing.expressions)
    return not (by_hand and reflected and counterpart is None)


def _migrate(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Table.metadata,
        compare_server_default=True,
        include_object=_is_compared,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


async def _run(url: str) -> None:
    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=connector(url, application_name="forexsignals-migrate"),
        poolclass=NullPool,
    )
    try:
        async with engine.connect() as connection:
            await connection.execute(_LOCK)
            await connection.commit()
            try:
                await connection.run_sync(_migrate)
                await connection.commit()
            finally:
                await connection.rollback()
                await connection.execute(_UNLOCK)
    finally:
        await engine.dispose()


if url := context.config.attributes.get("url"):
    asyncio.run(_run(url))
else:
    with database(load_settings()) as urls:
        asyncio.run(_run(urls.owner))
