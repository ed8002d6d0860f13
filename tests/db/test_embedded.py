"""The embedded server: starts, is shared, survives every kill, stops with the last of us."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import asyncpg
import pytest

from app.db.embedded import EmbeddedPostgres, EmbeddedPostgresError

pytestmark = pytest.mark.slow
FAST = {"fsync": "off"}

JOIN_AND_WAIT = """
import sys
from pathlib import Path
from app.db.embedded import EmbeddedPostgres
server = EmbeddedPostgres.join(Path(sys.argv[1]))
print(server.pid, flush=True)
sys.stdin.read()
server.leave()
"""


class Other:
    """Another process that uses the server until it is told to leave."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-c", JOIN_AND_WAIT, str(folder)]
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def joined(self) -> int:
        assert self.process.stdout is not None
        return int(self.process.stdout.readline())

    def leave(self) -> None:
        self.process.communicate()
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate()


def _sql(server: EmbeddedPostgres, query: str, *, role: str = "app") -> object:
    async def ask() -> object:
        url = server.urls.app if role == "app" else server.urls.owner
        connection = await asyncpg.connect(url)
        try:
            return await connection.fetchval(query)
        finally:
            await connection.close()

    return asyncio.run(ask())


def _gone(pid: int) -> bool:
    deadline = time.monotonic() + 5
    while Path(f"/proc/{pid}/cwd").exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not Path(f"/proc/{pid}/cwd").exists()


def test_any_path_private_socket_and_a_role_that_owns_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "с пробелом & 'quotes'" / "pg"
    before = tmp_path.stat().st_mode
    with EmbeddedPostgres.join(folder, settings=FAST) as server:
        assert _sql(server, "SELECT current_setting('TimeZone')") == "UTC"
        assert _sql(server, "SHOW listen_addresses") == ""
        for forbidden in ("CREATE TABLE mine (i int)", "CREATE SCHEMA mine", "CREATE ROLE another"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                _sql(server, forbidden)
        assert _sql(server, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") is False
        pid = server.pid
    assert pid is not None
    assert _gone(pid)
    assert tmp_path.stat().st_mode == before
    server.leave()


def test_the_last_to_leave_stops_it(tmp_path: Path) -> None:
    others = [Other(tmp_path) for _ in range(3)]
    pids = {other.joined() for other in others}
    assert len(pids) == 1
    with EmbeddedPostgres.join(tmp_path) as server:
        assert {server.pid} == pids
        others[0].leave()
        others[1].kill()
        assert _sql(server, "SELECT 1") == 1
    assert not _gone_now(pids)
    others[2].leave()
    assert _gone(pids.pop())


def _gone_now(pids: set[int]) -> bool:
    return not any(Path(f"/proc/{pid}/cwd").exists() for pid in pids)


def test_a_row_survives_kill_nine_of_everybody(tmp_path: Path) -> None:
    with EmbeddedPostgres.join(tmp_path) as server:
        _sql(server, "CREATE TABLE kept (i int)", role="owner")
    for number in range(1, 4):
        other = Other(tmp_path)
        pid = other.joined()
        server = EmbeddedPostgres.join(tmp_path)
        _sql(server, f"INSERT INTO kept VALUES ({number})", role="owner")
        server.leave()
        os.kill(pid, signal.SIGKILL)
        other.kill()
        with EmbeddedPostgres.join(tmp_path) as server:
            assert server.pid != pid
            assert _sql(server, "SELECT count(*) FROM kept", role="owner") == number


def test_revival_while_we_live(tmp_path: Path) -> None:
    with EmbeddedPostgres.join(tmp_path) as server:
        assert server.revive() is False
        pid = server.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        assert _gone(pid)
        assert server.revive() is True
        assert _sql(server, "SELECT 1") == 1


def test_a_half_made_cluster_is_made_again(tmp_path: Path) -> None:
    half = tmp_path / "data.new-abc"
    half.mkdir()
    (half / "PG_VERSION").write_text("18")
    (tmp_path / "data").mkdir()
    with EmbeddedPostgres.join(tmp_path, settings=FAST) as server:
        assert _sql(server, "SELECT 1") == 1
    assert not half.exists()


def test_a_socket_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    with EmbeddedPostgres.join(tmp_path, settings=FAST) as server:
        socket = Path(server.urls.app.partition("host=")[2].replace("%2F", "/"))
    shutil.rmtree(socket)
    socket.mkdir(mode=0o777)
    socket.chmod(0o777)
    with pytest.raises(EmbeddedPostgresError, match="private"):
        EmbeddedPostgres.join(tmp_path)
    socket.rmdir()


def test_a_user_without_a_name_is_told_what_to_do(tmp_path: Path) -> None:
    nameless = ["unshare", "--user", "--map-user=54321", "--"]
    if shutil.which("unshare") is None or subprocess.run([*nameless, "true"], check=False).returncode:
        pytest.skip("this machine makes no user namespaces")
    command = [*nameless, sys.executable, "-c", JOIN_AND_WAIT, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "EmbeddedPostgresError: The user id 54321 has no entry in /etc/passwd" in done.stderr
    assert "set DATABASE_URL" in done.stderr
