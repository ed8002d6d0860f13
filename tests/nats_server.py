"""A real NATS server for tests: the one on PATH, else Debian's package unpacked into a cache, else none."""

import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.servers import free_port

CACHE = Path(tempfile.gettempdir()) / "forexsignals-tests-nats"


@cache
def find_nats_server() -> str | None:
    """The program; None where there is none and none can be had."""
    if (found := shutil.which("nats-server", path="/usr/local/bin:/usr/bin:/usr/sbin:/usr/local/sbin")) is not None:
        return found
    unpacked = CACHE / "usr" / "sbin" / "nats-server"
    if not unpacked.exists() and shutil.which("apt-get") and shutil.which("dpkg-deb"):
        _unpack_package()
    return str(unpacked) if unpacked.exists() else None


def _unpack_package() -> None:
    """Fetch the package with lists of our own, since a new machine has none; nothing is installed."""
    with tempfile.TemporaryDirectory() as folder:
        lists = Path(folder) / "lists"
        (lists / "partial").mkdir(parents=True)
        own = ["-o", f"Dir::State::lists={lists}", "-o", f"Dir::Cache={folder}", "-o", "APT::Sandbox::User="]
        for command in (["apt-get", *own, "-qq", "update"], ["apt-get", *own, "-qq", "download", "nats-server"]):
            subprocess.run(command, cwd=folder, capture_output=True, check=False, timeout=300)
        for package in Path(folder).glob("nats-server_*.deb"):
            CACHE.mkdir(parents=True, exist_ok=True)
            subprocess.run(["dpkg-deb", "-x", str(package), str(CACHE)], capture_output=True, check=False)


@dataclass(slots=True)
class NatsServer:
    """A server on a port of its own, which can be killed and started again."""

    program: str
    port: int
    process: "subprocess.Popen[bytes] | None" = None

    @property
    def url(self) -> str:
        return f"nats://127.0.0.1:{self.port}"

    def start(self) -> None:
        command = [self.program, "--addr", "127.0.0.1", "--port", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(400):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.02)
        raise AssertionError("the NATS server does not listen")

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            self.process = None


@contextmanager
def nats_server() -> Iterator[NatsServer]:
    """A running server for the time of a block. Skips the test where there is no program."""
    program = find_nats_server()
    if program is None:
        pytest.skip("there is no nats-server here, and no package of it could be fetched")
    server = NatsServer(program, free_port())
    server.start()
    try:
        yield server
    finally:
        server.kill()
