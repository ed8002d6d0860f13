"""The schema goes up from each earlier migration with people, rights, signals and requests in it, and keeps them."""

import asyncio
from pathlib import Path

import asyncpg
import pytest
from alembic.script import ScriptDirectory

from alembic import command
from app.db.database import DatabaseUrls
from app.db.migrate import alembic_config, migrate
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, PAID_MODEL, audit, grant, history, revoke, sign_in
from tests.published import publish, win

pytestmark = pytest.mark.slow

EARLIER = [each.revision for each in ScriptDirectory.from_config(alembic_config()).walk_revisions()][1:]
"""Every migration before the newest, the newer first."""

COLUMNS = """
SELECT table_name, array_agg(quote_ident(column_name)::text ORDER BY column_name) AS columns
FROM information_schema.columns
WHERE table_schema = 'public' AND table_name <> 'alembic_version' GROUP BY table_name
"""

Contents = dict[str, tuple[list[str], list[str]]]


async def _contents(connection: asyncpg.Connection, columns: dict[str, list[str]] | None = None) -> Contents:
    """Every row of every table as text, of the named columns only where some are named."""
    if columns is None:
        columns = {row["table_name"]: row["columns"] for row in await connection.fetch(COLUMNS)}
    return {
        table: (
            names,
            [
                row[0]
                for row in await connection.fetch(
                    f"SELECT row({', '.join(names)})::text AS line FROM {table} ORDER BY line"
                )
            ],
        )
        for table, names in columns.items()
    }


async def _live_through_a_day(urls: DatabaseUrls, folder: Path) -> None:
    async with running(settings_for(urls, folder)) as app, client_of(app) as client:
        admin = await sign_in(client, ADMIN_ID)
        holder, former = await sign_in(client, 42), await sign_in(client, 43)
        for person in (holder, former):
            assert (await grant(admin, person.telegram_id)).status_code == 201
        await revoke(admin, 43)
        asked = await former.post("/api/subscription-requests", json={"model_id": PAID_MODEL, "message": "Please"})
        assert asked.status_code == 201, asked.text
        units = app.state.resources.units
        ended = await publish(units)
        await win(units, ended)
        await publish(units, 1)


async def _everything_works(urls: DatabaseUrls, folder: Path) -> None:
    async with running(settings_for(urls, folder)) as app, client_of(app) as client:
        admin, holder, former = [await sign_in(client, each) for each in (ADMIN_ID, 42, 43)]
        signals = await holder.get(f"/api/signals/{PAID_MODEL}")
        assert (signals.status_code, len(signals.json()["items"])) == (200, 2), signals.text
        assert (await former.get(f"/api/signals/{PAID_MODEL}")).status_code == 403
        assert [row["action"] for row in await history(admin, 43)] == ["register", "grant", "revoke"]
        waiting = (await admin.get("/api/admin/subscription-requests", params={"status": "pending"})).json()
        assert [row["user_id"] for row in waiting["items"]] == [43]
        assert (await audit(admin))["ok"]
        assert (await admin.get("/api/admin/ledger/verify")).json()["ok"]


async def test_every_earlier_schema_comes_up_with_all_that_is_in_it(database: DatabaseUrls, tmp_path: Path) -> None:
    await _live_through_a_day(database, tmp_path)
    for revision in EARLIER:
        await asyncio.to_thread(command.downgrade, alembic_config(database.owner), revision)
        connection = await asyncpg.connect(database.owner)
        before = await _contents(connection)
        assert all(before[table][1] for table in ("users", "user_subscriptions", "subscription_history", "signals"))
        await asyncio.to_thread(migrate, database)
        after = await _contents(connection, {table: names for table, (names, _) in before.items()})
        assert after == before, f"coming from {revision}"
        await connection.close()
        await _everything_works(database, tmp_path)
