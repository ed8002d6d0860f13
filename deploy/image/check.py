"""`make image-check`: build what the Dockerfile says, without Docker, and run it as it is deployed.

The Dockerfile itself is read, so what is checked cannot differ from it; the base image is this machine with its Python.
Then, as the image's user, on a root file system that cannot be written: migrate, serve, back up, stop. Needs root.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

import psutil
import pyrage

from deploy.image.build import Builder, Built, exec_form
from deploy.image.database import ROOT, compose_database
from deploy.image.dockerfile import Stage
from deploy.image.root import mount, with_own_mounts

PORT = 8000
PATIENCE = 240
WRITES = (
    "for f in /x /etc/x /venv/x /run/x /usr/x; do ! touch $f 2>/dev/null || { echo $f; exit 1; }; done; "
    "touch /data/x /tmp/x"
)


def say(text: str) -> None:
    print(text, flush=True)


class Image:
    """The last stage, sealed, and how a container of it is started."""

    def __init__(self, stage: Stage, built: Built, data: Path, secrets: Path) -> None:
        self._stage = stage
        self._root = built.root
        self._folder = built.folder
        self.user = stage.last("USER") or "0:0"
        uid, gid = map(int, self.user.split(":"))
        os.chown(data, uid, gid)
        self._root.seal(hidden=ROOT, writable={"/data": data, "/run/secrets": secrets})
        self._env = built.env | {
            "HOME": "/data",
            "SECRETS_DIR": "/run/secrets",
            "PORT": str(PORT),
            "PUBLIC_URL": "https://app.example.com",
            "ADMIN_TELEGRAM_ID": "1000001",
            "TELEGRAM_MODE": "off",
        }

    def start(self, command: Sequence[str], log: Path) -> "subprocess.Popen[bytes]":
        with log.open("ab") as output:
            argv = self._root.command(command, user=self.user, folder=self._folder)
            return subprocess.Popen(argv, env=self._env, stdin=subprocess.DEVNULL, stdout=output, stderr=output)

    def run(self, command: Sequence[str], log: Path) -> None:
        """Run a command to its end; one that fails ends everything."""
        if self.start(command, log).wait() != 0:
            raise SystemExit(f"failed: {command}\n{log.read_text()[-3000:]}")

    def healthcheck(self) -> list[str]:
        return exec_form(self._stage.last("HEALTHCHECK"))

    def command(self) -> list[str]:
        return exec_form(self._stage.last("CMD"))


def status(path: str) -> tuple[int, str]:
    """The status and the text that the app answers with; 0 where nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{PORT}{path}", timeout=3) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, ""
    except OSError:
        return 0, ""


def wait_ready(server: "subprocess.Popen[bytes]", log: Path) -> float:
    began = time.monotonic()
    while status("/readyz")[0] != 200:
        if server.poll() is not None or time.monotonic() - began > PATIENCE:
            raise SystemExit(f"not ready:\n{log.read_text()[-3000:]}")
        time.sleep(0.05)
    return time.monotonic() - began


def need(condition: object, what: str) -> None:
    if not condition:
        raise SystemExit(f"not as it should be: {what}")
    say(f"  ok  {what}")


def megabytes(folder: Path) -> int:
    return sum(file.lstat().st_size for file in folder.rglob("*") if not file.is_dir()) // 1_000_000


def serve(image: Image, data: Path, log: Path) -> None:
    server = image.start([*image.command(), "--no-migrate"], log)
    try:
        need(True, f"/readyz is 200 after {wait_ready(server, log):.1f} s")
        code, page = status("/")
        need(code == 200 and "<div id=" in page, "the page is served")
        process = psutil.Process(server.pid)
        uid = int(image.user.split(":")[0])
        uids = {each.uids().real for each in (process, *process.children(recursive=True))}
        need(uids == {uid} and uid > 0, f"every process runs as {uid}")
        image.run(image.healthcheck(), log)
        need(True, "HEALTHCHECK passes")
        need(True, f"models are trained into /data within {wait_trained(process, data, log):.0f} s")
        say(f"      {process.memory_info().rss // 1_000_000} MB resident")
        server.send_signal(signal.SIGTERM)
        began = time.monotonic()
        need(server.wait(20) == 0, f"SIGTERM ends it with status 0 after {time.monotonic() - began:.1f} s")
    finally:
        if server.poll() is None:
            server.kill()


def wait_trained(process: psutil.Process, data: Path, log: Path) -> float:
    """Wait until there are models and the process that trains them has ended."""
    began = time.monotonic()
    while process.children() or not list(data.glob("models/*/*/*.onnx")):
        if time.monotonic() - began > PATIENCE:
            raise SystemExit(f"no model was trained:\n{log.read_text()[-3000:]}")
        time.sleep(0.2)
    return time.monotonic() - began


def main(scratch: Path) -> None:
    mount("-t", "tmpfs", "-o", "mode=0755", "tmpfs", scratch)
    data, secrets, log = scratch / "data", scratch / "secrets", scratch / "log"
    data.mkdir()
    stage, built = Builder(ROOT, scratch / "stages").build()
    say(f"The image adds {megabytes(built.root.upper)} MB to its base")
    subprocess.run([str(ROOT / "deploy/compose/secrets.sh"), str(secrets)], check=True, stderr=subprocess.DEVNULL)
    secrets.chmod(0o755)  # what is mounted is this folder, not its files one by one
    (secrets / "bot_token").write_text("123456:PLACEHOLDER\n")
    with compose_database(scratch / "postgres", secrets) as port:
        for name in ("database_url", "database_migration_url"):
            file = secrets / name
            file.write_text(file.read_text().replace("@db/", f"@127.0.0.1:{port}/"))
        image = Image(stage, built, data, secrets)
        image.run(["sh", "-c", WRITES], log)
        need(True, "nothing but /data and /tmp can be written")
        image.run(["forexsignals", "migrate"], log)
        need(True, "forexsignals migrate, with the owner's and the app's role")
        serve(image, data, log)
        key = pyrage.x25519.Identity.generate().to_public()
        image.run(["forexsignals", "backup", "/data/one.backup", "--recipient", str(key)], log)
        need((data / "one.backup").stat().st_size > 1000, "forexsignals backup, encrypted")


def _outside() -> int:
    """Start ``main`` with mounts of its own; what it leaves is removed once they are gone."""
    if os.geteuid() != 0:
        raise SystemExit("make image-check mounts a root file system of its own: run it as root, on Linux")
    with tempfile.TemporaryDirectory(prefix="image-") as scratch:
        return with_own_mounts([sys.executable, "-m", "deploy.image.check", scratch])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        main(Path(sys.argv[1]))
    else:
        raise SystemExit(_outside())
