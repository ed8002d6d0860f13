"""Who says half a sentence, or takes no answer, holds no connection for long."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from app.main import body_limit, http_transport
from app.main.body_limit import BodyLimit
from app.ws.transport import BoundedSocket

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Connect = Callable[[], Awaitable[Streams]]
SHORT = 0.4


class House:
    """Answers ``/endless`` without an end, greets sockets, and everything else with two letters."""

    def __init__(self) -> None:
        self.ended = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":
            await send({"type": "websocket.accept"})
            await receive()
            await receive()
            return
        await send({"type": "http.response.start", "status": 200, "headers": []})
        if scope["path"] == "/endless":
            await self._stream(receive, send)
        else:
            await send({"type": "http.response.body", "body": b"ok"})

    async def _stream(self, receive: Receive, send: Send) -> None:
        async def gone() -> None:
            while (await receive())["type"] != "http.disconnect":
                pass

        async def pour() -> None:
            while True:
                await send({"type": "http.response.body", "body": bytes(1 << 20), "more_body": True})
                await asyncio.sleep(0)

        pouring = asyncio.create_task(pour())
        await gone()
        pouring.cancel()
        self.ended.set()


@pytest.fixture
async def house(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[House, Connect]]:
    """Our server's end of connections, less patient than it is."""
    monkeypatch.setattr(http_transport, "HEAD_PATIENCE", SHORT)
    monkeypatch.setattr(http_transport, "TAKE_PATIENCE", SHORT)
    monkeypatch.setattr(body_limit, "PATIENCE", SHORT)
    inside = House()
    async with _served(inside) as connect:
        yield inside, connect


@asynccontextmanager
async def _served(inside: House) -> AsyncIterator[Connect]:
    config = uvicorn.Config(
        BodyLimit(inside),
        port=0,
        lifespan="off",
        http=http_transport.OneWriteHttp,
        ws=BoundedSocket,
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield lambda: asyncio.open_connection("127.0.0.1", port)
    server.should_exit = True
    await running


async def _seconds_until_shut(reader: asyncio.StreamReader) -> tuple[float, bytes]:
    began = asyncio.get_running_loop().time()
    async with asyncio.timeout(5):
        heard = await reader.read()
    return asyncio.get_running_loop().time() - began, heard


@pytest.mark.parametrize("said", [b"", b"GET / HTTP/1.1\r\nHost: te", b"\r\n", b"POST / HTTP/1.1\r\nX-A: b\r\n"])
async def test_a_head_that_does_not_come_ends_the_connection(house: tuple[House, Connect], said: bytes) -> None:
    reader, writer = await house[1]()
    writer.write(said)
    seconds, heard = await _seconds_until_shut(reader)
    assert heard == b""
    assert SHORT - 0.1 < seconds < SHORT + 2
    writer.close()


async def test_a_head_that_drips_gets_no_more_time(house: tuple[House, Connect]) -> None:
    reader, writer = await house[1]()

    async def drip() -> None:
        for letter in b"GET / HTTP/1.1\r\n" + b"X-Slow: 1\r\n" * 100:
            writer.write(bytes([letter]))
            await asyncio.sleep(0.05)

    dripping = asyncio.create_task(drip())
    seconds, _ = await _seconds_until_shut(reader)
    assert seconds < SHORT + 2
    dripping.cancel()
    writer.close()


async def test_the_same_holds_for_the_second_request_of_a_connection(house: tuple[House, Connect]) -> None:
    reader, writer = await house[1]()
    writer.write(b"GET / HTTP/1.1\r\nHost: test\r\n\r\n")
    assert (await reader.readuntil(b"ok")).startswith(b"HTTP/1.1 200")
    writer.write(b"GET / HTTP/1.1\r\nHost: te")
    seconds, _ = await _seconds_until_shut(reader)
    assert seconds < SHORT + 2
    writer.close()


async def test_a_head_without_an_end_is_refused(house: tuple[House, Connect]) -> None:
    reader, writer = await house[1]()
    writer.write(b"GET / HTTP/1.1\r\nX-Long: " + b"a" * http_transport.MAX_HEAD)
    _, heard = await _seconds_until_shut(reader)
    assert heard.startswith(b"HTTP/1.1 400")
    writer.close()


async def test_a_body_that_drips_is_408(house: tuple[House, Connect]) -> None:
    reader, writer = await house[1]()
    writer.write(b"POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 100\r\n\r\nabc")
    async with asyncio.timeout(5):
        heard = await reader.readuntil(b"request_timeout")
    assert heard.startswith(b"HTTP/1.1 408")
    writer.close()


async def test_who_takes_nothing_of_an_answer_is_let_go(house: tuple[House, Connect]) -> None:
    reader, writer = await house[1]()
    writer.write(b"GET /endless HTTP/1.1\r\nHost: test\r\n\r\n")
    await reader.readuntil(b"\r\n\r\n")
    async with asyncio.timeout(5):
        await house[0].ended.wait()
    writer.close()


async def test_a_socket_is_no_head_that_does_not_come(house: tuple[House, Connect]) -> None:
    reader, writer = await house[1]()
    writer.write(
        b"GET /ws HTTP/1.1\r\nHost: test\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
    )
    assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(3 * SHORT):
            await reader.read()
    writer.close()


@pytest.mark.parametrize("doubled", [b"Transfer-Encoding: chunked", b"Content-Length: 5"])
async def test_a_message_of_two_lengths_is_refused(house: tuple[House, Connect], doubled: bytes) -> None:
    reader, writer = await house[1]()
    writer.write(b"POST / HTTP/1.1\r\nHost: test\r\nContent-Length: 4\r\n" + doubled + b"\r\n\r\n0\r\n\r\n")
    async with asyncio.timeout(5):
        assert (await reader.readline()).startswith(b"HTTP/1.1 400")
    writer.close()
