"""The server's end of an HTTP connection: head and body of an answer leave together."""

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


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
        self.flush()
        self.inner.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class OneWriteHttp(HttpToolsProtocol):
    """uvicorn's protocol, whose answers are two writes otherwise. A connection that becomes a socket is uncorked."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(cast("asyncio.Transport", _Corked(transport, self.loop)))

    def handle_websocket_upgrade(self) -> None:
        corked = cast("_Corked", self.transport)
        corked.flush()
        self.transport = corked.inner
        super().handle_websocket_upgrade()
