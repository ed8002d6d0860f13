"""Starting, joining and stopping the embedded server, by any number of processes.

Everybody who uses the server holds a shared lock on ``users``; the kernel drops it when they die, however they die.
Starting and stopping happen under an exclusive lock on ``guard``. The last one to leave stops the server.
"""

import contextlib
import fcntl
import hashlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final, Literal, Self
from urllib.parse import quote

from app.db.embedded import process
from app.db.embedded.process import EmbeddedPostgresError

OWNER: Final = "forexsignals_owner"
APP: Final = "forexsignals_app"
DATABASE: Final = "forexsignals"

_MAX_LOG: Final = 5_000_000

_SETTINGS: Final = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "32MB",
    "jit": "off",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "wal_level": "replica",
    "max_wal_size": "256MB",
}

_ROLES: Final = f"""
SELECT 'CREATE ROLE {APP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') \\gexec
SELECT 'CREATE DATABASE {DATABASE}' WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""  # noqa: S608 - constants of this module


@dataclass(frozen=True, slots=True)
class EmbeddedUrls:
    """``owner`` may do everything; ``app`` owns nothing and may do what migrations grant it."""

    owner: str
    app: str


class EmbeddedPostgres:
    """A share in the server of one directory. Use ``join``; ``leave`` gives the share back."""

    def __init__(self, directory: Path, settings: Mapping[str, str]) -> None:
        self._directory = directory.resolve()
        self._cluster = self._directory / "data"
        self._log = self._directory / "server.log"
        self._settings = {**_SETTINGS, **settings}
        self._socket = _socket_directory(self._directory)
        self._share: int | None = None

    @classmethod
    def join(cls, directory: Path, *, timeout: float = 60, settings: Mapping[str, str] | None = None) -> Self:
        """Use the server of ``directory``, starting it if nobody has; make cluster, roles and database on first use.

        ``settings`` add to the server's configuration where this call starts it. Raises EmbeddedPostgresError.
        """
        server = cls(directory, settings or {})
        server._directory.mkdir(parents=True, exist_ok=True)
        with server._guard(timeout):
            server._share = _lock(server._directory / "users", fcntl.LOCK_SH)
            try:
                server._ensure_running(timeout)
            except BaseException:
                server._drop_share()
                raise
        return server

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.leave()

    @property
    def urls(self) -> EmbeddedUrls:
        return EmbeddedUrls(owner=self.url_for(DATABASE, role="owner"), app=self.url_for(DATABASE, role="app"))

    def url_for(self, database: str, *, role: Literal["owner", "app"]) -> str:
        """The URL of a database of this server, over its Unix socket."""
        user = OWNER if role == "owner" else APP
        return f"postgresql://{user}@/{quote(database)}?host={quote(str(self._socket), safe='')}"

    @property
    def socket(self) -> Path:
        """The folder of its Unix socket."""
        return self._socket

    @property
    def pid(self) -> int | None:
        """The postmaster's process id; None while it does not run."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self._cluster / "postmaster.pid").read_text().split()[0])
            if pid in process.processes_in(self._cluster):
                return pid
        return None

    def revive(self, *, timeout: float = 60) -> bool:
        """Start the server again if it has died; tell whether it had. Raises EmbeddedPostgresError."""
        if self.pid is not None:
            return False
        with self._guard(timeout):
            if self.pid is not None or self._share is None:
                return False
            self._ensure_running(timeout)
        return True

    def leave(self) -> None:
        """Give the share back; the last one stops the server. May be called again."""
        if self._share is None:
            return
        with self._guard(60):
            self._drop_share()
            try:
                last = _lock(self._directory / "users", fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            try:
                self._stop()
            finally:
                os.close(last)

    def create_database(self, name: str, *, template: str | None = None) -> None:
        """Create a database, as a copy of ``template`` if one is named."""
        copy = f' TEMPLATE "{template}"' if template else ""
        self._sql(f'CREATE DATABASE "{name}"{copy}')

    def drop_database(self, name: str) -> None:
        """Drop a database, ending whoever is connected to it."""
        self._sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    @contextlib.contextmanager
    def _guard(self, timeout: float) -> Iterator[None]:
        deadline = time.monotonic() + timeout
        while True:
            try:
                held = _lock(self._directory / "guard", fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > deadline:
                    raise EmbeddedPostgresError(
                        f"Another process has been starting {self._directory} for too long"
                    ) from None
                time.sleep(0.02)
        try:
            yield
        finally:
            os.close(held)

    def _drop_share(self) -> None:
        if self._share is not None:
            os.close(self._share)
            self._share = None

    def _ensure_running(self, timeout: float) -> None:
        if self.pid is None:
            self._make_cluster()
            self._start(timeout)
        self._wait_ready(timeout)
        self._sql(_ROLES)

    def _make_cluster(self) -> None:
        """Make the cluster beside its place and move it there whole, so that a half-made one is never used."""
        if (self._cluster / "PG_VERSION").exists():
            return
        process.require_account()
        for leftover in self._directory.glob("data.new-*"):
            shutil.rmtree(leftover)
        fresh = Path(tempfile.mkdtemp(prefix="data.new-", dir=self._directory))
        if process.needs_chown():
            os.chown(fresh, process.NOBODY, process.NOBODY)
        process.run(
            "initdb", "--pgdata", str(fresh), "--username", OWNER, "--auth", "trust", "--encoding", "UTF8",
            "--locale-provider", "builtin", "--locale", "C.UTF-8", "--data-checksums", "--no-instructions",
            privileged=False,
        )  # fmt: skip
        fresh.rename(self._cluster)

    def _start(self, timeout: float) -> None:
        if not process.wait_gone(self._cluster, timeout=timeout):
            raise EmbeddedPostgresError(f"Processes of a dead server still use {self._cluster}; end them first")
        for stale in (self._cluster / "postmaster.pid", *self._socket.glob(".s.PGSQL.*")):
            stale.unlink(missing_ok=True)
        if self._log.exists() and self._log.stat().st_size > _MAX_LOG:
            self._log.unlink()
        options = [part for name, value in self._settings.items() for part in ("-c", f"{name}={value}")]
        process.adopt(
            process.spawn(
                ["-D", str(self._cluster), "-c", f"unix_socket_directories={self._socket}", *options], self._log
            )
        )

    def _wait_ready(self, timeout: float) -> None:
        deadline = time.monotonic() + timeout
        started = time.monotonic()
        while True:
            try:
                self._sql("SELECT 1")
                return
            except EmbeddedPostgresError as error:
                died = time.monotonic() > started + 1 and not process.processes_in(self._cluster)
                if died or time.monotonic() > deadline:
                    raise EmbeddedPostgresError(f"PostgreSQL did not start: {error}\n{self._last_log()}") from None
            time.sleep(0.03)

    def _last_log(self) -> str:
        lines = self._log.read_text(errors="replace").splitlines() if self._log.exists() else []
        return "\n".join(["The last lines of its log:", *lines[-15:]])

    def _stop(self) -> None:
        pid = self.pid
        if pid is None:
            return
        for kind, patience in ((signal.SIGINT, 20), (signal.SIGQUIT, 10)):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, kind)
            if process.wait_gone(self._cluster, timeout=patience):
                return
        raise EmbeddedPostgresError(f"The server with process id {pid} does not stop")

    def _sql(self, statements: str) -> str:
        options = ("--no-psqlrc", "--quiet", "--tuples-only", "-v", "ON_ERROR_STOP=1", "--file", "-")
        where = ("--host", str(self._socket), "--username", OWNER, "--dbname", "postgres")
        return process.run("psql", *options, *where, stdin=statements)


def _lock(path: Path, kind: int) -> int:
    """Open and lock a file; closing the descriptor unlocks. It is not inherited by programs that we start."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, kind)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _socket_directory(directory: Path) -> Path:
    """A short, private folder for the socket: the kernel allows its path 107 bytes."""
    mark = hashlib.sha256(f"{os.geteuid()}:{directory}".encode()).hexdigest()[:16]
    parent = Path(tempfile.gettempdir())
    folder = (parent if len(str(parent)) < 60 else Path("/tmp")) / f"forexsignals-{mark}"  # noqa: S108 - checked below
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
        if process.needs_chown():
            os.chown(folder, process.NOBODY, process.NOBODY)
    found = folder.lstat()
    owner = process.NOBODY if process.needs_chown() else os.geteuid()
    if folder.is_symlink() or not folder.is_dir() or found.st_uid != owner or found.st_mode & 0o077:
        raise EmbeddedPostgresError(f"{folder} is not a private folder of ours; remove it")
    return folder
