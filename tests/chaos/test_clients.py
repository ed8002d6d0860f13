"""Clients that mean no good: thousands of silent connections, and those that take or send next to nothing."""

import asyncio
import resource
import socket
import time
from collections.abc import Iterator

import psutil
import pytest

from app.db.database import DatabaseUrls
from tests.chaos.conftest import Extent
from tests.chaos.crowd import connect, crowd, text_frame, upgrade
from tests.chaos.life import living
from tests.chaos.recorder import Outcome, Recorder
from tests.servers import ServerProcess, server_process, until

pytestmark = pytest.mark.slow
MEGABYTE = 1 << 20
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


async def test_a_crowd_from_one_address(
    server: ServerProcess, shared_database: DatabaseUrls, recorder: Recorder, extent: Extent
) -> None:
    """Half of it says nothing, half opens sockets and does not sign in; none of them leaves by itself."""
    count = int(extent.choose(500, 10_000))
    soft, hard = psutil.Process(server.process.pid).rlimit(psutil.RLIMIT_NOFILE)
    assert soft == hard
    if hard < count + 1_000:
        pytest.skip(f"a process may open {hard} files here")
    async with living(server.url, shared_database) as life:
        begun = time.monotonic()
        life.watch()
        memory = [_memory(server)]
        healed = 0.0
        for _ in range(int(extent.choose(1, 2))):
            healed = max(healed, await _flood(server, count))
            memory.append(_memory(server))
        assert memory[-1] - memory[1] < 5, f"a second crowd finds the memory that the first one took: {memory}"
        assert memory[1] - memory[0] < 5 + count / 50, f"over 20 KB a connection: {memory}"
        assert not life.troubles, (life.reads, life.orders)
        assert life.screen.opened == 1, "an honest screen stays"
        slowest = max(life.slowest("200"), life.slowest("201"))
        await life.well_again(begun, patience=10)
        await life.stays_well()
        taken = ", ".join(f"{each:.0f}" for each in memory[1:])
        sees = f"nothing: slowest answer {slowest:.2f} s; memory {memory[0]:.0f} MB, after each crowd {taken}"
        fault = f"{count:,} connections from one address"
        recorder.add(Outcome(fault, sees, await life.lost(), len(life.unearned), healed, LETS_GO))


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


async def test_clients_that_drip_or_never_read(
    server: ServerProcess, shared_database: DatabaseUrls, recorder: Recorder, extent: Extent
) -> None:
    dripping, deaf = int(extent.choose(20, 500)), int(extent.choose(4, 50))
    async with living(server.url, shared_database, pace=0.02) as life:
        life.watch()
        since = time.monotonic()
        async with crowd(server.port, dripping, "drip") as attackers:
            greedy = [await _ask_and_never_read(server) for _ in range(deaf)]
            token = life.holder.tokens["access_token"]
            sockets = [await _follow_and_never_read(server, token) for _ in range(min(deaf, 9))]
            hung_up = {}
            for name, opened in (("answers", greedy), ("pushes", sockets)):
                await _until_hung_up(server, opened)
                hung_up[name] = time.monotonic() - since
            assert await attackers.leave() == dripping
        assert not life.troubles, (life.reads, life.orders)
        assert life.screen.opened == 1, "an honest screen stays"
        sees = f"nothing: slowest answer {max(life.slowest('200'), life.slowest('201')):.2f} s"
        await life.stays_well()
        lost, unearned = await life.lost(), len(life.unearned)
    dripped = f"{dripping} requests of one byte a second, {deaf} that never read their answers"
    recorder.add(Outcome(dripped, sees, lost, unearned, hung_up["answers"], 40))
    recorder.add(Outcome(f"{len(sockets)} sockets that never read", sees, lost, unearned, hung_up["pushes"], 60))


async def _ask_and_never_read(server: ServerProcess) -> socket.socket:
    """Ask for a large answer again and again."""
    opened = await connect(server.port, receive_buffer=4096)
    request = b"GET /openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n"
    await asyncio.get_running_loop().sock_sendall(opened, request * 20)
    return opened


async def _follow_and_never_read(server: ServerProcess, token: str) -> socket.socket:
    """Open a screen and take nothing of what it is told."""
    loop = asyncio.get_running_loop()
    opened = await connect(server.port, receive_buffer=4096)
    await loop.sock_sendall(opened, upgrade(server.port))
    assert b"101" in await loop.sock_recv(opened, 64)
    await loop.sock_sendall(opened, text_frame(type="auth", token=token))
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
