"""One leader of a database for each turn: another process takes over from one that is killed or frozen."""

import asyncio
import signal
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.db.database import DatabaseUrls
from tests.servers import ServerProcess, server_process, until
from tests.workers.crowd import leader

WITHIN = 10.0
SPEAKS = "this process is the market's scheduler"
pytestmark = pytest.mark.slow


@pytest.fixture
def two(tmp_path: Path, database: DatabaseUrls) -> Iterator[list[ServerProcess]]:
    """Two processes of one database."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(server_process(tmp_path / name, database, LOG_LEVEL="info"))
            for name in ("one", "other")
        ]


@pytest.fixture
async def connection(database: DatabaseUrls) -> AsyncIterator[asyncpg.Connection]:
    opened = await asyncpg.connect(database.app)
    yield opened
    await opened.close()


async def _leading(
    two: list[ServerProcess], connection: asyncpg.Connection, turn: str
) -> tuple[ServerProcess, ServerProcess]:
    """Who leads, and who does not."""

    async def somebody_does() -> bool:
        return await leader(connection, turn) is not None

    await until(somebody_does, patience=WITHIN)
    pid = await leader(connection, turn)
    (leads,) = [server for server in two if server.process.pid == pid]
    (waits,) = [server for server in two if server is not leads]
    return leads, waits


async def _takes_over(server: ServerProcess, connection: asyncpg.Connection, turn: str) -> float:
    async def leads() -> bool:
        return await leader(connection, turn) == server.process.pid

    return await until(leads, patience=WITHIN)


async def test_another_process_takes_over_from_one_that_is_killed(
    two: list[ServerProcess], connection: asyncpg.Connection
) -> None:
    leads, waits = await _leading(two, connection, "scheduler")
    assert SPEAKS in leads.text()
    assert SPEAKS not in waits.text()
    leads.kill()
    await _takes_over(waits, connection, "scheduler")

    async def works() -> bool:
        return SPEAKS in waits.text()

    await until(works, patience=2)


async def test_another_process_takes_over_from_one_that_is_frozen_and_it_finds_out(
    two: list[ServerProcess], connection: asyncpg.Connection
) -> None:
    frozen, waits = await _leading(two, connection, "scheduler")
    frozen.process.send_signal(signal.SIGSTOP)
    try:
        await _takes_over(waits, connection, "scheduler")
    finally:
        frozen.process.send_signal(signal.SIGCONT)

    async def serves() -> bool:
        async with httpx.AsyncClient(timeout=5) as http:
            return (await http.get(f"{frozen.url}/readyz")).status_code == 200

    await until(serves, patience=WITHIN)
    await asyncio.sleep(6)
    assert await leader(connection, "scheduler") == waits.process.pid, "who lives and leads is left alone"
    assert "the leading process failed" not in frozen.text() + waits.text()
