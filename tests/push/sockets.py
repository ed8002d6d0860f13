"""A client of the socket."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import websockets
from websockets.asyncio.client import ClientConnection

from tests.factories import Json


class Screen:
    """A person's open screen."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    async def send(self, **frame: Json) -> None:
        await self.connection.send(json.dumps(frame))

    async def next(self, *, patience: float = 15) -> dict[str, Json]:
        """The next frame."""
        async with asyncio.timeout(patience):
            frame: dict[str, Json] = json.loads(await self.connection.recv())
            return frame

    async def next_of(self, kind: str, *, patience: float = 15) -> dict[str, Json]:
        """The next frame of a type; others are passed over."""
        async with asyncio.timeout(patience):
            while (frame := await self.next(patience=patience))["type"] != kind:
                pass
            return frame

    async def silent(self, seconds: float = 0.3) -> bool:
        """Whether nothing comes for a while."""
        try:
            await self.next(patience=seconds)
        except TimeoutError:
            return True
        return False

    async def close_code(self, *, patience: float = 20) -> int | None:
        """Take frames until the server closes."""
        async with asyncio.timeout(patience):
            with suppress(websockets.ConnectionClosed):
                while True:
                    await self.connection.recv()
            await self.connection.wait_closed()
        return self.connection.close_code


@asynccontextmanager
async def raw_screen(url: str, **options: Json) -> AsyncIterator[Screen]:
    async with websockets.connect(url, **options) as connection:
        yield Screen(connection)


@asynccontextmanager
async def screen(url: str, token: str, since: Json = None) -> AsyncIterator[Screen]:
    """A signed-in screen, its ``ready`` frame taken."""
    async with raw_screen(url) as opened:
        await opened.send(type="auth", token=token, **({"since": since} if since else {}))
        ready = await opened.next()
        assert ready["type"] == "ready", ready
        yield opened
