"""A new release, one process after the other: nobody is refused, every screen comes back and shows what is true."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.db.database import DatabaseUrls
from tests.deploy.balancer import balancing
from tests.deploy.crowd import Crowd
from tests.deploy.edges import CADDY, caddy
from tests.factories import ADMIN_ID, sign_in
from tests.servers import ServerProcess, server_process, until

PEOPLE = 24
DRAIN = 2
"""Seconds; the balancer looks every tenth of a second, Caddy every second."""

pytestmark = pytest.mark.slow


class House:
    """Two processes of one database, each of which can be replaced."""

    def __init__(self, folder: Path, database: DatabaseUrls, stack: ExitStack) -> None:
        self._folder = folder
        self._database = database
        self._stack = stack
        self.servers = [self._start(), self._start()]

    def _start(self, port: int | None = None) -> ServerProcess:
        opening = server_process(self._folder, self._database, port=port, DRAIN_SECONDS=str(DRAIN))
        return self._stack.enter_context(opening)

    def replace(self, number: int) -> None:
        """End a process as an orchestrator does, and start another one on its port."""
        old = self.servers[number]
        old.process.send_signal(signal.SIGTERM)
        assert old.process.wait(30) == 0, old.text()
        self.servers[number] = self._start(old.port)


@pytest.fixture
def house(tmp_path: Path, database: DatabaseUrls) -> Iterator[House]:
    with ExitStack() as stack:
        yield House(tmp_path, database, stack)


@asynccontextmanager
async def _edge(kind: str, ports: list[int], folder: Path) -> AsyncIterator[int]:
    if kind == "caddy":
        async with caddy(ports, folder) as port:
            yield port
        return
    async with balancing(ports) as balancer:

        async def is_complete() -> bool:
            return len(balancer.ready) == len(ports)

        await until(is_complete, patience=20)
        yield balancer.port


@asynccontextmanager
async def _crowd(port: int) -> AsyncIterator[Crowd]:
    """People with open screens, some of whom read without a pause; two get orders all the time."""
    crowd = Crowd()
    async with AsyncExitStack() as stack:
        at = httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=20)
        client = await stack.enter_async_context(at)
        admin = await sign_in(client, ADMIN_ID)
        people = [await sign_in(client, 100 + number) for number in range(PEOPLE)]
        screens = [asyncio.create_task(crowd.watch(f"ws://127.0.0.1:{port}/ws", person)) for person in people]
        work = [asyncio.create_task(crowd.read(person)) for person in people[:4]]
        work += [asyncio.create_task(crowd.order(admin, person.telegram_id)) for person in people[:2]]
        try:
            yield crowd
        finally:
            for task in [*work, *screens]:
                task.cancel()
            await asyncio.gather(*work, *screens, return_exceptions=True)


async def _versions(database: DatabaseUrls) -> dict[int, int]:
    connection = await asyncpg.connect(database.app)
    try:
        rows = await connection.fetch("SELECT telegram_id, subscription_version FROM users WHERE role = 'user'")
    finally:
        await connection.close()
    return {row["telegram_id"]: row["subscription_version"] for row in rows}


@pytest.mark.parametrize(
    "edge", ["tcp", pytest.param("caddy", marks=pytest.mark.skipif(CADDY is None, reason="caddy is not installed"))]
)
async def test_two_processes_are_replaced_under_load_and_nobody_notices(
    edge: str, house: House, database: DatabaseUrls, tmp_path: Path
) -> None:
    ports = [server.port for server in house.servers]
    async with _edge(edge, ports, tmp_path) as port, _crowd(port) as crowd:
        for number in range(len(ports)):
            await asyncio.sleep(1.5)
            await asyncio.to_thread(house.replace, number)
        await asyncio.sleep(1.5)
        crowd.done.set()

        async def show_the_truth() -> bool:
            return crowd.shown == await _versions(database)

        await until(show_the_truth, patience=10)
    sys.stdout.write(f"\n{edge}: {crowd.told()}\n")
    assert set(crowd.answers) == {"200", "201"}, crowd.answers
    assert crowd.answers["201"] > 20
    assert set(crowd.codes) == {1012}, crowd.codes
    assert len(crowd.away) >= PEOPLE
    assert max(crowd.away) < 10
