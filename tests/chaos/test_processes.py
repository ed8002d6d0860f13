"""kill -9: one of two workers, the only process, PostgreSQL."""

import asyncio
import os
import signal
import time
from pathlib import Path

import asyncpg
import pytest

from app.cli.serve import prepare_database
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from tests.chaos.conftest import Extent
from tests.chaos.life import living
from tests.chaos.recorder import Outcome, Recorder
from tests.servers import free_port, server_process, until

pytestmark = pytest.mark.slow
AWAY = "503 database_unavailable"
ANSWERS_WITHIN = 10.0
"""Seconds: two are promised, and a machine that runs other things too may take its time."""


async def _workers(database: DatabaseUrls) -> set[int]:
    connection = await asyncpg.connect(database.app)
    rows = await connection.fetch("SELECT pid FROM process_figures WHERE seen_at > now() - interval '4 s'")
    await connection.close()
    return {row["pid"] for row in rows}


async def test_one_of_two_workers_is_killed(
    shared_database: DatabaseUrls, tmp_path: Path, recorder: Recorder, extent: Extent
) -> None:
    with server_process(tmp_path, shared_database, WEB_CONCURRENCY="2") as server:
        async with living(server.url, shared_database) as life:
            known: set[int] = set()

            async def another_has_come() -> bool:
                return bool(await _workers(shared_database) - known)

            async def both_work() -> bool:
                return len(await _workers(shared_database)) == 2

            await until(both_work, patience=20)
            served, whole, broken = 0.0, 0.0, 0
            for _ in range(int(extent.choose(1, 3))):
                known |= await _workers(shared_database)
                life.watch()
                since = time.monotonic()
                os.kill(max(known), signal.SIGKILL)
                served = max(served, await life.well_again(since, patience=20))
                await until(another_has_come, patience=30)
                whole = max(whole, time.monotonic() - since)
                assert life.troubles <= {"no answer"}, (life.reads, life.orders)
                broken += life.reads.answers["no answer"] + life.orders.answers["no answer"]
                known = await _workers(shared_database) - {max(known)}
            await life.stays_well()
            sees = f"requests that broke off: {broken}; served by the other one, worst gap {served:.1f} s"
            recorder.add(Outcome("one of two workers killed", sees, await life.lost(), len(life.unearned), whole, 30))


async def test_the_only_process_is_killed_and_started_again(
    shared_database: DatabaseUrls, tmp_path: Path, recorder: Recorder
) -> None:
    port = free_port()
    with server_process(tmp_path, shared_database, port=port) as server:
        async with living(server.url, shared_database) as life:
            life.watch()
            server.kill()
            since = time.monotonic()
            await asyncio.sleep(0.3)
            assert life.troubles == {"no answer"}
            opened = life.screen.opened
            with server_process(tmp_path, shared_database, port=port):
                healed = await life.well_again(since, patience=30)
                assert life.screen.opened > opened
                assert life.troubles == {"no answer"}
                await life.stays_well()
                sees = "no connection; the screen says so and reconnects by itself"
                lost = await life.lost()
                recorder.add(Outcome("the only process killed", sees, lost, len(life.unearned), healed, 30))


async def test_postgresql_is_killed_and_started_again_by_its_host(
    tmp_path: Path, recorder: Recorder, extent: Extent
) -> None:
    extent.need_full()
    with EmbeddedPostgres.join(tmp_path / "pg") as postgres:
        urls = DatabaseUrls(app=postgres.urls.app, owner=postgres.urls.owner)
        await asyncio.to_thread(prepare_database, urls)
        with server_process(tmp_path / "app", urls) as server:
            async with living(server.url, urls) as life:
                life.watch()
                assert postgres.pid is not None
                os.kill(postgres.pid, signal.SIGKILL)
                await asyncio.sleep(1)
                await asyncio.to_thread(postgres.revive)
                healed = await life.well_again(time.monotonic(), patience=30)
                assert life.troubles == {AWAY}, (life.reads, life.orders)
                slowest = life.slowest(AWAY)
                assert slowest < ANSWERS_WITHIN
                await life.stays_well()
                sees = f"`{AWAY}`, the slowest after {slowest:.2f} s; the screen stays"
                recorder.add(Outcome("PostgreSQL killed", sees, await life.lost(), len(life.unearned), healed, 5))


async def test_the_embedded_postgresql_is_killed_and_starts_by_itself(tmp_path: Path, recorder: Recorder) -> None:
    with server_process(tmp_path, None) as server, EmbeddedPostgres.join(tmp_path / "var/postgres") as postgres:
        urls = DatabaseUrls(app=postgres.urls.app, owner=postgres.urls.owner)
        async with living(server.url, urls) as life:
            life.watch()
            assert postgres.pid is not None
            os.kill(postgres.pid, signal.SIGKILL)
            since = time.monotonic()

            async def is_noticed() -> bool:
                return bool(life.troubles)

            await until(is_noticed, patience=10)
            healed = await life.well_again(since, patience=30)
            assert life.troubles == {AWAY}, (life.reads, life.orders)
            sees = f"`{AWAY}`, the slowest after {life.slowest(AWAY):.2f} s; the screen stays"
            await life.stays_well()
            recorder.add(Outcome("embedded PostgreSQL killed", sees, await life.lost(), len(life.unearned), healed, 15))
