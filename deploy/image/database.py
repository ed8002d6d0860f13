"""A PostgreSQL as deploy/compose.yaml makes it: roles and passwords by the same script, asked over TCP."""

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.db.embedded import process

ROOT = Path(__file__).parents[2]


@contextmanager
def compose_database(folder: Path, secrets: Path) -> Iterator[int]:
    """Gives the port on 127.0.0.1. ``folder``, which must be new, holds the cluster."""
    port = _free_port()
    folder.mkdir(mode=0o700)
    if process.needs_chown():
        shutil.chown(folder, process.NOBODY, process.NOBODY)
    cluster = str(folder / "data")
    rules = ("--username", "postgres", "--auth-local", "trust", "--auth-host", "scram-sha-256", "--data-checksums")
    process.run("initdb", "--pgdata", cluster, "--encoding", "UTF8", *rules, privileged=False)
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1"
    log = str(folder / "log")
    process.run("pg_ctl", "--pgdata", cluster, "--log", log, "--options", options, "--wait", "start", privileged=False)
    try:
        environment = {
            "PATH": f"{process.binaries()}:{os.environ['PATH']}",
            "SECRETS_DIR": str(secrets),
            "PGHOST": str(folder),
            "PGPORT": str(port),
        }
        subprocess.run([str(ROOT / "deploy/compose/initdb.sh")], env=environment, check=True, stdout=subprocess.DEVNULL)
        yield port
    finally:
        process.run("pg_ctl", "--pgdata", cluster, "--mode", "fast", "--wait", "stop", privileged=False)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
