"""Migrations, and what the database itself refuses."""

import asyncio
import os
import sys
from pathlib import Path

import asyncpg
import pytest

from alembic import command
from app.cli.serve import prepare_database
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.db.migrate import alembic_config
from tests.conftest import client_of, running, settings_for


def test_models_and_migrations_agree(database: DatabaseUrls) -> None:
    command.check(alembic_config(database.owner))


def test_migrations_go_down_and_up_again(postgres: EmbeddedPostgres) -> None:
    postgres.create_database("stairs")
    urls = DatabaseUrls(app=postgres.url_for("stairs", role="app"), owner=postgres.url_for("stairs", role="owner"))
    prepare_database(urls)
    command.downgrade(alembic_config(urls.owner), "base")
    prepare_database(urls)
    prepare_database(urls)
    command.check(alembic_config(urls.owner))
    postgres.drop_database("stairs")


async def test_candles_stored_before_the_second_migration_keep_their_hours(postgres: EmbeddedPostgres) -> None:
    postgres.create_database("old")
    url = postgres.url_for("old", role="owner")
    await asyncio.to_thread(command.upgrade, alembic_config(url), "0001")
    connection = await asyncpg.connect(url)
    await connection.execute(
        """INSERT INTO candles (pair, timeframe, opened_at, open, high, low, close, source) VALUES
        ('EUR/USD', '1d', '2026-03-28 15:00+00', 1, 1, 1, 1, 'ecb'),
        ('EUR/USD', '1d', '2026-07-01 14:00+00', 1, 1, 1, 1, 'ecb'),
        ('EUR/USD', '1h', '2026-07-01 14:00+00', 1, 1, 1, 1, 'import')"""
    )
    await asyncio.to_thread(command.upgrade, alembic_config(url), "head")
    closes = await connection.fetch("SELECT closed_at - opened_at AS length FROM candles ORDER BY timeframe, opened_at")
    assert [row["length"].total_seconds() / 3600 for row in closes] == [23, 24, 1], "the clocks go forward on March 29"
    series = await connection.fetch("SELECT timeframe, source, candles FROM candle_series ORDER BY timeframe")
    assert [tuple(row) for row in series] == [("1d", "ecb", 2), ("1h", "import", 1)]
    await connection.close()
    postgres.drop_database("old")


async def test_processes_that_migrate_at_once_wait_for_each_other(postgres: EmbeddedPostgres, tmp_path: Path) -> None:
    postgres.create_database("crowd")
    urls = DatabaseUrls(app=postgres.url_for("crowd", role="app"), owner=postgres.url_for("crowd", role="owner"))
    settings = {"DATABASE_URL": urls.app, "DATABASE_MIGRATION_URL": urls.owner, "DATA_DIR": str(tmp_path)}
    command_line = [sys.executable, "-m", "app.cli", "migrate"]
    crowd = [await asyncio.create_subprocess_exec(*command_line, env=os.environ | settings) for _ in range(4)]
    assert [await process.wait() for process in crowd] == [0] * 4
    connection = await asyncpg.connect(urls.app)
    assert await connection.fetchval("SELECT count(*) FROM subscription_models") == 5
    await connection.close()
    postgres.drop_database("crowd")


CHANGES = [
    f"{change} {table}{rest}"
    for table in ("subscription_history", "signals", "signal_resolutions")
    for change, rest in (("UPDATE", " SET hash = 'x'"), ("DELETE FROM", ""), ("TRUNCATE", " CASCADE"))
]


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("role", ["app", "owner"])
async def test_history_and_signals_are_append_only(database: DatabaseUrls, change: str, role: str) -> None:
    connection = await asyncpg.connect(database.app if role == "app" else database.owner)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(change)
    await connection.close()


@pytest.mark.parametrize(
    "escape",
    [
        "ALTER TABLE subscription_history DISABLE TRIGGER ALL",
        "DROP TRIGGER subscription_history_append_only ON subscription_history",
        "SET session_replication_role = replica",
        "DROP TABLE subscription_history",
        "CREATE TABLE mine (i int)",
    ],
)
async def test_the_application_cannot_take_the_protection_away(database: DatabaseUrls, escape: str) -> None:
    connection = await asyncpg.connect(database.app)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(escape)
    await connection.close()


async def test_one_active_right_for_each_user_and_model(database: DatabaseUrls) -> None:
    connection = await asyncpg.connect(database.app)
    await connection.execute("INSERT INTO users (telegram_id) VALUES (1)")
    give = "INSERT INTO user_subscriptions (user_id, model_id, source) VALUES (1, 'shadow-stack', 'admin')"
    await connection.execute(give)
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute(give)
    await connection.execute("UPDATE user_subscriptions SET is_active = false")
    await connection.execute(give)
    await connection.close()


async def test_a_later_schema_serves_this_code_and_an_earlier_one_does_not(
    database: DatabaseUrls, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(database.owner)
    head = await connection.fetchval("SELECT version_num FROM alembic_version")
    async with running(settings_for(database, tmp_path)) as app, client_of(app) as client:
        for revision, status in (("9999", 200), ("0001", 503), (head, 200)):
            await connection.execute("UPDATE alembic_version SET version_num = $1", revision)
            ready = await client.get("/readyz")
            assert (ready.status_code, ready.json()["migrations"]) == (status, status == 200), revision
            if revision == "9999":
                await asyncio.to_thread(prepare_database, database)  # a process of this version starts again
                assert await connection.fetchval("SELECT version_num FROM alembic_version") == "9999"
        await connection.execute("DELETE FROM alembic_version")
        assert (await client.get("/readyz")).status_code == 503
        await connection.execute("INSERT INTO alembic_version VALUES ($1)", head)
    await connection.close()
