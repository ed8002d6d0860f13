"""What `/readyz` says around a release."""

from pathlib import Path

import asyncpg
import httpx
import pytest

from app.db.database import DatabaseUrls
from app.resources import Resources
from tests.servers import server_process


async def _set_revision(database: DatabaseUrls, revision: str) -> None:
    connection = await asyncpg.connect(database.owner)
    await connection.execute("UPDATE alembic_version SET version_num = $1", revision)
    await connection.close()


async def test_who_leaves_is_not_ready_and_keeps_no_connection(client: httpx.AsyncClient, resources: Resources) -> None:
    assert "connection" not in (await client.get("/readyz")).headers
    resources.leaving.has_begun = True
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "database": True, "migrations": True, "listener": True}
    for path in ("/healthz", "/api/app", "/", "/nothing"):
        assert (await client.get(path)).headers["connection"] == "close", path
    assert (await client.get("/api/app")).status_code == 200


@pytest.mark.slow
async def test_the_release_before_starts_on_the_newer_schema_where_it_does_not_migrate(
    database: DatabaseUrls, tmp_path: Path
) -> None:
    """A rollback: the schema stays."""
    await _set_revision(database, "from-tomorrow")
    with server_process(tmp_path, database, arguments=("--no-migrate",)) as server:
        async with httpx.AsyncClient(base_url=server.url) as client:
            assert (await client.get("/readyz")).status_code == 200
            assert (await client.get("/")).status_code == 200
