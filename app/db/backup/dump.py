"""Reading everything at one moment: the dump and the counts in its note are of one snapshot."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Final

import asyncpg

from app.db.backup.archive import Snapshot
from app.db.backup.tools import BackupError, run

KEPT_PREFIX: Final = "before_"
"""Schemas of what a restore has replaced; no backup has them."""

_TABLES: Final = """
SELECT quote_ident(relname) AS name FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relpersistence = 'p' ORDER BY relname
"""


async def dump_to(dump: Path, url: str, *, say: Callable[[str], None]) -> Snapshot:
    """Dump the database of ``url`` as it is at one moment. Whoever writes meanwhile waits for nothing.

    Raises BackupError.
    """
    connection = await asyncpg.connect(url, server_settings={"application_name": "forexsignals-backup"})
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            snapshot = await connection.fetchval("SELECT pg_export_snapshot()")
            made_at = await connection.fetchval("SELECT transaction_timestamp()")
            rows = await count_rows(connection)
            if "alembic_version" not in rows:
                raise BackupError("not_migrated", "There is nothing to back up: the database has no schema of ours")
            revision = await connection.fetchval("SELECT version_num FROM alembic_version")
            say(f"dumping {sum(rows.values()):,} rows of {len(rows)} tables")
            keep_out = f"--exclude-schema={KEPT_PREFIX}*"
            how = ("--format=custom", f"--file={dump}", f"--snapshot={snapshot}", keep_out)
            await asyncio.to_thread(run, "pg_dump", url, *how)
            return Snapshot(made_at, revision, await connection.fetchval("SHOW server_version"), rows)
    finally:
        await connection.close()


async def count_rows(connection: asyncpg.Connection) -> dict[str, int]:
    """How many rows each table has; not those that the server empties after a crash, which hold news of seconds."""
    names = [row["name"] for row in await connection.fetch(_TABLES)]
    return {
        name: await connection.fetchval(f"SELECT count(*) FROM public.{name}")  # noqa: S608 - names of the catalogue
        for name in names
    }
