"""Thousands of open screens in one process: no more of a WebSocket client than it takes to sign in and to listen."""

import asyncio
import base64
import json
import os
import resource
import struct
import time
from collections.abc import Callable, Iterable
from typing import Final

Heard = Callable[[int, dict[str, object], float], None]
"""Called with a person's id, a frame, and when it arrived (seconds since 1970)."""

AT_ONCE: Final = 100
HANDSHAKE: Final = (
    "GET /ws HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)


def allow_many_files() -> None:
    """Raise the limit of open files as far as the system lets us."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


class Screen(asyncio.Protocol):
    """One socket: signs in once the handshake is through, then hands every frame on."""

    def __init__(self, person: int, token: str, host: str, heard: Heard) -> None:
        self.person = person
        self.is_ready = asyncio.get_running_loop().create_future()
        self.close_code: int | None = None
        self.is_closed = asyncio.Event()
        self._token = token
        self._host = host
        self._heard = heard
        self._buffer = b""
        self._open = False
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        key = base64.b64encode(os.urandom(16)).decode()
        transport.write(HANDSHAKE.format(host=self._host, key=key).encode())

    def data_received(self, data: bytes) -> None:
        at = time.time()
        self._buffer += data
        if not self._open:
            head, found, rest = self._buffer.partition(b"\r\n\r\n")
            if not found:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self._fail(f"refused: {head[:60]!r}")
                return
            self._open, self._buffer = True, rest
            self._send({"type": "auth", "token": self._token})
        while (frame := self._take()) is not None:
            self._handle(*frame, at)

    def _take(self) -> tuple[int, bytes] | None:
        """The next whole frame, as the server sends them: never masked, never in parts."""
        if len(self._buffer) < 2:
            return None
        length, start = self._buffer[1] & 0x7F, 2
        if length == 126:
            if len(self._buffer) < 4:
                return None
            length, start = struct.unpack_from("!H", self._buffer, 2)[0], 4
        if len(self._buffer) < start + length:
            return None
        kind, payload = self._buffer[0] & 0x0F, self._buffer[start : start + length]
        self._buffer = self._buffer[start + length :]
        return kind, payload

    def _handle(self, kind: int, payload: bytes, at: float) -> None:
        if kind == 8:
            self.close_code = struct.unpack_from("!H", payload)[0] if len(payload) >= 2 else 1005
            self.close()
        elif kind == 9:
            self._write(0x8A, payload)
        elif kind == 1:
            frame = json.loads(payload)
            if frame["type"] == "ready" and not self.is_ready.done():
                self.is_ready.set_result(None)
            self._heard(self.person, frame, at)

    def _send(self, frame: dict[str, object]) -> None:
        self._write(0x81, json.dumps(frame).encode())

    def _write(self, kind: int, payload: bytes) -> None:
        size = (
            bytes([0x80 | len(payload)])
            if len(payload) < 126
            else bytes([0x80 | 126]) + struct.pack("!H", len(payload))
        )
        if self._transport is not None:
            # A mask of zeros is a mask, and costs nothing.
            self._transport.write(bytes([kind]) + size + bytes(4) + payload)

    def connection_lost(self, _: Exception | None) -> None:
        self._fail("closed")
        self.is_closed.set()

    def _fail(self, why: str) -> None:
        if not self.is_ready.done():
            self.is_ready.set_exception(ConnectionError(f"{why} ({self.close_code})"))
            self.is_ready.exception()

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()


async def open_screen(port: int, person: int, token: str, heard: Heard) -> Screen:
    """Connect and wait for ``ready``. Raises OSError where the server cannot be reached or refuses."""
    loop = asyncio.get_running_loop()
    host = f"127.0.0.1:{port}"
    _, screen = await loop.create_connection(lambda: Screen(person, token, host, heard), "127.0.0.1", port)
    await asyncio.wait_for(screen.is_ready, 30)
    return screen


async def open_screens(port: int, tokens: Iterable[tuple[int, str]], heard: Heard) -> list[Screen]:
    """Open a screen for each person, some at a time."""
    turn = asyncio.Semaphore(AT_ONCE)

    async def one(person: int, token: str) -> Screen:
        async with turn:
            return await open_screen(port, person, token, heard)

    return list(await asyncio.gather(*(one(person, token) for person, token in tokens)))
