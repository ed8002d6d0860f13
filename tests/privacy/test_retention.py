"""What is kept how long: rows on both sides of every boundary."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import asyncpg
import pytest

from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.jobs import cleaner
from app.jobs.cleaner import clean
from app.resources import Resources
from app.services.notifications.log import forget_told
from app.services.personal.turn import cleaning_turn
from app.settings import ConfigurationError, load_settings
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, Person, audit, history, sign_in
from tests.privacy.looking import connected

SESSIONS = """
INSERT INTO sessions (user_id, created_at, last_used_at, expires_at, user_agent)
SELECT 42, now() - interval '90 days', now(), now() - days * interval '1 day', days::text
FROM unnest($1::float8[]) AS days
"""
REQUESTS = """
INSERT INTO subscription_requests (user_id, model_id, status, created_at, decided_at, message)
SELECT 42, 'gray-cardinal', CASE WHEN days > 900 THEN 'pending' ELSE 'rejected' END, now() - interval '999 days',
    CASE WHEN days < 900 THEN now() - days * interval '1 day' END, days::text FROM unnest($1::float8[]) AS days
"""
MESSAGES = """
INSERT INTO notifications (user_id, kind, subject, stage, state, created_at)
SELECT 42, $2::text, $2::text || ':' || days, '', $3::text, now() - days * interval '1 day'
FROM unnest($1::float8[]) AS days
"""


@asynccontextmanager
async def house(database: DatabaseUrls, folder: Path, **settings: object) -> AsyncIterator[tuple[Resources, Person]]:
    async with running(settings_for(database, folder, **settings)) as app, client_of(app) as client:
        admin = await sign_in(client, ADMIN_ID)
        await sign_in(client, 42)
        yield app.state.resources, admin


async def _column(connection: asyncpg.Connection, query: str) -> list[str]:
    return [row[0] for row in await connection.fetch(query)]


async def test_what_is_older_than_its_setting_goes_and_the_rest_stays(database: DatabaseUrls, tmp_path: Path) -> None:
    chosen = {
        "retention_sessions_days": 3, "retention_requests_days": 30, "retention_notifications_days": 20,
        "retention_signal_messages_days": 2,
    }  # fmt: skip
    async with house(database, tmp_path, **chosen) as (resources, admin), connected(database) as connection:
        before = await connection.fetchval("SELECT count(*) FROM subscription_history")
        await connection.execute(SESSIONS, [-1.0, 2.9, 3.1, 80.0])
        await connection.execute(REQUESTS, [1.0, 29.9, 30.1, 950.0])
        await connection.execute(MESSAGES, [1.9, 2.1, 19.9], "signal", "sent")
        await connection.execute(MESSAGES, [1.9, 2.1, 19.9, 20.1], "access", "sent")
        gone = await clean(resources)
        assert gone is not None
        assert {what: gone[what] for what in ("sessions", "requests", "messages")} == {
            "sessions": 2, "requests": 1, "messages": 3,
        }  # fmt: skip
        days = "SELECT user_agent FROM sessions WHERE user_agent ~ '^-?[0-9.]+$' ORDER BY expires_at"
        assert await _column(connection, days) == ["2.9", "-1"]
        kept = await _column(connection, "SELECT message FROM subscription_requests ORDER BY message")
        assert kept == ["1", "29.9", "950"], "one without an answer waits on, however old"
        told = await _column(connection, "SELECT subject FROM notifications ORDER BY id")
        assert told == ["signal:1.9", "access:1.9", "access:2.1", "access:19.9"]
        assert await connection.fetchval("SELECT count(*) FROM subscription_history") == before
        assert (await audit(admin))["ok"]


async def test_a_message_that_waits_is_kept_however_old(database: DatabaseUrls, units: Units) -> None:
    async with connected(database) as connection:
        await connection.execute(MESSAGES, [1.0, 99.0], "access", "pending")
        async with units.open() as unit:
            assert await forget_told(unit, kept=timedelta(days=1), news_kept=timedelta(days=1), most=10) == 0
        assert await connection.fetchval("SELECT count(*) FROM notifications") == 2


async def test_much_of_it_goes_in_batches(
    database: DatabaseUrls, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaner, "BATCH", 3)
    async with house(database, tmp_path) as (resources, _), connected(database) as connection:
        await connection.execute(SESSIONS, [float(days) for days in range(2, 12)])
        await connection.execute(MESSAGES, [float(days) for days in range(8, 18)], "resolved", "sent")
        await connection.execute(MESSAGES, [181.0, 182.0], "resolved", "failed")
        gone = await clean(resources)
        assert gone is not None
        assert (gone["sessions"], gone["messages"]) == (10, 12)


async def test_one_process_cleans_at_a_time(database: DatabaseUrls, tmp_path: Path) -> None:
    async with house(database, tmp_path) as (resources, _):
        async with resources.units.open() as other:
            assert await cleaning_turn(other)
            assert await clean(resources) is None
        assert await clean(resources) is not None


async def test_what_fails_keeps_nothing_else_from_its_turn(database: DatabaseUrls, tmp_path: Path) -> None:
    async with house(database, tmp_path) as (resources, _), connected(database) as connection:
        await connection.execute("ALTER TABLE sessions RENAME TO sessions_away")
        await connection.execute(MESSAGES, [200.0], "access", "sent")
        gone = await clean(resources)
        assert gone is not None
        assert (gone["sessions"], gone["messages"]) == (0, 1)


AWAY: Mapping[str, str] = {
    "long": "",
    "not_long": "UPDATE users SET last_active = now() - interval '39 days' WHERE telegram_id = $1",
    "blocked": "UPDATE users SET is_blocked = true WHERE telegram_id = $1",
    "admin": "UPDATE users SET role = 'admin' WHERE telegram_id = $1",
    "holds": "UPDATE user_subscriptions SET source = 'admin' WHERE user_id = $1",
    "held": "UPDATE user_subscriptions SET source = 'admin', expiry_date = now() - interval '1 day' WHERE user_id = $1",
    "asks": "INSERT INTO subscription_requests (user_id, model_id, status) VALUES ($1, 'gray-cardinal', 'pending')",
}


async def _gone(database: DatabaseUrls, folder: Path, days: int) -> tuple[set[str], Person]:
    """Who of ``AWAY`` is deleted; all have been away for 41 days but one."""
    async with house(database, folder, retention_inactive_days=days) as (resources, admin):
        ids = {who: 1000 + number for number, who in enumerate(AWAY)}
        async with connected(database) as connection:
            for who, telegram_id in ids.items():
                await sign_in(admin.client, telegram_id)
                await connection.execute(
                    "UPDATE users SET last_active = now() - interval '41 days' WHERE telegram_id = $1", telegram_id
                )
                if AWAY[who]:
                    await connection.execute(AWAY[who], telegram_id)
            gone = await clean(resources)
            assert gone is not None
            left = set(await _column(connection, "SELECT telegram_id::text FROM users"))
            if days:
                last = (await history(admin, ids["long"]))[-1]
                assert (last["action"], last["admin_id"], last["reason"]) == ("delete", 0, "Not here for 40 days")
        missing = {who for who, telegram_id in ids.items() if str(telegram_id) not in left}
        assert gone["inactive"] == len(missing)
        return missing, admin


async def test_who_is_away_for_long_and_holds_nothing_is_deleted(database: DatabaseUrls, tmp_path: Path) -> None:
    """A block, a role, a right that was given and a wish without an answer all keep an account."""
    missing, _ = await _gone(database, tmp_path, 40)
    assert missing == {"long", "held"}


async def test_nobody_is_deleted_for_being_away_unless_it_was_asked_for(database: DatabaseUrls, tmp_path: Path) -> None:
    missing, _ = await _gone(database, tmp_path, 0)
    assert missing == set()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("retention_sessions_days", 0),
        ("retention_requests_days", 0),
        ("retention_notifications_days", -1),
        ("retention_signal_messages_days", "a week"),
        ("retention_inactive_days", 29),
        ("retention_inactive_days", -1),
        ("personal_data_rate_limit", "seldom"),
    ],
)
def test_a_time_that_makes_no_sense_is_refused_at_boot(name: str, value: object, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_settings(_env_file=None, data_dir=tmp_path, **{name: value})
    assert name.upper() in str(refused.value)
