"""The server's end of an HTTP connection: how an answer leaves, and how long a client may take over its part."""

import asyncio
from array import array
from collections.abc import Callable
from fcntl import ioctl
from termios import TIOCOUTQ
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_PATIENCE: Final = 10.0
"""Seconds from a connection's beginning, or from the first byte after an answer, to the end of the request's head."""

MAX_HEAD: Final = 65_536
"""Bytes after which a head that is not whole yet is refused."""

TAKE_PATIENCE: Final = 10.0
LEAST_TAKEN: Final = 1000
"""Bytes that a client for whom an answer waits takes in ``TAKE_PATIENCE`` seconds, or it is let go.

So few that no telephone at the edge of its network is meant.
"""


def untaken(transport: asyncio.Transport) -> int:
    """Bytes that the other end has not confirmed yet, those in the kernel included."""
    in_kernel = array("i", [0])
    try:
        ioctl(transport.get_extra_info("socket").fileno(), TIOCOUTQ, in_kernel)
    except (OSError, AttributeError):
        return transport.get_write_buffer_size()
    return transport.get_write_buffer_size() + in_kernel[0]


class _Corked:
    """A transport that writes what one turn of the loop gives it at once: one system call and one packet, not two."""

    __slots__ = ("_closing", "_loop", "_parts", "inner")

    def __init__(self, inner: asyncio.Transport, loop: asyncio.AbstractEventLoop, closing: Callable[[], None]) -> None:
        """``closing`` is called when it is closed, which happens once everything has been taken."""
        self.inner = inner
        self._loop = loop
        self._closing = closing
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> None:
        if not self._parts:
            self._loop.call_soon(self.flush)
        self._parts.append(part)

    def flush(self) -> None:
        if self._parts:
            parts, self._parts = self._parts, []
            self.inner.write(b"".join(parts))

    def close(self) -> None:
        self.flush()
        self.inner.close()
        self._closing()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class OneWriteHttp(HttpToolsProtocol):
    """uvicorn's protocol, whose answers are two writes otherwise, and which waits for a slow client for ever.

    A connection that becomes a socket is uncorked. Bodies have their own bounds in ``app.main.body_limit``.
    """

    _is_in_head, _head_size = False, 0

    _head: asyncio.TimerHandle | None = None
    """Closes a connection without a whole head."""

    _taking: asyncio.TimerHandle | None = None
    """Looks how much has been taken of an answer that waits."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        corked = _Corked(transport, self.loop, self._watch)
        super().connection_made(cast("asyncio.Transport", corked))
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._have_head()
        self._unwatch()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if not self._waits_for_head():
            return
        if self._head is None:
            self._expect_head()
        if self._is_in_head:
            self._head_size += len(data)
            if self._head_size > MAX_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._is_in_head, self._head_size = True, 0

    def on_headers_complete(self) -> None:
        self._is_in_head = False
        self._have_head()
        super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        if not self.transport.is_closing():
            self._unwatch()
        super().resume_writing()

    def handle_websocket_upgrade(self) -> None:
        corked = cast("_Corked", self.transport)
        corked.flush()
        self.transport = corked.inner
        super().handle_websocket_upgrade()

    def _waits_for_head(self) -> bool:
        """False also where the connection has become a socket, which has patience of its own."""
        return self in self.connections and (self.cycle is None or self.cycle.response_complete)

    def _expect_head(self) -> None:
        self._head = self.loop.call_later(HEAD_PATIENCE, self.transport.abort)

    def _have_head(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _watch(self) -> None:
        """Look from now on whether an answer is taken."""
        if self._taking is None and self.transport.get_write_buffer_size():
            self._look_later()

    def _look_later(self) -> None:
        self._taking = self.loop.call_later(TAKE_PATIENCE, self._look, untaken(self.transport))

    def _look(self, before: int) -> None:
        """Close where next to nothing has been taken since ``before`` bytes were left."""
        if untaken(self.transport) > before - LEAST_TAKEN:
            self.transport.abort()
        else:
            self._look_later()

    def _unwatch(self) -> None:
        if self._taking is not None:
            self._taking.cancel()
            self._taking = None
