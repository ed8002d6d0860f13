"""Answers leave in one write each; everything else about a connection is as it was."""

import asyncio
import json
import re
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from app.db.database import DatabaseUrls
from app.main.http_transport import HEAD_PATIENCE, TAKE_PATIENCE
from tests.factories import ADMIN_ID, launch, sign_in
from tests.push.sockets import raw_screen, screen
from tests.servers import ServerProcess, server_process

pytestmark = pytest.mark.slow


@pytest.fixture
def server(database: DatabaseUrls, tmp_path: Path) -> Iterator[ServerProcess]:
    with server_process(tmp_path, database) as process:
        yield process


def talk(server: ServerProcess, sent: bytes) -> list[bytes]:
    """Send bytes and take pieces, as they arrive, until the server closes."""
    pieces = []
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as connection:
        connection.sendall(sent)
        while piece := connection.recv(1 << 20):
            pieces.append(piece)
    return pieces


def request(path: str, *headers: str) -> bytes:
    return "\r\n".join((f"GET {path} HTTP/1.1", "Host: test", *headers, "", "")).encode()


def test_head_and_body_arrive_together(server: ServerProcess) -> None:
    (answer,) = talk(server, request("/healthz", "Connection: close"))
    head, _, body = answer.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert json.loads(body) == {"status": "ok"}


def test_requests_sent_at_once_are_answered_in_order(server: ServerProcess) -> None:
    sent = request("/healthz") + request("/api/nope") + request("/healthz", "Connection: close")
    answers = b"".join(talk(server, sent)).split(b"HTTP/1.1 ")[1:]
    assert [answer[:3] for answer in answers] == [b"200", b"404", b"200"]


def test_a_client_that_hangs_up_at_once_harms_nobody(server: ServerProcess) -> None:
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(request("/healthz"))
    assert httpx.get(f"{server.url}/healthz").status_code == 200
    assert "Traceback" not in server.text()


async def test_a_long_answer_streams_whole(server: ServerProcess) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        admin = await sign_in(client, ADMIN_ID)
        await asyncio.gather(*(sign_in(client, telegram_id) for telegram_id in range(100, 160)))
        answer = await admin.get("/api/admin/history.csv")
        assert answer.headers["transfer-encoding"] == "chunked"
        assert len(answer.text.splitlines()) == 62


async def test_a_connection_becomes_a_socket(server: ServerProcess) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        tokens = (await client.post("/api/auth/login", json={"initData": launch(42)})).json()
    async with raw_screen(server.ws_url) as screen:
        await screen.send(type="auth", token=tokens["access_token"])
        assert (await screen.next())["type"] == "ready"
        await screen.send(type="ping")
        assert (await screen.next())["type"] == "pong"


async def test_who_is_slow_but_means_well_is_waited_for(server: ServerProcess) -> None:
    """Each for longer than somebody who sends or takes nothing would be."""
    await asyncio.gather(_keep_a_socket(server), _keep_a_connection(server), asyncio.to_thread(_read_slowly, server))


async def _keep_a_socket(server: ServerProcess) -> None:
    async with httpx.AsyncClient(base_url=server.url) as client:
        person = await sign_in(client, ADMIN_ID)
    async with screen(server.ws_url, person.tokens["access_token"]) as live:
        assert await live.silent(HEAD_PATIENCE + 1)
        await live.send(type="ping")
        assert (await live.next())["type"] == "pong"


async def _keep_a_connection(server: ServerProcess) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    for _ in range(4):
        await asyncio.sleep(HEAD_PATIENCE / 3)
        writer.write(request("/healthz"))
        assert (await reader.readuntil(b"}")).startswith(b"HTTP/1.1 200")
    writer.close()


def _read_slowly(server: ServerProcess) -> None:
    (path,) = re.findall(r'/docs/assets/swagger-ui-bundle.js[^"]*', httpx.get(f"{server.url}/docs").text)
    begun, received = time.monotonic(), 0
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8192)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(request(path, "Connection: close"))
        while piece := connection.recv(4096):
            received += len(piece)
            if time.monotonic() - begun < TAKE_PATIENCE + 3:
                time.sleep(0.1)
    assert received > 1_000_000
