"""What stands before the processes: Caddy as it is deployed, without TLS."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import httpx

from tests.servers import free_port, until

CADDYFILE = Path(__file__).parents[2] / "deploy/caddy/Caddyfile"
CADDY = shutil.which("caddy")


@asynccontextmanager
async def caddy(ports: Sequence[int], folder: Path) -> AsyncIterator[int]:
    """Gives the port of deploy/caddy/Caddyfile before processes on other ports."""
    port = free_port()
    config = folder / "Caddyfile"
    config.write_text(CADDYFILE.read_text().replace("\n{\n", "\n{\n\tadmin off\n", 1))
    environment = {
        "SITE": f"http://127.0.0.1:{port}",
        "UPSTREAMS": " ".join(f"127.0.0.1:{each}" for each in ports),
        "HOME": str(folder),
    }
    with (folder / "caddy.log").open("wb") as log:
        command = (CADDY or "caddy", "run", "--config", str(config), "--adapter", "caddyfile")
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=log, stderr=log)
    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as client:
            await until(lambda: _answers(client), patience=20)
        yield port
    finally:
        process.terminate()
        await process.wait()


async def _answers(client: httpx.AsyncClient) -> bool:
    try:
        return (await client.get("/readyz")).status_code == 200
    except httpx.TransportError:
        return False
