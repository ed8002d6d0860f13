"""A small HTTP/1.1 server in a thread and an event loop of its own, whose connections can be cut at any moment."""

import asyncio
import socket
import threading
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import h11

HOST = "127.0.0.1"
PATIENCE = 10


@dataclass(frozen=True, slots=True)
class Request:
    method: str
    target: str
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes


Answer = Callable[[Request], Awaitable[Response | None]]
"""Called in the server's loop; None cuts the connection instead of answering. Cancelled when the client has gone."""


class HttpServer:
    """Serves between ``start`` and ``stop``; its port stays the same, and nobody else's, while it is down."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._reserved = _bound(0)
        self.port: int = self._reserved.getsockname()[1]
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()), name="fake Bot API", daemon=True)
        self._ready = threading.Event()
        self._connections: set[asyncio.Task[None]] = set()
        self._listening: asyncio.Server | None = None
        self._loop: asyncio.AbstractEventLoop
        self._stopped: asyncio.Event

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(PATIENCE), "the server did not start"

    def stop(self) -> None:
        self.soon(self._stopped.set)
        self._thread.join(PATIENCE)
        self._reserved.close()
        assert not self._thread.is_alive(), "the server did not stop"

    def down(self) -> None:
        """Cut every connection and refuse new ones."""
        asyncio.run_coroutine_threadsafe(self._cut(), self._loop).result(PATIENCE)

    def up(self) -> None:
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(PATIENCE)

    def soon(self, callback: Callable[[], object]) -> None:
        """Call something in the server's loop."""
        self._loop.call_soon_threadsafe(callback)

    async def _run(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        await self._listen()
        self._ready.set()
        await self._stopped.wait()
        await self._cut()

    async def _listen(self) -> None:
        if self._listening is None:
            self._listening = await asyncio.start_server(self._serve, sock=_bound(self.port))

    async def _cut(self) -> None:
        if self._listening is not None:
            self._listening.close()
            self._listening = None
        await asyncio.sleep(0)  # lets what was accepted a moment ago become a connection
        for task in self._connections:
            task.cancel()
        if self._connections:
            await asyncio.wait(self._connections)
        await asyncio.sleep(0)  # lets the transports close

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)
        connection = h11.Connection(h11.SERVER)
        try:
            while self._listening and await self._exchange(connection, reader, writer):
                connection.start_next_cycle()
        except (ConnectionError, h11.ProtocolError, asyncio.CancelledError):
            pass  # gone, or cut: asyncio reports a cancelled server task as an error
        finally:
            writer.transport.abort()

    async def _exchange(
        self, connection: h11.Connection, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        """Take a request and answer it; returns whether another may follow."""
        request = await _read(connection, reader)
        response = None if request is None else await self._answer_or_leave(request, reader)
        if response is None:
            return False
        headers = [("Content-Type", "application/json"), ("Content-Length", str(len(response.body)))]
        head = connection.send(h11.Response(status_code=response.status, headers=headers))
        body = connection.send(h11.Data(data=response.body))
        connection.send(h11.EndOfMessage())
        writer.write((head or b"") + (body or b""))
        await writer.drain()
        return connection.our_state is h11.DONE

    async def _answer_or_leave(self, request: Request, reader: asyncio.StreamReader) -> Response | None:
        """The answer; None also where the client closes its connection before it is there."""
        answering = asyncio.ensure_future(self._answer(request))
        leaving = asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait({answering, leaving}, return_when=asyncio.FIRST_COMPLETED)
            return answering.result() if answering.done() else None
        finally:
            for task in (answering, leaving):
                task.cancel()
            await asyncio.gather(answering, leaving, return_exceptions=True)


async def _read(connection: h11.Connection, reader: asyncio.StreamReader) -> Request | None:
    """The next request; None where the client closes instead."""
    head: h11.Request | None = None
    body = b""
    while True:
        match connection.next_event():
            case h11.NEED_DATA:
                connection.receive_data(await reader.read(65_536))
            case h11.Request() as head:
                pass
            case h11.Data(data=data):
                body += data
            case h11.EndOfMessage():
                assert head is not None
                kind = dict(head.headers).get(b"content-type", b"").decode("latin-1")
                return Request(head.method.decode(), head.target.decode(), kind, body)
            case _:
                return None


def _bound(port: int) -> socket.socket:
    bound = socket.socket()
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    bound.bind((HOST, port))
    return bound
