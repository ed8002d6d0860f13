"""A balancer of TCP connections: new ones go to processes that say they are ready, in turns; nothing is tried twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import httpx

LOOKS_EVERY = 0.1
"""Seconds between two looks at who is ready."""


class Balancer:
    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = ports
        self._turn = 0
        self.ready: list[int] = []
        self.port = 0

    async def look(self) -> None:
        """Ask each process for ever."""
        async with httpx.AsyncClient(timeout=2) as client:
            while True:
                self.ready = [port for port in self._ports if await _is_ready(client, port)]
                await asyncio.sleep(LOOKS_EVERY)

    async def carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Join one connection to a process until either end closes."""
        self._turn += 1
        with suppress(OSError, ZeroDivisionError):
            port = self.ready[self._turn % len(self.ready)]
            ahead_reader, ahead_writer = await asyncio.open_connection("127.0.0.1", port)
            await asyncio.gather(_pour(reader, ahead_writer), _pour(ahead_reader, writer))
        writer.close()


async def _is_ready(client: httpx.AsyncClient, port: int) -> bool:
    try:
        answer = await client.get(f"http://127.0.0.1:{port}/readyz", headers={"Connection": "close"})
    except httpx.TransportError:
        return False
    return answer.status_code == 200


async def _pour(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while part := await source.read(65_536):
            target.write(part)
            await target.drain()
    target.close()


@asynccontextmanager
async def balancing(ports: Sequence[int]) -> AsyncIterator[Balancer]:
    balancer = Balancer(ports)
    server = await asyncio.start_server(balancer.carry, "127.0.0.1", 0)
    balancer.port = server.sockets[0].getsockname()[1]
    looking = asyncio.create_task(balancer.look())
    try:
        yield balancer
    finally:
        looking.cancel()
        server.close()
