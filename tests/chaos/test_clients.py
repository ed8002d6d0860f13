"""Clients that mean no good: thousands of silent connections, and those that take or send next to nothing."""

import asyncio
import itertools
import resource
import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil
import pytest

from app.db.database import DatabaseUrls
from tests.chaos.conftest import Extent
from tests.chaos.crowd import connect, crowd, text_frame, upgrade
from tests.chaos.life import Life, living
from tests.chaos.recorder import Outcome, Recorder
from tests.servers import ServerProcess, server_process, until

pytestmark = pytest.mark.slow
MEGABYTE = 1 << 20
ELSEWHERE = "127.0.0.10"
"""The crowds use up what their address may open."""

SLACK = 30
"""Files that the app's everyday life opens and closes meanwhile."""

LETS_GO = 20.0
"""Seconds after which the last of the connections that bring nothing is closed by the server."""


@pytest.fixture(scope="module")
def server(shared_database: DatabaseUrls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    """Started with the 1,024 open files that many systems give a process that does not ask for more."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
    try:
        with server_process(tmp_path_factory.mktemp("clients"), shared_database) as running:
            resource.setrlimit(resource.RLIMIT_NOFILE, before)
            yield running
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def _files(server: ServerProcess) -> int:
    return int(psutil.Process(server.process.pid).num_fds())


def _memory(server: ServerProcess) -> float:
    return float(psutil.Process(server.process.pid).memory_info().rss) / MEGABYTE


@dataclass(frozen=True, slots=True)
class Kept:
    """For how many seconds the server kept clients, and what else is to be said of them."""

    fault: str
    seconds: float
    limit: float
    beside: str = ""


async def test_clients_that_mean_no_good(
    server: ServerProcess, shared_database: DatabaseUrls, recorder: Recorder, extent: Extent
) -> None:
    """One kind after the other; in the short form all at once."""
    attacks = (_come_in_crowds, _take_and_send_nothing)
    for together in [[each] for each in attacks] if extent.is_full else [attacks]:
        async with living(server.url, shared_database, pace=0.02) as life:
            begun = time.monotonic()
            life.watch()
            kept = await asyncio.gather(*(attack(server, life, extent) for attack in together))
            assert not life.troubles, (life.reads, life.orders)
            assert life.screen.opened == 1, "an honest screen stays"
            slowest = life.slowest_good
            await life.well_again(begun, patience=10)
            await life.stays_well()
            lost, unearned = await life.lost(), len(life.unearned)
        for each in itertools.chain(*kept):
            sees = f"nothing: slowest answer {slowest:.2f} s{each.beside}"
            recorder.add(Outcome(each.fault, sees, lost, unearned, each.seconds, each.limit))


async def _come_in_crowds(server: ServerProcess, _life: Life, extent: Extent) -> list[Kept]:
    """Half a crowd says nothing, half opens sockets and does not sign in; none of them leaves by itself."""
    count = int(extent.choose(500, 10_000))
    soft, hard = psutil.Process(server.process.pid).rlimit(psutil.RLIMIT_NOFILE)
    assert soft == hard > count + 1_000, "the process has asked for all the files that it may open"
    memory, seconds = [_memory(server)], 0.0
    for _ in range(int(extent.choose(1, 2))):
        seconds = max(seconds, await _flood(server, count))
        memory.append(_memory(server))
    assert memory[-1] - memory[1] < 5, f"a second crowd finds the memory that the first one took: {memory}"
    assert memory[1] - memory[0] < 10 + count / 50, f"over 20 KB a connection: {memory}"
    beside = f"; memory {memory[0]:.0f} MB, after each crowd {', '.join(f'{each:.0f}' for each in memory[1:])}"
    return [Kept(f"{count:,} connections from one address", seconds, LETS_GO, beside)]


async def _flood(server: ServerProcess, count: int) -> float:
    """Have a crowd come, and return how long the server kept the last of it."""
    files, half = _files(server), count // 2
    async with crowd(server.port, half, "silent") as silent, crowd(server.port, half, "sockets") as sockets:
        most = 0

        async def has_let_go() -> bool:
            nonlocal most
            most = max(most, _files(server))
            return _files(server) < files + SLACK

        healed = await until(has_let_go, patience=2 * LETS_GO)
        assert await silent.leave() + await sockets.leave() > count - SLACK
    assert most > count // 4, "the crowd was there"
    return healed


async def _take_and_send_nothing(server: ServerProcess, life: Life, extent: Extent) -> list[Kept]:
    dripping, deaf, since = int(extent.choose(20, 500)), int(extent.choose(4, 50)), time.monotonic()
    async with crowd(server.port, dripping, "drip") as drips:
        greedy = [await _ask_and_never_read(server) for _ in range(deaf)]
        token = life.holder.tokens["access_token"]
        sockets = [await _follow_and_never_read(server, token) for _ in range(min(deaf, 9))]
        await _until_hung_up(server, greedy)
        answers = time.monotonic() - since
        await _until_hung_up(server, sockets)
        assert await drips.leave() == dripping
    dripped = f"{dripping} requests of one byte a second, {deaf} that never read their answers"
    return [Kept(dripped, answers, 40), Kept(f"{len(sockets)} sockets that never read", time.monotonic() - since, 60)]


async def _ask_and_never_read(server: ServerProcess) -> socket.socket:
    """Ask for a large answer again and again."""
    opened = await connect(server.port, address=ELSEWHERE, receive_buffer=4096)
    request = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    await asyncio.get_running_loop().sock_sendall(opened, request * 20)
    return opened


async def _follow_and_never_read(server: ServerProcess, token: str) -> socket.socket:
    """Open a screen, have oneself greeted again and again and take nothing of what it is told."""
    loop = asyncio.get_running_loop()
    opened = await connect(server.port, address=ELSEWHERE, receive_buffer=4096)
    await loop.sock_sendall(opened, upgrade(server.port))
    assert b"101" in await loop.sock_recv(opened, 64)
    await loop.sock_sendall(opened, text_frame(type="auth", token=token) * 200)
    return opened


async def _until_hung_up(server: ServerProcess, clients: list[socket.socket]) -> None:
    """The client itself cannot see it: the end of the connection is behind what it does not read."""
    ports = {opened.getsockname()[1] for opened in clients}

    async def are_gone() -> bool:
        await asyncio.sleep(0.1)
        held = psutil.Process(server.process.pid).net_connections("tcp")
        return not ports & {each.raddr.port for each in held if each.raddr}

    await until(are_gone, patience=90)
    for opened in clients:
        opened.close()
