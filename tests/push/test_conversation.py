"""Slow clients, and renewals that overlap with news: one conversation, seen from both ends."""

import asyncio
import base64
import json
import os
import socket
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from limits.aio.storage import MemoryStorage
from limits.aio.strategies import MovingWindowRateLimiter
from starlette.types import Message
from starlette.websockets import WebSocket
from websockets.frames import Frame, Opcode

from app.resources import Resources
from app.services.live import LiveReads, LiveState
from app.ws import conversation
from app.ws.conversation import Conversation
from tests.factories import ADMIN_ID, Json, grant, sign_in
from tests.servers import serving, until


async def silent_client(port: int, token: str) -> socket.socket:
    """A client with a small buffer that signs in and then takes nothing."""
    loop = asyncio.get_running_loop()
    client = socket.socket()
    client.setblocking(False)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    await loop.sock_connect(client, ("127.0.0.1", port))
    key = base64.b64encode(os.urandom(16)).decode()
    lines = ["GET /ws HTTP/1.1", "Host: test", "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13"]
    await loop.sock_sendall(client, "\r\n".join([*lines, f"Sec-WebSocket-Key: {key}", "", ""]).encode())
    assert (await loop.sock_recv(client, 4096)).startswith(b"HTTP/1.1 101")
    frame = Frame(Opcode.TEXT, json.dumps({"type": "auth", "token": token}).encode())
    await loop.sock_sendall(client, frame.serialize(mask=True))
    return client


async def test_a_client_that_takes_nothing_is_torn_down(
    app: FastAPI, client: httpx.AsyncClient, resources: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conversation, "SEND_PATIENCE", 0.5)
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    async with serving(app) as (server, port):
        stalled = await silent_client(port, person.tokens["access_token"])

        async def connected() -> bool:
            return len(resources.hub) == 1

        async def gone() -> bool:
            return len(resources.hub) == 0 and not server.server_state.connections

        await until(connected, patience=5)
        for _ in range(120):
            await grant(admin, 42, expiry_days=1, reason="\N{CHART WITH UPWARDS TREND}" * 1000)
        await until(gone, patience=5)
        received = 0
        with stalled:
            async with asyncio.timeout(5):
                while part := await asyncio.get_running_loop().sock_recv(stalled, 65_536):
                    received += len(part)
        assert received < 300_000, "old states pile up"


class Wire:
    """The client's end of a conversation without a network."""

    def __init__(self) -> None:
        self._from_client: asyncio.Queue[Message] = asyncio.Queue()
        self._from_server: asyncio.Queue[Message] = asyncio.Queue()
        self._from_client.put_nowait({"type": "websocket.connect"})
        self.websocket = WebSocket({"type": "websocket"}, self._from_client.get, self._from_server.put)

    def send(self, **frame: Json) -> None:
        self._from_client.put_nowait({"type": "websocket.receive", "text": json.dumps(frame)})

    def hang_up(self) -> None:
        self._from_client.put_nowait({"type": "websocket.disconnect", "code": 1000})

    async def next(self) -> tuple[str, int]:
        """Type and version of the next frame, or ``close`` and its code."""
        async with asyncio.timeout(5):
            message = await self._from_server.get()
        if message["type"] == "websocket.close":
            return "close", message["code"]
        frame = json.loads(message["text"])
        return frame["type"], frame.get("subscription_version", 0)


@asynccontextmanager
async def conversing(resources: Resources, token: str) -> AsyncIterator[Wire]:
    wire = Wire()
    await wire.websocket.accept()
    await wire._from_server.get()
    wire.send(type="auth", token=token)
    talk = asyncio.create_task(Conversation(wire.websocket, resources).run())
    yield wire
    wire.hang_up()
    await talk


class SlowReads(LiveReads):
    """Reads whose answer, while the gate is shut, is on its way until the gate opens."""

    def __init__(self, reads: LiveReads) -> None:
        super().__init__(reads._pool, reads._health)
        self.gate = asyncio.Event()
        self.gate.set()
        self.waiting = asyncio.Event()

    async def states(self, users: Collection[int]) -> dict[int, LiveState]:
        found = await super().states(users)
        self.waiting.set()
        await self.gate.wait()
        return found


async def test_a_renewal_that_overlaps_with_a_change_never_tells_an_older_state(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    reads = SlowReads(resources.live)
    token = person.tokens["access_token"]
    async with conversing(replace(resources, live=reads), token) as wire:
        assert await wire.next() == ("ready", 1)
        reads.gate.clear()
        reads.waiting.clear()
        wire.send(type="auth", token=token)
        await reads.waiting.wait()
        await grant(admin, 42, expiry_days=1)
        assert await wire.next() == ("subscription_update", 2)
        reads.gate.set()
        assert await wire.next() == ("ready", 2)


async def test_a_change_while_the_first_state_is_read_is_in_ready_or_follows_it(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    reads = SlowReads(resources.live)
    reads.gate.clear()
    async with conversing(replace(resources, live=reads), person.tokens["access_token"]) as wire:
        await reads.waiting.wait()
        await grant(admin, 42, expiry_days=1)
        await asyncio.sleep(0.2)
        reads.gate.set()
        assert await wire.next() == ("ready", 2)
        await grant(admin, 42, expiry_days=1)
        assert await wire.next() == ("subscription_update", 3)


async def test_frames_are_counted_for_each_conversation_apart(client: httpx.AsyncClient, resources: Resources) -> None:
    """Not by an address in memory, which the next conversation may get."""
    settings = resources.settings.model_copy(update={"frame_rate_limit": "2/minute"})
    person = await sign_in(client, 42)
    limited = replace(resources, settings=settings, frame_limiter=MovingWindowRateLimiter(MemoryStorage()))
    for _ in range(20):
        async with conversing(limited, person.tokens["access_token"]) as wire:
            assert (await wire.next())[0] == "ready"
            for _ in range(2):
                wire.send(type="ping")
                assert (await wire.next())[0] == "pong"
    async with conversing(limited, person.tokens["access_token"]) as wire:
        for _ in range(3):
            wire.send(type="ping")
        while (frame := await wire.next())[0] != "close":
            pass
        assert frame == ("close", 4429)
