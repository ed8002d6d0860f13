"""Back to a moment: a base copy and the archived log bring the database to just before a mistake."""

import os
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest

from app.cli.serve import prepare_database
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres, process
from app.db.embedded.server import OWNER
from tests.commands import run_command
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, PAID_MODEL, audit, grant, history, revoke, sign_in
from tests.published import publish
from tests.servers import until

pytestmark = pytest.mark.slow


def _urls(server: EmbeddedPostgres) -> DatabaseUrls:
    return DatabaseUrls(app=server.urls.app, owner=server.urls.owner)


def _folder(path: Path) -> Path:
    path.mkdir()
    if process.needs_chown():
        os.chown(path, process.NOBODY, process.NOBODY)
    return path


@pytest.fixture
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _folder(tmp_path_factory.mktemp("archive") / "log")


@pytest.fixture
def live(tmp_path_factory: pytest.TempPathFactory, archive: Path) -> Iterator[EmbeddedPostgres]:
    """A server of its own that archives its log, as docs/recovery.md sets it up."""
    settings = {"archive_mode": "on", "archive_command": f"test ! -f {archive}/%f && cp %p {archive}/%f"}
    with EmbeddedPostgres.join(tmp_path_factory.mktemp("live"), settings=settings) as server:
        prepare_database(_urls(server))
        yield server


def _copy(server: EmbeddedPostgres, directory: Path) -> None:
    target = _folder(directory / "data")
    target.chmod(0o700)
    source = f"host={server.socket} user={OWNER}"
    how = ("--wal-method", "none", "--checkpoint", "fast", "--no-manifest")
    process.run("pg_basebackup", "--dbname", source, "--pgdata", str(target), *how, privileged=False)


def _aim(directory: Path, archive: Path, moment: str) -> None:
    """Tell a copy to read the archived log up to a moment and to go on from there as a primary."""
    with (directory / "data" / "postgresql.auto.conf").open("a") as settings:
        settings.write(f"restore_command = 'cp {archive}/%f %p'\n")
        settings.write(f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n")
    (directory / "data" / "recovery.signal").touch()


async def _archived(connection: asyncpg.Connection, archive: Path) -> None:
    """Wait until the log that has been written so far is in the archive."""
    last: str = await connection.fetchval("SELECT pg_walfile_name(pg_current_wal_lsn())")
    await connection.execute("SELECT pg_switch_wal()")

    async def there() -> bool:
        return (archive / last).exists()

    await until(there, patience=60)


async def _promoted(server: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(server.urls.owner)

    async def is_primary() -> bool:
        return await connection.fetchval("SELECT NOT pg_is_in_recovery()") is True

    await until(is_primary, patience=60)
    await connection.close()


async def test_the_database_goes_back_to_just_before_a_mistake(
    live: EmbeddedPostgres, archive: Path, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    back = tmp_path_factory.mktemp("back")
    async with running(settings_for(_urls(live), tmp_path)) as app, client_of(app) as client:
        admin, early, late = await sign_in(client, ADMIN_ID), await sign_in(client, 42), await sign_in(client, 43)
        await grant(admin, 42)
        _copy(live, back)
        await grant(admin, 43)
        await publish(app.state.resources.units)
        connection = await asyncpg.connect(live.urls.owner)
        moment = str(await connection.fetchval("SELECT clock_timestamp()"))
        for mistaken in (42, 43):
            await revoke(admin, mistaken)
        await connection.execute("DELETE FROM user_subscriptions")
        await _archived(connection, archive)
        await connection.close()
    _aim(back, archive, moment)
    with EmbeddedPostgres.join(back) as restored:
        await _promoted(restored)
        status, said = await run_command(_urls(restored), tmp_path, "recovered")
        assert (status, "intact" in said) == (0, True), said
        async with running(settings_for(_urls(restored), tmp_path)) as app, client_of(app) as client:
            stale = await client.get("/api/auth/me", headers=late.headers)
            assert (stale.status_code, stale.json()["code"]) == (401, "session_revoked"), "a token of the lost future"
            admin, early, late = await sign_in(client, ADMIN_ID), await sign_in(client, 42), await sign_in(client, 43)
            for person in (early, late):
                assert (await person.get(f"/api/signals/{PAID_MODEL}")).status_code == 200
                assert [row["action"] for row in await history(admin, person.telegram_id)] == ["register", "grant"]
            assert (await audit(admin))["ok"]
