"""The server's end of an HTTP connection: head and body of an answer leave together, and nobody holds it in vain."""

import asyncio
from typing import Any, Final, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_PATIENCE: Final = 10.0
"""Seconds that a connection on which nothing is being answered has to bring the whole head of a request."""

MAX_HEAD: Final = 65_536
"""Bytes after which a head that is not whole yet is refused."""

TAKE_PATIENCE: Final = 20.0
"""Seconds that an answer waits for a client that takes nothing of it."""


class _Corked:
    """A transport that writes what one turn of the loop gives it at once: one system call and one packet, not two."""

    __slots__ = ("_loop", "_parts", "inner")

    def __init__(self, inner: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self.inner = inner
        self._loop = loop
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
        """Close politely: what is not sent yet gets a while to be taken."""
        self.flush()
        self.inner.close()
        if self.inner.get_write_buffer_size():
            self._loop.call_later(TAKE_PATIENCE, self.inner.abort)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class OneWriteHttp(HttpToolsProtocol):
    """uvicorn's protocol, whose answers are two writes otherwise, and which waits for a head and for a reader for ever.

    A connection that becomes a socket is uncorked. Bodies have their own bounds in ``app.main.body_limit``.
    """

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast("asyncio.Transport", _Corked(transport, self.loop)))
        self._head_due: asyncio.TimerHandle | None = None
        self._take_due: asyncio.TimerHandle | None = None
        self._in_head, self._head_size = False, 0
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop(self._head_due)
        self._stop(self._take_due)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering or self not in self.connections:  # those that have become sockets are not
            return
        if self._head_due is None:
            self._expect_head()
        if self._in_head:
            self._head_size += len(data)
            if self._head_size > MAX_HEAD and not self.transport.is_closing():
                self.send_400_response("The head of the request is too large.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_size = True, 0

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._stop(self._head_due)
        self._head_due = None
        super().on_headers_complete()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._take_due = self.loop.call_later(TAKE_PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._stop(self._take_due)

    def handle_websocket_upgrade(self) -> None:
        corked = cast("_Corked", self.transport)
        corked.flush()
        self.transport = corked.inner
        super().handle_websocket_upgrade()
        self._stop(self._head_due)

    def _expect_head(self) -> None:
        if not self.transport.is_closing():
            self._head_due = self.loop.call_later(HEAD_PATIENCE, self.transport.close)

    @staticmethod
    def _stop(timer: asyncio.TimerHandle | None) -> None:
        if timer is not None:
            timer.cancel()
