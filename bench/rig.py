"""Starting what is measured, loading it, and saying what came out."""

import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from app.cli.serve import prepare_database
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from tests.factories import JWT_KEY
from tests.servers import free_port

OUTPUT = Path("var/bench")
ROOT = Path(__file__).parent.parent
AUTOCANNON = "autocannon@8.0.0"
"""What loads a server where there is no wrk; npm fetches it."""


@contextmanager
def bench_database(folder: Path, **settings: str) -> Iterator[DatabaseUrls]:
    """A fresh, migrated database on an embedded server of its own, as durable as in production."""
    with EmbeddedPostgres.join(folder / "postgres", settings=settings) as server:
        server.create_database("bench")
        urls = DatabaseUrls(app=server.url_for("bench", role="app"), owner=server.url_for("bench", role="owner"))
        prepare_database(urls)
        yield urls


@dataclass(frozen=True, slots=True)
class Peer:
    """A server under load: its process, and where it listens."""

    name: str
    port: int
    process: psutil.Process

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> float:
        """Seconds of processor time so far, of the process and its children."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(sum(one.cpu_times()[:2]) for one in family if one.is_running()))

    def memory(self) -> float:
        """Resident MiB, children included."""
        family = [self.process, *self.process.children(recursive=True)]
        return float(sum(one.memory_info().rss for one in family)) / 2**20


@contextmanager
def peer_process(name: str, command: Sequence[str], urls: DatabaseUrls, log: Path) -> Iterator[Peer]:
    """Run a peer until the block ends; wait until it answers anything at all."""
    port = free_port()
    environment = {**os.environ, "JWT_SECRET_KEY": JWT_KEY, "DATABASE_URL": urls.app, "PYTHONPATH": str(ROOT)}
    with log.open("ab") as output:
        process = subprocess.Popen(
            [part.replace("PORT", str(port)) for part in command],
            env=environment,
            stdout=output,
            stderr=output,
            cwd=ROOT,
        )
    peer = Peer(name, port, psutil.Process(process.pid))
    try:
        _wait_answers(peer, log)
        yield peer
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_answers(peer: Peer, log: Path) -> None:
    for _ in range(400):
        try:
            httpx.get(f"{peer.url}/", timeout=1)
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise SystemExit(f"{peer.name} does not answer:\n{log.read_text()[-2000:]}")


def uvicorn(module: str) -> list[str]:
    tuned = ["--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning"]
    return [sys.executable, "-m", "uvicorn", f"{module}:app", "--host", "127.0.0.1", "--port", "PORT", *tuned]


def gunicorn(module: str) -> list[str]:
    threads = ["--workers", "1", "--worker-class", "gthread", "--threads", "16"]
    return [sys.executable, "-m", "gunicorn", *threads, "--bind", "127.0.0.1:PORT", f"{module}:app"]


@dataclass(frozen=True, slots=True)
class Load:
    """What a few seconds of load gave. Latencies in milliseconds, processor time in microseconds a request."""

    rate: float
    p50: float
    p99: float
    cpu: float


def load(peer: Peer, path: str, headers: Mapping[str, str], *, connections: int, seconds: float) -> Load:
    """Load a server from another process. Exits where any answer was not a 2xx or 304."""
    before = peer.cpu()
    measured = (_wrk if shutil.which("wrk") else _autocannon)(f"{peer.url}{path}", headers, connections, seconds)
    rate, p50, p99 = measured
    return Load(rate, p50, p99, cpu=1e6 * (peer.cpu() - before) / max(1.0, rate * seconds))


def _wrk(url: str, headers: Mapping[str, str], connections: int, seconds: float) -> tuple[float, float, float]:
    given = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--latency", *given, url]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in printed or "Socket errors" in printed:
        raise SystemExit(f"{url} answered with errors:\n{printed}")
    words = {line.split()[0]: line.split()[1] for line in printed.splitlines() if len(line.split()) > 1}
    return float(words["Requests/sec:"]), _milliseconds(words["50%"]), _milliseconds(words["99%"])


def _milliseconds(text: str) -> float:
    for unit, factor in (("us", 1e-3), ("ms", 1.0), ("s", 1e3)):
        if text.endswith(unit):
            return float(text.removesuffix(unit)) * factor
    raise ValueError(text)


def _autocannon(url: str, headers: Mapping[str, str], connections: int, seconds: float) -> tuple[float, float, float]:
    given = [part for name, value in headers.items() for part in ("-H", f"{name}={value}")]
    program = ["npx", "--yes", AUTOCANNON, "--json", "--no-progress"]
    command = [*program, "-c", str(connections), "-d", f"{seconds:g}", *given, url]
    node = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    found = json.loads(subprocess.run(command, capture_output=True, text=True, check=True, env=node).stdout)
    if found["errors"] or found["non2xx"]:
        raise SystemExit(f"{url} answered with errors: {found['errors']} broken, {found['non2xx']} refused")
    return found["requests"]["average"], found["latency"]["p50"], found["latency"]["p99"]


@dataclass(slots=True)
class Rounds:
    """Measurements by name, one a round."""

    found: dict[str, list[Load]] = field(default_factory=dict)

    def add(self, name: str, one: Load) -> None:
        self.found.setdefault(name, []).append(one)
        print(f"  {name:34} {one.rate:8.0f}/s  p50 {one.p50:7.2f} ms  p99 {one.p99:7.2f} ms", flush=True)

    def median(self, name: str) -> Load:
        rounds = self.found[name]
        middle = {part: statistics.median(getattr(one, part) for one in rounds) for part in Load.__slots__}
        return Load(**middle)


def save(name: str, content: object) -> None:
    """Keep the numbers as JSON in var/bench."""
    OUTPUT.mkdir(parents=True, exist_ok=True)
    (OUTPUT / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n")
