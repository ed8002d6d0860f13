"""Real server processes, and ways to hurt them."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn
from fastapi import FastAPI

from app.db.database import DatabaseUrls
from app.ws.transport import BoundedSocket
from tests.factories import ADMIN_ID, BOT_TOKEN, JWT_KEY


@dataclass(slots=True)
class ServerProcess:
    """`forexsignals serve` in a process of its own."""

    process: "subprocess.Popen[bytes]"
    port: int
    log: Path

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def ws_url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws"

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ctrl-C; returns the exit status."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)

    def text(self) -> str:
        return self.log.read_text(errors="replace")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def server_process(
    folder: Path,
    database: DatabaseUrls | None,
    *,
    port: int | None = None,
    arguments: Sequence[str] = (),
    more: Mapping[str, str] | None = None,
    **environment: str,
) -> Iterator[ServerProcess]:
    """Start a server and wait until it is ready; without a database it uses the embedded one in ``folder``.

    ``more`` and ``environment`` are settings, ``arguments`` those of the command.
    """
    number = port or free_port()
    settings = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(folder / "var"),
        "JWT_SECRET_KEY": JWT_KEY,
        "BOT_TOKEN": BOT_TOKEN,
        "ADMIN_TELEGRAM_ID": str(ADMIN_ID),
        "LOGIN_RATE_LIMIT": "100000/minute",
        "USER_RATE_LIMIT": "100000/minute",
        "ADMIN_RATE_LIMIT": "100000/minute",
        "COSTLY_RATE_LIMIT": "100000/minute",
        "MARKET_PROVIDER": "none",
        **({"DATABASE_URL": database.app, "DATABASE_MIGRATION_URL": database.owner} if database else {}),
        **(more or {}),
        **environment,
    }
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / f"server-{number}.log"
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(number), *arguments]
    with log.open("ab") as output:
        process = subprocess.Popen(
            command, env=settings, stdout=output, stderr=output, cwd=Path(__file__).parent.parent
        )
    server = ServerProcess(process, number, log)
    try:
        wait_ready(server)
        yield server
    finally:
        if process.poll() is None:
            server.stop()


def wait_ready(server: ServerProcess, *, patience: float = 40) -> float:
    """Wait for /readyz; return the seconds it took."""
    started = time.monotonic()
    while time.monotonic() - started < patience:
        if server.process.poll() is not None:
            raise AssertionError(f"the server ended:\n{server.text()}")
        try:
            if httpx.get(f"{server.url}/readyz", timeout=2).status_code == 200:
                return time.monotonic() - started
        except httpx.TransportError:
            pass
        time.sleep(0.05)
    raise AssertionError(f"the server is not ready:\n{server.text()}")


async def until(condition: Callable[[], Awaitable[bool]], *, patience: float) -> float:
    """Wait until a condition holds; return the seconds it took."""
    started = time.monotonic()
    while not await condition():
        assert time.monotonic() - started < patience, "waited in vain"
        await asyncio.sleep(0.02)
    return time.monotonic() - started


@asynccontextmanager
async def serving(app: FastAPI) -> AsyncIterator[tuple[uvicorn.Server, int]]:
    """The application behind a real port of this process."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", ws=BoundedSocket, log_config=None))
        running = asyncio.create_task(server.serve([listening]))
        yield server, listening.getsockname()[1]
        server.should_exit = True
        await running
