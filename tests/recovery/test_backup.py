"""A backup is the database at one moment; what comes back is that, verified, and nobody is signed in to the past."""

import json
import os
import tarfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pyrage
import pytest

from app.db.backup.archive import DUMP, NOTE
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from tests.commands import run_command
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, PAID_MODEL, Person, audit, grant, history, revoke, sign_in
from tests.published import publish, win


@pytest.fixture
def empty(postgres: EmbeddedPostgres) -> Iterator[DatabaseUrls]:
    """A database without anything, as a new host has."""
    postgres.create_database("empty")
    yield DatabaseUrls(app=postgres.url_for("empty", role="app"), owner=postgres.url_for("empty", role="owner"))
    postgres.drop_database("empty")


@asynccontextmanager
async def serving(urls: DatabaseUrls, folder: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with running(settings_for(urls, folder)) as app, client_of(app) as client:
        client.units = app.state.resources.units  # type: ignore[attr-defined]
        yield client


async def _past(urls: DatabaseUrls, folder: Path) -> Person:
    """A person with a right, a signal that has ended, a message that waits."""
    async with serving(urls, folder) as client:
        admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
        await grant(admin, 42)
        await win(client.units, await publish(client.units))  # type: ignore[attr-defined]
    return person


async def _value(url: str, query: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_what_was_backed_up_comes_back_on_another_host(
    database: DatabaseUrls, empty: DatabaseUrls, tmp_path: Path
) -> None:
    person = await _past(database, tmp_path)
    file = tmp_path / "a.backup"
    status, said = await run_command(database, tmp_path, "backup", str(file))
    assert (status, "not encrypted" in said) == (0, True), said
    assert file.stat().st_mode & 0o777 == 0o600
    status, said = await run_command(empty, tmp_path, "restore", str(file))
    assert (status, "intact" in said) == (0, True), said
    async with serving(empty, tmp_path) as client:
        stale = await client.get("/api/auth/me", headers=person.headers)
        assert (stale.status_code, stale.json()["code"]) == (401, "session_revoked"), "a token of another future"
        refreshed = await client.post("/api/auth/refresh", json={"refresh_token": person.tokens["refresh_token"]})
        assert refreshed.status_code == 401
        admin, again = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
        assert (await again.get(f"/api/signals/{PAID_MODEL}")).json()["items"][0]["status"] == "won"
        assert [row["action"] for row in await history(admin, 42)] == ["register", "grant"]
        assert (await audit(admin))["ok"]
    for table in ("subscription_history", "signals", "signal_resolutions"):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await _value(empty.app, f"DELETE FROM {table}")
    assert await _value(empty.app, "SELECT count(*) FROM notifications WHERE state = 'pending'") == 0


async def test_a_full_database_is_replaced_only_when_told_and_is_kept_aside(
    database: DatabaseUrls, tmp_path: Path
) -> None:
    await _past(database, tmp_path)
    file = tmp_path / "a.backup"
    assert (await run_command(database, tmp_path, "backup", str(file)))[0] == 0
    async with serving(database, tmp_path) as client:
        admin = await sign_in(client, ADMIN_ID)
        await revoke(admin, 42)
        in_use = await run_command(database, tmp_path, "restore", str(file), "--replace")
    assert (in_use[0], "(in_use)" in in_use[1]) == (1, True)
    refused = await run_command(database, tmp_path, "restore", str(file))
    assert (refused[0], "(not_empty)" in refused[1]) == (1, True)
    status, said = await run_command(database, tmp_path, "restore", str(file), "--replace")
    assert status == 0, said
    kept = said.partition("in the schema ")[2].partition(".")[0]
    assert await _value(database.owner, f"SELECT count(*) FROM {kept}.subscription_history WHERE user_id = 42") == 3
    assert await _value(database.owner, "SELECT count(*) FROM subscription_history WHERE user_id = 42") == 2
    async with serving(database, tmp_path) as client:
        admin = await sign_in(client, ADMIN_ID)
        assert (await admin.get("/api/admin/users", params={"query": "42"})).json()["total"] == 1
        assert (await revoke(admin, 42)).status_code == 200
        assert (await audit(admin))["ok"]
    again = tmp_path / "b.backup"
    assert (await run_command(database, tmp_path, "backup", str(again)))[0] == 0
    with tarfile.open(again) as tar:
        note = json.load(tar.extractfile(NOTE))  # type: ignore[arg-type]
    assert not [name for name in note["rows"] if kept in name]


async def test_who_was_deleted_since_the_backup_is_deleted_again(
    database: DatabaseUrls, empty: DatabaseUrls, tmp_path: Path
) -> None:
    """In place, as the replaced history tells; on another host, by the ids of `deletions`."""
    async with serving(database, tmp_path) as client:
        await sign_in(client, ADMIN_ID)
        for telegram_id in (42, 43):
            await sign_in(client, telegram_id, username=f"somebody_{telegram_id}")
    file = tmp_path / "a.backup"
    assert (await run_command(database, tmp_path, "backup", str(file)))[0] == 0
    async with serving(database, tmp_path) as client:
        assert (await (await sign_in(client, 42)).delete("/api/me", json={"telegram_id": 42})).status_code == 204
    status, ids = await run_command(database, tmp_path, "deletions", "2020-01-01T00:00:00Z")
    assert (status, ids.split()[-1:]) == (0, ["42"]), ids
    (listed := tmp_path / "ids").write_text("42\n4242\n")
    for urls, how in ((database, ["--replace"]), (empty, ["--deleted", str(listed)])):
        status, said = await run_command(urls, tmp_path, "restore", str(file), *how)
        assert (status, "1 people who had been deleted since" in said) == (0, True), said
        assert await _value(urls.owner, "SELECT string_agg(username, ',') FROM users") == "somebody_43"
        async with serving(urls, tmp_path) as client:
            admin = await sign_in(client, ADMIN_ID)
            assert [row["action"] for row in await history(admin, 42)] == ["register", "delete"]
            assert (await audit(admin))["ok"]


async def test_a_backup_that_was_forged_is_refused_and_what_was_there_stays(
    database: DatabaseUrls, tmp_path: Path
) -> None:
    await _past(database, tmp_path)
    connection = await asyncpg.connect(database.owner)
    await connection.execute("ALTER TABLE subscription_history DISABLE TRIGGER ALL")
    await connection.execute("UPDATE subscription_history SET reason = 'forged' WHERE user_id = 42")
    forged = tmp_path / "forged.backup"
    assert (await run_command(database, tmp_path, "backup", str(forged)))[0] == 0
    await connection.execute("UPDATE subscription_history SET reason = 'mine' WHERE user_id = 42")
    await connection.close()
    status, said = await run_command(database, tmp_path, "restore", str(forged), "--replace")
    assert (status, "(not_intact)" in said, "Traceback" in said) == (1, True, False), said
    assert await _value(database.owner, "SELECT max(reason) FROM subscription_history WHERE user_id = 42") == "mine"
    assert await _value(database.owner, "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'before%'") == 0
    found = "SELECT count(*) FROM users WHERE first_name ILIKE '%erso%'"
    assert await _value(database.app, found) == 2, "the index on names lives, and the application's role may read"


async def test_an_encrypted_backup_opens_with_its_key_alone(
    database: DatabaseUrls, empty: DatabaseUrls, tmp_path: Path
) -> None:
    await _past(database, tmp_path)
    key, other = pyrage.x25519.Identity.generate(), pyrage.x25519.Identity.generate()
    (tmp_path / "key").write_text(f"# created: today\n{key}\n")
    (tmp_path / "other").write_text(str(other))
    (tmp_path / "no").write_text("AGE-SECRET-KEY-NONE")
    file = tmp_path / "a.backup"
    status, said = await run_command(database, tmp_path, "backup", str(file), "--recipient", str(key.to_public()))
    assert status == 0, said
    assert b"PGDMP" not in file.read_bytes()
    cut, changed = tmp_path / "cut", tmp_path / "changed"
    cut.write_bytes(file.read_bytes()[:-200])
    changed.write_bytes(file.read_bytes()[:-20] + bytes(20))
    identity = ("--identity", str(tmp_path / "key"))
    for arguments, code in (
        ((str(file),), "key_missing"),
        ((str(file), "--identity", str(tmp_path / "other")), "backup_damaged"),
        ((str(file), "--identity", str(tmp_path / "no")), "key_wrong"),
        ((str(cut), *identity), "backup_damaged"),
        ((str(changed), *identity), "backup_damaged"),
    ):
        status, said = await run_command(empty, tmp_path, "restore", *arguments)
        assert (status, f"({code})" in said, "Traceback" in said) == (1, True, False), said
    assert await _value(empty.owner, "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'") == 0
    status, said = await run_command(empty, tmp_path, "restore", str(file), *identity)
    assert status == 0, said


async def test_mistakes_are_told_and_nothing_is_written(
    database: DatabaseUrls, empty: DatabaseUrls, tmp_path: Path
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("precious")
    for arguments, code in (
        (("backup", str(taken)), "file_exists"),
        (("backup", str(tmp_path / "x"), "--recipient", "age1nonsense"), "key_wrong"),
        (("restore", str(taken)), "backup_damaged"),
    ):
        status, said = await run_command(database, tmp_path, *arguments)
        assert (status, f"({code})" in said, "Traceback" in said) == (1, True, False), said
    status, said = await run_command(empty, tmp_path, "backup", str(tmp_path / "x"))
    assert (status, "(not_migrated)" in said) == (1, True), said
    assert taken.read_text() == "precious"
    left = set(os.listdir(tmp_path))  # noqa: PTH208 - not the blocking walk of a Path
    assert not any(name.startswith(("x", ".x", ".backup-")) for name in left), left


async def test_a_backup_of_a_later_version_and_a_damaged_dump_are_refused(
    database: DatabaseUrls, empty: DatabaseUrls, tmp_path: Path
) -> None:
    file = tmp_path / "a.backup"
    assert (await run_command(database, tmp_path, "backup", str(file)))[0] == 0
    with tarfile.open(file) as tar:
        tar.extractall(tmp_path / "in", filter="data")
    note = json.loads((tmp_path / "in" / NOTE).read_text())
    dump = tmp_path / "in" / DUMP
    for name, change in (("too_new", {"revision": "9999_later"}), ("backup_damaged", {"dump": "0" * 64})):
        (tmp_path / "in" / NOTE).write_text(json.dumps(note | change))
        with tarfile.open(tmp_path / name, "w") as tar:
            tar.add(tmp_path / "in" / NOTE, NOTE)
            tar.add(dump, DUMP)
        status, said = await run_command(empty, tmp_path, "restore", str(tmp_path / name))
        assert (status, f"({name})" in said) == (1, True), said
