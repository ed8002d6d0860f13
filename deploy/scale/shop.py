"""The parts of the demonstration: two databases, two bus nodes, two app hosts and an edge, started in order."""

import asyncio
import shutil
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx

from app.db.embedded.server import APP, OWNER
from deploy.scale.database_node import DATABASE, PORT, STANDBY
from deploy.scale.network import Host, Network

BOT_TOKEN = "123456:DEMONSTRATION-ONLY"
ADMIN_ID = 9001
_KEY = "a-key-for-the-demonstration-only-0123456789"
_HAPROXY = Path(__file__).with_name("haproxy.cfg")


async def until(condition: Callable[[], Awaitable[object]], *, patience: float = 60) -> float:
    """Wait until a condition holds, whatever it raises before; return the seconds it took."""
    began = time.monotonic()
    while True:
        try:
            if await condition():
                return time.monotonic() - began
        except (OSError, httpx.HTTPError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
            failure: Exception | None = error
        else:
            failure = None
        if time.monotonic() - began > patience:
            raise SystemExit(f"Waited in vain for {patience:g} s: {failure}")
        await asyncio.sleep(0.02)


@dataclass(slots=True)
class Shop:
    """The hosts of a network with their roles."""

    net: Network
    folder: Path

    @property
    def edge_url(self) -> str:
        return f"http://{self.net['edge'].address}:8080"

    def url_of(self, name: str) -> str:
        return f"http://{self.net[name].address}:8000"

    def database_url(self, *hosts: str, role: str = APP, more: str = "") -> str:
        where = ",".join(f"{self.net[host].address}:{PORT}" for host in hosts)
        return f"postgresql://{role}@{where}/{DATABASE}{more}"

    async def open(self) -> None:
        await self._databases()
        for name, other in (("bus1", "bus2"), ("bus2", "bus1")):
            self._bus(name, other)
        for name in ("app1", "app2"):
            self._app(name)
            await until(lambda name=name: self.is_ready(name), patience=120)  # type: ignore[misc]
        self._edge()
        await until(self._edge_answers)

    async def is_ready(self, name: str) -> bool:
        async with httpx.AsyncClient(timeout=2) as client:
            return (await client.get(f"{self.url_of(name)}/readyz")).status_code == 200

    async def _edge_answers(self) -> bool:
        async with httpx.AsyncClient(timeout=2) as client:
            return (await client.get(f"{self.edge_url}/readyz")).status_code == 200

    async def _databases(self) -> None:
        self._database("db1", "--waits-for", STANDBY)
        await until(lambda: self.asks("db1", "SELECT 1"))
        await self.asks("db1", f"ALTER DATABASE {DATABASE} SET synchronous_commit = 'remote_apply'")
        self._database("db2", "--standby-of", self.net["db1"].address)
        await until(lambda: self.asks("db2", "SELECT 1"))
        state = "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"
        await until(lambda: self.asks("db1", state))

    def _database(self, name: str, *options: str) -> None:
        host = self.net[name]
        host.cluster = self.folder / name / "data"
        module = ("-m", "deploy.scale.database_node")
        host.start(sys.executable, *module, str(self.folder / name), host.address, self.net.cidr, *options)

    def _bus(self, name: str, other: str) -> None:
        host, peer = self.net[name], self.net[other]
        routes = (
            "--cluster_name",
            "shop",
            "--cluster",
            f"nats://{host.address}:6222",
            "--routes",
            f"nats://{peer.address}:6222",
        )
        host.start("nats-server", "--addr", host.address, "--port", "4222", *routes)

    def _app(self, name: str) -> None:
        host = self.net[name]
        buses = ",".join(f"nats://{self.net[bus].address}:4222" for bus in ("bus1", "bus2"))
        environment = {
            "ENVIRONMENT": "development",
            "DATABASE_URL": self.database_url("db1", "db2", more="?target_session_attrs=read-write"),
            "DATABASE_MIGRATION_URL": self.database_url(
                "db1", "db2", role=OWNER, more="?target_session_attrs=read-write"
            ),
            "DATABASE_REPLICA_URL": self.database_url("db2"),
            "EVENT_BUS": buses,
            "DATA_DIR": str(self.folder / name),
            "JWT_SECRET_KEY": _KEY,
            "BOT_TOKEN": BOT_TOKEN,
            "ADMIN_TELEGRAM_ID": str(ADMIN_ID),
            "LOGIN_RATE_LIMIT": "10000/minute",
            "MARKET_PROVIDER": "none",
            "TRUSTED_PROXIES": self.net["edge"].address,
        }
        host.start(sys.executable, "-m", "app.cli", "serve", "--host", host.address, environment=environment)

    def _edge(self) -> None:
        text = _HAPROXY.read_text()
        for name in ("edge", "app1", "app2"):
            text = text.replace(f"@{name.upper()}@", self.net[name].address)
        config = self.folder / "haproxy.cfg"
        config.write_text(text)
        self.net["edge"].start(shutil.which("haproxy") or "haproxy", "-db", "-f", str(config))

    async def asks(self, name: str, statement: str, *, role: str = OWNER) -> object:
        """The first value that a database host answers with."""
        connection = await asyncpg.connect(self.database_url(name, role=role), timeout=2)
        try:
            return await connection.fetchval(statement)
        finally:
            connection.terminate()

    async def promote(self) -> None:
        await self.asks("db2", "SELECT pg_promote(true, 30)")

    def host(self, name: str) -> Host:
        return self.net[name]
