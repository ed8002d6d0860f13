"""`forexsignals serve --workers 3`: one port, three processes, and everything holds as with one."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import asyncpg
import httpx
import pytest
import websockets

from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.resources.hub.roll import LATER
from tests.conftest import TEMPLATE
from tests.factories import PAID_MODEL, grant, launch
from tests.push.sockets import Screen, raw_screen, screen
from tests.servers import ServerProcess, server_process, until
from tests.workers.crowd import monitoring, signed_in

WORKERS = 3
LOGINS = 80
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def urls(postgres: EmbeddedPostgres) -> Iterator[DatabaseUrls]:
    postgres.create_database("workers", template=TEMPLATE)
    yield DatabaseUrls(app=postgres.url_for("workers", role="app"), owner=postgres.url_for("workers", role="owner"))
    postgres.drop_database("workers")


@pytest.fixture(scope="module")
def server(urls: DatabaseUrls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """Three workers; nobody may sign in more than eighty times an hour."""
    folder = tmp_path_factory.mktemp("workers")
    with server_process(folder, urls, WEB_CONCURRENCY=str(WORKERS), LOGIN_RATE_LIMIT=f"{LOGINS}/hour") as running:
        yield running


@pytest.fixture
async def connection(urls: DatabaseUrls) -> AsyncIterator[asyncpg.Connection]:
    opened = await asyncpg.connect(urls.app)
    yield opened
    await opened.close()


async def _pids(connection: asyncpg.Connection) -> set[int]:
    rows = await connection.fetch(
        "SELECT pid FROM process_figures WHERE report IS NOT NULL AND seen_at > now() - interval '4 s'"
    )
    return {row["pid"] for row in rows}


async def _all_serve(connection: asyncpg.Connection) -> set[int]:
    async def are_there() -> bool:
        return len(await _pids(connection)) == WORKERS

    await until(are_there, patience=60)
    return await _pids(connection)


async def _has_room(server: ServerProcess, token: str) -> bool:
    """Whether one more socket would be let in."""
    async with raw_screen(server.ws_url) as opened:
        await opened.send(type="auth", token=token)
        try:
            return bool((await opened.next())["type"] == "ready")
        except websockets.ConnectionClosed:
            return False


async def test_a_grant_reaches_sockets_on_every_worker_and_figures_add_up(
    server: ServerProcess, connection: asyncpg.Connection
) -> None:
    await _all_serve(connection)
    async with AsyncExitStack() as stack:
        admin = await stack.enter_async_context(signed_in(server.url))
        people = [await stack.enter_async_context(signed_in(server.url, 100 + n)) for n in range(24)]
        screens: list[Screen] = [
            await stack.enter_async_context(screen(server.ws_url, person.tokens["access_token"])) for person in people
        ]

        async def are_spread() -> bool:
            found = await monitoring(admin)
            sockets: list[int] = [each["sockets"] for each in found["processes"]]
            return sum(sockets) == found["sockets"] == len(screens) and all(sockets) and bool(found["listener"])

        await until(are_spread, patience=15)
        found = await monitoring(admin)
        assert len(found["processes"]) == WORKERS
        assert sum(each["answers"] for each in found["processes"]) == 1
        for person, shown in zip(people, screens, strict=True):
            assert (await grant(admin, person.telegram_id)).status_code == 201
            frame = await shown.next_of("subscription_update")
            assert frame["granted"] == [PAID_MODEL]
            assert (await person.get(f"/api/signals/{PAID_MODEL}")).status_code == 200

        async def is_counted() -> bool:
            found = await monitoring(admin)
            passed: int = found["gate"]["version_path"] + found["gate"]["sql_path"]
            return passed == len(people) and bool(found["push"]["n"] == len(people))

        await until(is_counted, patience=15)


async def test_the_eleventh_socket_is_refused_whichever_worker_gets_it(
    server: ServerProcess, connection: asyncpg.Connection
) -> None:
    await _all_serve(connection)
    async with AsyncExitStack() as stack:
        person = await stack.enter_async_context(signed_in(server.url, 500))
        token = person.tokens["access_token"]
        for _ in range(10):
            await stack.enter_async_context(screen(server.ws_url, token))
        held = await connection.fetchval("SELECT held FROM open_sockets WHERE user_id = 500")
        assert held.count(":") > 1, "they are on several workers"
        for _ in range(6):
            async with raw_screen(server.ws_url) as refused:
                await refused.send(type="auth", token=token)
                assert await refused.close_code() == 4429

    async def has_room() -> bool:
        return await _has_room(server, token)

    await until(has_room, patience=5)


async def test_a_killed_worker_is_replaced_and_its_sockets_stop_counting(
    server: ServerProcess, connection: asyncpg.Connection
) -> None:
    before = await _all_serve(connection)
    async with AsyncExitStack() as stack:
        person = await stack.enter_async_context(signed_in(server.url, 600))
        token = person.tokens["access_token"]
        screens = [await stack.enter_async_context(screen(server.ws_url, token)) for _ in range(10)]
        victim, lost = await connection.fetchrow(
            """SELECT p.pid, (held ->> p.id::text)::int FROM open_sockets, process_figures p
            WHERE user_id = 600 AND held ? p.id::text ORDER BY 2 DESC LIMIT 1"""
        )
        assert lost
        assert victim in before
        os.kill(victim, signal.SIGKILL)

        async def is_replaced() -> bool:
            pids = await _pids(connection)
            return len(pids) == WORKERS and victim not in pids

        await until(is_replaced, patience=60)

        async def has_room() -> bool:
            return await _has_room(server, token)

        await until(has_room, patience=12)
        await asyncio.sleep(5 * LATER)  # the socket that asked has left, which is told a little later
        for _ in range(lost):
            await stack.enter_async_context(screen(server.ws_url, token))
        async with raw_screen(server.ws_url) as refused:
            await refused.send(type="auth", token=token)
            assert await refused.close_code() == 4429
        assert len(screens) == 10


async def test_the_login_limit_is_exact_over_the_workers(server: ServerProcess, connection: asyncpg.Connection) -> None:
    """The last one with this server: afterwards nobody may sign in."""
    used = await connection.fetchval(
        "SELECT sum(n) FROM rate_limits, unnest(counts) AS n WHERE key LIKE '%/login/127.0.0.1/%'"
    )

    async def log_in(number: int) -> httpx.Response:
        async with httpx.AsyncClient(base_url=server.url, timeout=30) as client:
            return await client.post("/api/auth/login", json={"initData": launch(700 + number % 3)})

    answers = await asyncio.gather(*(log_in(number) for number in range(LOGINS + 20)))
    codes = [answer.status_code for answer in answers]
    assert codes.count(200) == LOGINS - used
    assert codes.count(429) == len(codes) - codes.count(200)
    waits = [int(answer.headers["retry-after"]) for answer in answers if answer.status_code == 429]
    assert all(3400 < wait <= 3660 for wait in waits)


async def test_workers_share_the_embedded_database_and_end_in_order(tmp_path: Path) -> None:
    with server_process(tmp_path, None, WEB_CONCURRENCY=str(WORKERS)) as server:
        async with AsyncExitStack() as stack:
            person = await stack.enter_async_context(signed_in(server.url, 42))
            token = person.tokens["access_token"]
            screens = [await stack.enter_async_context(screen(server.ws_url, token)) for _ in range(9)]
            server.process.send_signal(signal.SIGTERM)
            assert set(await asyncio.gather(*(shown.close_code() for shown in screens))) == {1012}
            assert await asyncio.to_thread(server.process.wait, 30) == 0
        for trouble in ("a background job has ended", "without a farewell"):
            assert trouble not in server.text()
