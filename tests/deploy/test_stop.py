"""A process that is told to stop before it serves."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.servers import free_port


@pytest.mark.slow
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
