"""A network between the app and its database that can be slow, or swallow everything."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from app.db.database import DatabaseUrls


class Proxy:
    """Passes bytes on after ``delay`` seconds, in order. In a black hole nothing passes, not even a connection's end;
    what was on its way arrives when the hole closes, as TCP would send it again."""

    def __init__(self, upstream: Path) -> None:
        self._upstream = upstream
        self.delay = 0.0
        self._open = asyncio.Event()
        self._open.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server

    async def start(self) -> int:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def swallow(self) -> None:
        self._open.clear()

    def pass_on(self) -> None:
        self._open.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        try:
            await self._open.wait()
            above, to_above = await asyncio.open_unix_connection(self._upstream)
            try:
                async with asyncio.TaskGroup() as group:
                    group.create_task(self._carry(reader, to_above, is_answer=False))
                    group.create_task(self._carry(above, writer, is_answer=True))
            finally:
                to_above.transport.abort()
        except* (OSError, asyncio.CancelledError):
            pass  # asyncio reports a cancelled server task as an error
        finally:
            writer.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, *, is_answer: bool) -> None:
        """Answers are delayed, questions are not: a round trip takes ``delay`` longer, however much is under way."""
        road: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()
        loop = asyncio.get_running_loop()

        async def depart() -> None:
            part = b"."
            while part:
                part = await source.read(65_536)
                road.put_nowait((loop.time() + (self.delay if is_answer else 0.0), part))

        departing = asyncio.create_task(depart())
        try:
            while (arrival := await road.get())[1]:
                await asyncio.sleep(arrival[0] - loop.time())
                await self._open.wait()
                sink.write(arrival[1])
                await sink.drain()
            await self._open.wait()
            raise ConnectionResetError
        finally:
            departing.cancel()
            await asyncio.gather(departing, return_exceptions=True)


@asynccontextmanager
async def slow_network(database: DatabaseUrls) -> AsyncIterator[tuple[Proxy, DatabaseUrls]]:
    """A proxy before a database, and the database's URLs through it."""
    folder = parse_qs(urlsplit(database.app).query)["host"][0]
    proxy = Proxy(Path(folder) / ".s.PGSQL.5432")
    port = await proxy.start()

    def through(url: str) -> str:
        parts = urlsplit(url)
        return f"postgresql://{parts.username}@127.0.0.1:{port}{parts.path}"

    try:
        yield proxy, DatabaseUrls(app=through(database.app), owner=database.owner)
    finally:
        await proxy.stop()
