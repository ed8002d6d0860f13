"""Streaming replicas of embedded servers, to rehearse with what production has: a second machine that follows."""

import os
import shutil
import tempfile
from pathlib import Path

from app.db.embedded import process
from app.db.embedded.process import EmbeddedPostgresError
from app.db.embedded.server import OWNER


def copy_as_standby(directory: Path, *, host: str, port: int = 5432, name: str) -> None:
    """Copy a running server into ``directory``, where ``EmbeddedPostgres.join`` then starts a server that follows it.

    ``host`` is an address, or the folder of a socket; ``name`` is what the primary calls the standby, in
    ``synchronous_standby_names`` for one. Its slot on the primary, of the same name, keeps the log that it still
    needs. Raises EmbeddedPostgresError.
    """
    if (directory / "data").exists():
        raise EmbeddedPostgresError(f"{directory} holds a cluster already")
    process.require_account()
    directory.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix="data.new-", dir=directory))
    if process.needs_chown():
        os.chown(fresh, process.NOBODY, process.NOBODY)
    try:
        process.run(
            "pg_basebackup", "--dbname", f"host={host} port={port} user={OWNER} application_name={name}",
            "--pgdata", str(fresh), "--write-recovery-conf", "--wal-method", "stream", "--checkpoint", "fast",
            "--create-slot", "--slot", name.replace("-", "_"),
            privileged=False,
        )  # fmt: skip
    except EmbeddedPostgresError:
        shutil.rmtree(fresh)
        raise
    fresh.rename(directory / "data")
