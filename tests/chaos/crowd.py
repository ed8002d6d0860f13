"""Many connections from one address that mean no good.

Usage: ``python -m tests.chaos.crowd PORT COUNT KIND``, KIND ``silent``, ``sockets`` or ``drip``. Says ``open`` once
all are there, and when its input ends how many of them the server has closed by then.
"""

import asyncio
import base64
import json
import os
import resource
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

FROM = "127.0.0.9"
AT_ONCE = 200
HEAD = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(100))


def upgrade(port: int) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    lines = [
        "GET /ws HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Version: 13",
        f"Sec-WebSocket-Key: {key}",
    ]
    return "\r\n".join([*lines, "", ""]).encode()


def text_frame(**content: str) -> bytes:
    """A client's frame of up to 64 KiB, masked with zeros."""
    payload = json.dumps(content).encode()
    return b"\x81\xfe" + len(payload).to_bytes(2, "big") + bytes(4) + payload


async def connect(port: int, *, address: str = FROM, receive_buffer: int | None = None) -> socket.socket:
    opened = socket.socket()
    opened.setblocking(False)
    if receive_buffer is not None:
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    opened.bind((address, 0))
    await asyncio.get_running_loop().sock_connect(opened, ("127.0.0.1", port))
    return opened


async def closed_by_server(opened: socket.socket) -> None:
    """Wait until there is nothing more to read, for good."""
    with suppress(OSError):
        while await asyncio.get_running_loop().sock_recv(opened, 65_536):
            pass


async def _misbehave(port: int, kind: str, room: asyncio.Semaphore, is_open: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    async with room:
        opened = await connect(port)
        if kind == "sockets":
            await loop.sock_sendall(opened, upgrade(port))
            await loop.sock_recv(opened, 4096)
        is_open.set()
    if kind == "drip":
        await _drip(opened)
    await closed_by_server(opened)
    opened.close()


async def _drip(opened: socket.socket) -> None:
    """One byte of a head a second."""
    with suppress(OSError):
        for byte in HEAD:
            await asyncio.get_running_loop().sock_sendall(opened, bytes([byte]))
            await asyncio.sleep(1)


async def _main(port: int, count: int, kind: str) -> None:
    room, opened = asyncio.Semaphore(AT_ONCE), [asyncio.Event() for _ in range(count)]
    tasks = [asyncio.create_task(_misbehave(port, kind, room, is_open)) for is_open in opened]
    for is_open in opened:
        await is_open.wait()
    print("open", flush=True)  # noqa: T201
    await asyncio.to_thread(sys.stdin.read)
    print(sum(task.done() for task in tasks), flush=True)  # noqa: T201
    for task in tasks:
        task.cancel()


@asynccontextmanager
async def crowd(port: int, count: int, kind: str) -> AsyncIterator["Crowd"]:
    """A crowd in a process of its own, all there when the block begins, gone after it."""
    command = [sys.executable, "-m", "tests.chaos.crowd", str(port), str(count), kind]
    pipe = asyncio.subprocess.PIPE
    child = await asyncio.create_subprocess_exec(*command, stdin=pipe, stdout=pipe)
    assert child.stdout is not None
    assert await child.stdout.readline() == b"open\n"
    try:
        yield Crowd(child)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()


class Crowd:
    def __init__(self, child: asyncio.subprocess.Process) -> None:
        self._child = child

    async def leave(self) -> int:
        """Send it away; returns how many the server had closed before."""
        said, _ = await self._child.communicate(b"")
        return int(said)


if __name__ == "__main__":
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    asyncio.run(_main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]))
