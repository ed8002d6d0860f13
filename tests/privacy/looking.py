"""Looking through the whole database, behind the product's back."""

import json
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from datetime import datetime

import asyncpg

from app.db.database import DatabaseUrls
from tests.factories import Json


@asynccontextmanager
async def connected(database: DatabaseUrls) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(database.owner)
    try:
        yield connection
    finally:
        await connection.close()


async def tables(connection: asyncpg.Connection) -> list[str]:
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
    return [row["tablename"] for row in rows]


async def places(database: DatabaseUrls, *needles: str) -> set[str]:
    """``table.column`` of every value that holds one of the texts, bytes included."""
    found: set[str] = set()
    async with connected(database) as connection:
        for table in await tables(connection):
            for row in await connection.fetch(f'SELECT to_jsonb(t)::text AS row FROM "{table}" t'):
                held = json.loads(row["row"]).items()
                found |= {f"{table}.{column}" for column, value in held if _holds(value, needles)}
    return found


def _holds(value: Json, needles: Collection[str]) -> bool:
    text = json.dumps(value, ensure_ascii=False)
    return any(needle in text or needle.encode().hex() in text for needle in needles)


async def rows_of(connection: asyncpg.Connection, table: str, owner: str, telegram_id: int) -> list[dict[str, Json]]:
    query = f'SELECT to_jsonb(t)::text AS row FROM "{table}" t WHERE "{owner}" = $1'
    return [json.loads(row["row"]) for row in await connection.fetch(query, telegram_id)]


def plain(value: Json) -> Json:
    """The same for a moment in any of its spellings."""
    if isinstance(value, str):
        try:
            return datetime.fromisoformat(value)
        except ValueError:
            return value
    return value
