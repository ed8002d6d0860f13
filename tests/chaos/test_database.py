"""The database is slow, unreachable, or out of disk."""

import asyncio
import subprocess
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractContextManager, asynccontextmanager, contextmanager
from pathlib import Path

import pytest

from app.cli.serve import prepare_database
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from tests.chaos.conftest import Extent
from tests.chaos.life import Tally, living
from tests.chaos.proxy import slow_network
from tests.chaos.recorder import Outcome, Recorder
from tests.servers import ServerProcess, server_process, until

pytestmark = pytest.mark.slow
AWAY = "503 database_unavailable"
ANSWERS_WITHIN = 10.0
DISK = 192
"""Megabytes: a new cluster takes 80, its log up to 64 more."""


async def test_the_database_is_slow_and_then_swallows_everything(
    shared_database: DatabaseUrls, tmp_path: Path, recorder: Recorder, extent: Extent
) -> None:
    async with (
        slow_network(shared_database) as (network, urls),
        _beside(server_process(tmp_path, urls)) as server,
        living(server.url, shared_database, pace=0.1) as life,
    ):
        for delay, limit in ((0.05, 5.0), (0.5, 15.0)):
            life.watch()
            life.publishing = delay < 0.1
            network.delay = delay
            await asyncio.sleep(extent.choose(2, 12) + 4 * delay)
            assert life.reads.good, life.reads
            assert life.troubles <= {AWAY}, (life.reads, life.orders)
            refused = life.reads.answers[AWAY] + life.orders.answers[AWAY]
            asked = life.reads.answers.total() + life.orders.answers.total()
            slowest = life.slowest_good
            network.delay = 0.0
            healed = await life.well_again(time.monotonic(), patience=30)
            await asyncio.sleep(4 * delay)
            await life.stays_well()
            sees = f"the same, later: after {slowest:.1f} s at worst, {refused} of {asked} refused with `{AWAY}`"
            fault = f"database {1000 * delay:.0f} ms slower"
            recorder.add(Outcome(fault, sees, await life.lost(), len(life.unearned), healed, limit))
        life.publishing = True
        life.watch()
        network.swallow()
        await asyncio.sleep(extent.choose(3, 20))
        assert life.troubles == {AWAY}, (life.reads, life.orders)
        slowest = life.slowest(AWAY)
        assert slowest < ANSWERS_WITHIN
        network.pass_on()
        healed = await life.well_again(time.monotonic(), patience=30)
        await life.stays_well()
        sees = f"`{AWAY}`, the slowest after {slowest:.1f} s"
        recorder.add(Outcome("database in a black hole", sees, await life.lost(), len(life.unearned), healed, 5))


@asynccontextmanager
async def _beside(process: AbstractContextManager[ServerProcess]) -> AsyncIterator[ServerProcess]:
    """Start and stop a process while this loop, and the network in it, goes on."""
    server = await asyncio.to_thread(process.__enter__)
    try:
        yield server
    finally:
        await asyncio.to_thread(process.__exit__, None, None, None)


@contextmanager
def _small_disk(folder: Path) -> Iterator[Path]:
    """A file system that is soon full."""
    folder.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={DISK}m,mode=0777", "tmpfs", str(folder)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip(f"no file system of limited size can be mounted here: {made.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def _fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(65_536))
        except OSError:
            return ballast


async def test_the_disk_is_full(tmp_path: Path, recorder: Recorder, extent: Extent) -> None:
    with _small_disk(tmp_path / "disk") as disk, EmbeddedPostgres.join(disk / "pg") as postgres:
        urls = DatabaseUrls(app=postgres.urls.app, owner=postgres.urls.owner)
        await asyncio.to_thread(prepare_database, urls)
        with server_process(tmp_path / "app", urls) as server:
            async with living(server.url, urls, pace=0.02) as life:
                ballast = await asyncio.to_thread(_fill, disk)

                async def is_refused() -> bool:
                    return bool(life.troubles)

                life.watch()
                await until(is_refused, patience=120)
                life.watch()
                await asyncio.sleep(extent.choose(2, 10))
                assert life.troubles == {AWAY}, (life.reads, life.orders)
                assert not life.orders.good
                crashed = postgres.pid is None
                reading = "PostgreSQL has stopped, nobody can read" if crashed else _share(life.reads)
                slowest = life.slowest(AWAY)
                ballast.unlink()
                await asyncio.to_thread(postgres.revive)
                healed = await life.well_again(time.monotonic(), patience=60)
                await life.stays_well()
                sees = f"orders are refused with `{AWAY}` after {slowest:.2f} s at worst; {reading}"
                recorder.add(Outcome("disk full", sees, await life.lost(), len(life.unearned), healed, 15))


def _share(reads: Tally) -> str:
    return f"of {reads.answers.total()} reads {reads.good} are served"
