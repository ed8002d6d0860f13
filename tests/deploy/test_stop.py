"""Being told to stop: while waiting for the database, and while serving."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from app.db.database import DatabaseUrls
from tests.servers import free_port, server_process

pytestmark = pytest.mark.slow
DRAIN = 2


def test_one_that_waits_for_its_database_ends_in_order(tmp_path: Path) -> None:
    log = tmp_path / "log"
    url = f"postgresql://nobody@127.0.0.1:{free_port()}/none"
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "DATABASE_URL": url, "DRAIN_SECONDS": "60"}
    with log.open("wb") as output:
        command = [sys.executable, "-m", "app.cli", "serve", "--port", "0"]
        process = subprocess.Popen(command, env=environment, stdout=output, stderr=output)
    until = time.monotonic() + 30
    while "Waiting for the database" not in log.read_text():
        assert time.monotonic() < until, log.read_text()
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(10) == 0


@pytest.mark.parametrize("workers", [1, 2])
def test_one_that_serves_goes_on_until_balancers_have_noticed(
    workers: int, database: DatabaseUrls, tmp_path: Path
) -> None:
    more = {"WEB_CONCURRENCY": str(workers), "DRAIN_SECONDS": str(DRAIN)}
    with server_process(tmp_path, database, more=more) as server:
        began = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        codes = set()
        while time.monotonic() - began < DRAIN - 0.5:
            time.sleep(0.1)
            answer = httpx.get(f"{server.url}/readyz", timeout=5)
            codes.add(answer.status_code)
            assert httpx.get(f"{server.url}/api/app", timeout=5).status_code == 200
        assert codes <= {200, 503}
        assert answer.status_code == 503
        assert answer.headers["connection"] == "close"
        assert server.process.wait(20) == 0
        assert time.monotonic() - began >= DRAIN


def test_who_is_told_twice_goes_at_once(database: DatabaseUrls, tmp_path: Path) -> None:
    with server_process(tmp_path, database, DRAIN_SECONDS="60") as server:
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert server.process.poll() is None
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(20) == 0
