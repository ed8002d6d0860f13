"""News between processes: the bus is killed, the connection that listens is cut."""

import asyncio
import time
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.db.database import DatabaseUrls
from tests.chaos.conftest import Extent
from tests.chaos.life import Life, living
from tests.chaos.recorder import Outcome, Recorder
from tests.nats_server import nats_server
from tests.servers import ServerProcess, server_process, until

pytestmark = pytest.mark.slow
LISTENER = """SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'forexsignals-bus' AND datname = current_database()"""


async def _shown_after(life: Life) -> float:
    """How long an order of now takes to be on the screen."""
    return await life.well_again(time.monotonic(), patience=15)


async def test_the_bus_is_killed(
    shared_database: DatabaseUrls, tmp_path: Path, recorder: Recorder, extent: Extent
) -> None:
    with nats_server() as broker, server_process(tmp_path, shared_database, EVENT_BUS=broker.url) as server:
        async with living(server.url, shared_database) as life:
            life.watch()
            broker.kill()
            slowest = max([await _shown_after(life) for _ in range(int(extent.choose(2, 6)))])
            assert not life.troubles, (life.reads, life.orders)
            assert await _listens(server) is False
            broker.start()
            since = time.monotonic()

            async def listens() -> bool:
                return await _listens(server)

            await until(listens, patience=15)
            healed = time.monotonic() - since
            await life.well_again(since, patience=15)
            await life.stays_well()
            sees = f"nothing refused; an order is on the screen after {slowest:.1f} s at worst"
            recorder.add(Outcome("bus (NATS) killed", sees, await life.lost(), len(life.unearned), healed, 5))


async def _listens(server: ServerProcess) -> bool:
    async with httpx.AsyncClient() as client:
        ready = await client.get(f"{server.url}/readyz")
    assert ready.status_code == 200
    found: bool = ready.json()["listener"]
    return found


async def test_the_listening_connection_is_cut(
    shared_database: DatabaseUrls, tmp_path: Path, recorder: Recorder, extent: Extent
) -> None:
    with server_process(tmp_path, shared_database) as server:
        superuser = await asyncpg.connect(shared_database.owner)
        async with living(server.url, shared_database) as life:
            life.watch()
            worst = 0.0
            for _ in range(int(extent.choose(3, 20))):
                since = time.monotonic()
                assert await superuser.fetchval(LISTENER)
                worst = max(worst, await life.well_again(since, patience=15))
                await asyncio.sleep(0.2)
            assert not life.troubles, (life.reads, life.orders)
            await life.stays_well()
            sees = "nothing refused, no screen closed"
            assert life.screen.opened == 1
            recorder.add(Outcome("listening connection cut", sees, await life.lost(), len(life.unearned), worst, 3))
        await superuser.close()
