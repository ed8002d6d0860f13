"""What the processes of a database look like from outside."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import httpx

from tests.factories import ADMIN_ID, Json, Person, sign_in

_LEADER = """
SELECT substring(a.application_name FROM 'forexsignals-leader-(.*)')::int FROM pg_locks l
JOIN pg_stat_activity a USING (pid) WHERE l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
    AND a.datname = current_database() AND (l.classid::bigint << 32 | l.objid::bigint) = hashtext($1)::bigint
"""


async def leader(connection: asyncpg.Connection, turn: str) -> int | None:
    """The number of the process that has a turn, such as ``scheduler``; None while nobody has."""
    found: int | None = await connection.fetchval(_LEADER, f"forexsignals.{turn}")
    return found


@asynccontextmanager
async def signed_in(url: str, telegram_id: int = ADMIN_ID) -> AsyncIterator[Person]:
    """A person whose every request takes a connection of its own, so that any worker may get it."""
    limits = httpx.Limits(max_keepalive_connections=0)
    async with httpx.AsyncClient(base_url=url, limits=limits, timeout=30) as client:
        yield await sign_in(client, telegram_id)


async def monitoring(admin: Person) -> Json:
    answer = await admin.get("/api/admin/monitoring")
    assert answer.status_code == 200, answer.text
    return answer.json()
