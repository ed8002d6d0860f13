"""A million users with what they have, and every plan by which a query goes about them."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import create_async_engine

from app.cli.serve import prepare_database
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.db.health import DatabaseHealth
from app.db.raw_reads import RawReads
from app.db.unit import Units

USERS = 1_000_000
FIRST = 1_000_000_001
SOMEBODY = FIRST + 500_000

EXPLAINING = {
    "session_preload_libraries": "auto_explain",
    "auto_explain.log_min_duration": "0",
    "auto_explain.log_analyze": "on",
    "auto_explain.log_timing": "off",
    "auto_explain.log_format": "json",
    "auto_explain.log_level": "notice",
    "auto_explain.log_nested_statements": "off",
}
QUICK = {
    "fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "shared_buffers": "256MB",
    "work_mem": "16MB", "maintenance_work_mem": "256MB", "max_wal_size": "512MB", "wal_level": "minimal", "max_wal_senders": "0", "autovacuum": "off",
    "max_parallel_workers_per_gather": "0",
}  # fmt: skip

# ruff: noqa: E501 - rows by the million read better in long lines
FILLING = (
    f"""
    INSERT INTO users (telegram_id, first_name, last_name, username, language_code, subscription_version, created_at,
        last_active, role, is_blocked, reachability)
    SELECT id, 'First' || id % 5000, 'Last' || id % 90000, 'name' || id, 'en', 2, now() - (id % 400000) * interval '1 minute',
        now() - (id % 90000) * interval '1 minute', CASE WHEN id % 100000 = 0 THEN 'admin' ELSE 'user' END, id % 500 = 0,
        CASE id % 200 WHEN 0 THEN 'blocked' WHEN 1 THEN 'gone' ELSE 'ok' END
    FROM generate_series({FIRST}, {FIRST + USERS - 1}) AS id
    """,
    f"""
    INSERT INTO user_subscriptions (user_id, model_id, source, created_at, expiry_date, is_active, changed_at)
    SELECT id, 'logistic-spy', 'basic', now(), NULL, true, now() FROM generate_series({FIRST}, {FIRST + USERS - 1}) AS id
    UNION ALL
    SELECT id, 'shadow-stack', 'admin', now(), now() + (id % 60000) * interval '1 minute', true, now() - interval '40 days'
    FROM generate_series({FIRST}, {FIRST + USERS - 1}, 2) AS id
    UNION ALL
    SELECT id, 'sniper-80x', 'admin', now(), NULL, true, now() FROM generate_series({FIRST}, {FIRST + USERS - 1}, 5000) AS id
    """,
    f"""
    INSERT INTO subscription_history (user_id, admin_id, version, old_subscriptions, new_subscriptions, action, created_at,
        prev_hash, hash, batch_id)
    SELECT id, 0, 1, '[]'::jsonb, '[{{"model_id": "logistic-spy", "expires_at": null}}]'::jsonb, 'register',
        now() - (id % 400000) * interval '1 minute', repeat('0', 64), repeat('1', 64), NULL::uuid
    FROM generate_series({FIRST}, {FIRST + USERS - 1}) AS id
    UNION ALL
    SELECT id, 9001 + id % 7, 2, '[{{"model_id": "logistic-spy", "expires_at": null}}]'::jsonb,
        CASE WHEN id % 5000 = 1 THEN '[{{"model_id": "logistic-spy", "expires_at": null}}, {{"model_id": "sniper-80x", "expires_at": null}}]'
            ELSE '[{{"model_id": "logistic-spy", "expires_at": null}}, {{"model_id": "shadow-stack", "expires_at": null}}]' END::jsonb,
        CASE WHEN id % 9000 = 1 THEN 'undo' ELSE 'grant' END, now() - (id % 300000) * interval '1 minute',
        repeat('1', 64), repeat('2', 64), NULL
    FROM generate_series({FIRST}, {FIRST + USERS - 1}, 2) AS id
    """,
    f"""
    INSERT INTO sessions (id, user_id, created_at, last_used_at, expires_at)
    SELECT gen_random_uuid(), id, now(), now(), now() + interval '7 days'
    FROM generate_series({FIRST}, {FIRST + USERS - 1}, 2) AS id
    """,
    """
    INSERT INTO refresh_tokens (token_hash, session_id, created_at, expires_at)
    SELECT sha256(id::text::bytea), id, created_at, expires_at FROM sessions
    """,
    f"""
    INSERT INTO notifications (user_id, kind, subject, stage, payload, priority, state, due_at, created_at)
    SELECT id, 'access', 'version:2', '', '{{}}', 1, CASE WHEN id % 3 = 0 THEN 'pending' ELSE 'sent' END,
        now() + (id % 1000 - 500) * interval '1 second', now() - (id % 5000) * interval '1 minute'
    FROM generate_series({FIRST}, {FIRST + USERS - 1}, 4) AS id
    """,
    f"""
    INSERT INTO subscription_requests (user_id, model_id, status, created_at)
    SELECT id, 'gray-cardinal', CASE WHEN id % 50 = 0 THEN 'pending' ELSE 'approved' END, now() - (id % 9000) * interval '1 minute'
    FROM generate_series({FIRST}, {FIRST + USERS - 1}, 10) AS id
    """,
    """
    INSERT INTO signals (model_id, seq, pair, timeframe, direction, entry, take_profit, stop_loss, confidence, reasons,
        replay, candle_at, expires_at, created_at, model_version, feature_hash, salt, prev_hash, hash)
    SELECT model, n, (ARRAY['EUR/USD', 'GBP/USD', 'USD/JPY'])[1 + n % 3], '1h', 'BUY', 1.1, 1.2, 1.0, 0.5, '[]', false,
        timestamptz '2025-01-01' + n * interval '1 hour', timestamptz '2025-01-01' + n * interval '1 hour 10 minutes',
        timestamptz '2025-01-01' + n * interval '1 hour', 'test', repeat('0', 64), repeat('a', 32), repeat('0', 64), repeat('1', 64)
    FROM generate_series(1, 20000) AS n, unnest(ARRAY['logistic-spy', 'shadow-stack', 'sniper-80x']) AS model
    """,
    """
    INSERT INTO signal_resolutions (model_id, seq, signal_seq, signal_hash, status, exit_price, resolved_at, prev_hash, hash)
    SELECT model_id, seq, seq, hash, CASE WHEN seq % 2 = 0 THEN 'won' ELSE 'lost' END, 1.1, expires_at, repeat('0', 64), repeat('1', 64)
    FROM signals WHERE seq <= 19990
    """,
)


@dataclass(frozen=True, slots=True)
class Node:
    """A step of a plan: what it is, on which table, and how many rows it looked at in all."""

    kind: str
    table: str | None
    looked_at: float


@dataclass(slots=True)
class Plans:
    """The plans of the statements since the last ``clear``."""

    found: list[tuple[str, list[Node]]] = field(default_factory=list)

    def hear(self, _: object, message: asyncpg.PostgresLogMessage) -> None:
        _, is_plan, text = message.message.partition("plan:\n")
        if is_plan:
            explained: dict[str, Any] = json.loads(text)
            self.found.append((" ".join(explained["Query Text"].split()), list(_nodes(explained["Plan"]))))

    def clear(self) -> None:
        self.found.clear()


def _nodes(plan: Mapping[str, Any]) -> Iterator[Node]:
    loops = plan.get("Actual Loops", 1)
    rows = (
        plan.get("Actual Rows", 0)
        + plan.get("Rows Removed by Filter", 0)
        + plan.get("Rows Removed by Index Recheck", 0)
    )
    yield Node(plan["Node Type"], plan.get("Relation Name"), rows * loops)
    for part in plan.get("Plans", ()):
        yield from _nodes(part)


@dataclass(frozen=True, slots=True)
class BigDatabase:
    """A filled database; ``url`` is that of the role that may see plans."""

    url: str

    @asynccontextmanager
    async def watched(self) -> AsyncIterator[tuple[Units, RawReads, Plans]]:
        """Units and raw reads whose every statement leaves its plan."""
        plans = Plans()

        async def connect(*_: object, **options: Any) -> asyncpg.Connection:
            connection = await asyncpg.connect(self.url, server_settings={"timezone": "UTC"}, **options)
            connection.add_log_listener(plans.hear)
            return connection

        engine = create_async_engine("postgresql+asyncpg://", async_creator=connect, pool_size=1, max_overflow=0)
        health, raw = DatabaseHealth(), await connect()
        yield Units(engine, health), RawReads(_OneConnection(raw), health), plans
        await raw.close()
        await engine.dispose()


class _OneConnection:
    """In the place of a pool, which would complain of the listener."""

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    async def fetch(self, query: str, *values: object) -> list[asyncpg.Record]:
        return list(await self._connection.fetch(query, *values))

    @asynccontextmanager
    async def acquire(self) -> AsyncIterator[asyncpg.Connection]:
        yield self._connection


@contextmanager
def big_database(folder: Path) -> Iterator[BigDatabase]:
    """Fill a database of its own; it takes about a minute."""
    with EmbeddedPostgres.join(folder / "postgres", settings=QUICK | EXPLAINING) as server:
        server.create_database("big")
        owner = server.url_for("big", role="owner")
        prepare_database(DatabaseUrls(app=server.url_for("big", role="app"), owner=owner))
        yield BigDatabase(owner)


async def fill(url: str) -> None:
    """Without triggers and foreign keys, whose rules the rows keep by themselves; the slow indexes are built after."""
    connection = await asyncpg.connect(url, server_settings={"auto_explain.log_min_duration": "-1"})
    await connection.execute("SET session_replication_role = replica")
    slow = await connection.fetch("SELECT indexname, indexdef FROM pg_indexes WHERE indexdef LIKE '%USING gin%'")
    for index in slow:
        await connection.execute(f"DROP INDEX {index['indexname']}")
    for statement in FILLING:
        await connection.execute(statement)
    for index in slow:
        await connection.execute(index["indexdef"])
    await connection.execute("VACUUM ANALYZE")
    await connection.close()
