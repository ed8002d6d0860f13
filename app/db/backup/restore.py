"""Putting a dump into a database: beside what is there, so that a failure at any line leaves what was there.

The schema ``public`` is renamed, a new one is filled in one transaction and looked at, and only then is the restore
over. What was replaced stays under its new name until somebody drops it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import asyncpg

from app.db.backup.archive import Manifest
from app.db.backup.dump import KEPT_PREFIX, count_rows
from app.db.backup.tools import BackupError, run

EXTENSION: Final = "pg_trgm"
"""Its functions are in ``public`` and move with it."""

_OTHERS: Final = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE 'forexsignals%' AND pid <> pg_backend_pid()
"""

_HAS_EXTENSION: Final = "SELECT EXISTS (SELECT FROM pg_extension WHERE extname = $1)"


@asynccontextmanager
async def replaced(url: str, *, allowed: bool) -> AsyncIterator[str | None]:
    """Move what is in ``public`` aside for a block; put it back where the block fails.

    Gives the name that it has then, None where there was nothing. Raises BackupError where there is something and that
    is not ``allowed``, or while processes of ours use the database.
    """
    connection = await asyncpg.connect(url, server_settings={"application_name": "forexsignals-restore"})
    try:
        await _refuse_in_use(connection)
        is_empty = not await connection.fetchval("SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')")
        if not is_empty and not allowed:
            raise BackupError("not_empty", "The database is not empty; --replace moves what is there aside")
        kept = None if is_empty else f"{KEPT_PREFIX}{datetime.now(UTC):%Y%m%d_%H%M%S}"
        if kept is not None:
            await _move_aside(connection, kept)
        try:
            yield kept
        except BaseException:
            await _take_back(connection, kept)
            raise
    finally:
        await connection.close()


async def restore_from(dump: Path, manifest: Manifest, url: str) -> None:
    """Fill the empty schema in one transaction and count what has arrived. Raises BackupError."""
    whole = ("--single-transaction", "--exit-on-error", "--no-owner", "--no-privileges")
    await asyncio.to_thread(run, "pg_restore", url, f"--dbname={await _database(url)}", *whole, str(dump))
    connection = await asyncpg.connect(url)
    try:
        arrived = await count_rows(connection)
    finally:
        await connection.close()
    if arrived != manifest.rows:
        wrong = sorted(name for name in arrived | manifest.rows if arrived.get(name) != manifest.rows.get(name))
        raise BackupError("rows_missing", f"Not every row has arrived: {', '.join(wrong)}")


async def refuse_in_use(url: str) -> None:
    """Raise BackupError while processes of ours use the database."""
    connection = await asyncpg.connect(url, server_settings={"application_name": "forexsignals-recovered"})
    try:
        await _refuse_in_use(connection)
    finally:
        await connection.close()


async def _refuse_in_use(connection: asyncpg.Connection) -> None:
    if others := await connection.fetchval(_OTHERS):
        raise BackupError("in_use", f"{others} connections of running processes use the database: stop them first")


async def _database(url: str) -> str:
    connection = await asyncpg.connect(url)
    try:
        name: str = await connection.fetchval("SELECT current_database()")
    finally:
        await connection.close()
    return name


async def _take_back(connection: asyncpg.Connection, kept: str | None) -> None:
    async with connection.transaction():
        if kept is not None and await connection.fetchval(_HAS_EXTENSION, EXTENSION):
            await connection.execute(f"ALTER EXTENSION {EXTENSION} SET SCHEMA {kept}")
        await connection.execute("DROP SCHEMA public CASCADE")
        if kept is None:
            await connection.execute("CREATE SCHEMA public")
        else:
            await connection.execute(f"ALTER SCHEMA {kept} RENAME TO public")


async def _move_aside(connection: asyncpg.Connection, kept: str) -> None:
    async with connection.transaction():
        await connection.execute(f"ALTER SCHEMA public RENAME TO {kept}")
        await connection.execute("CREATE SCHEMA public")
        if await connection.fetchval(_HAS_EXTENSION, EXTENSION):
            await connection.execute(f"ALTER EXTENSION {EXTENSION} SET SCHEMA public")
