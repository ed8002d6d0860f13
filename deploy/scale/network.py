"""Hosts on one machine: a network namespace each, or a loopback address each where namespaces are not allowed."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from app.db.embedded.process import processes_in

BRIDGE = "fsbridge"
NAMES = ("db1", "db2", "bus1", "bus2", "app1", "app2", "edge")


@dataclass(slots=True)
class Host:
    """A machine of its own, as far as the network can tell."""

    name: str
    address: str
    prefix: tuple[str, ...]
    logs: Path
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)
    cluster: Path | None = None
    """Where its PostgreSQL keeps its data, which runs in a session of its own."""

    def start(self, *command: str, environment: Mapping[str, str] | None = None) -> "subprocess.Popen[bytes]":
        """Run a program on this host, in a process group of its own; what it prints goes to the host's log."""
        with (self.logs / f"{self.name}.log").open("ab") as log:
            process = subprocess.Popen(
                [*self.prefix, *command],
                env={**os.environ, **(environment or {})},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.running.append(process)
        return process

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Pull the plug: every process of the host ends at once."""
        for process in self.running:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, how)
        for process in self.running:
            process.wait()
        self.running.clear()
        for pid in processes_in(self.cluster) if self.cluster else ():
            with suppress(ProcessLookupError):
                os.kill(pid, how)


@dataclass(frozen=True, slots=True)
class Network:
    """``kind`` says what its hosts are made of; ``cidr`` holds all their addresses."""

    kind: Literal["namespaces", "loopback"]
    hosts: Mapping[str, Host]
    cidr: str

    def __getitem__(self, name: str) -> Host:
        return self.hosts[name]


@contextmanager
def network(logs: Path, *, namespaces: bool) -> Iterator[Network]:
    """Hosts for the time of a block; everything they run is killed after it."""
    built = _namespaces(logs) if namespaces and _can_make_namespaces() else _loopback(logs)
    try:
        yield built
    finally:
        for host in built.hosts.values():
            host.kill()
        if built.kind == "namespaces":
            _remove_namespaces()


def _can_make_namespaces() -> bool:
    if sys.platform != "linux" or os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    made = subprocess.run(["ip", "netns", "add", "fs-probe"], capture_output=True, check=False).returncode == 0
    if made:
        _ip("netns", "del", "fs-probe")
    return made


def _loopback(logs: Path) -> Network:
    addresses = {name: f"127.0.77.{number}" for number, name in enumerate(NAMES, start=11)}
    return Network(
        "loopback", {name: Host(name, address, (), logs) for name, address in addresses.items()}, "127.0.77.0/24"
    )


def _namespaces(logs: Path) -> Network:
    """A bridge with a cable to each host; this process itself sits on the bridge."""
    _remove_namespaces()
    _ip("link", "add", BRIDGE, "type", "bridge")
    _ip("addr", "add", "10.77.0.1/24", "dev", BRIDGE)
    _ip("link", "set", BRIDGE, "up")
    hosts = {}
    for number, name in enumerate(NAMES, start=11):
        space, outside, address = f"fs-{name}", f"fsv-{name}", f"10.77.0.{number}"
        _ip("netns", "add", space)
        _ip("link", "add", outside, "type", "veth", "peer", "name", "eth0", "netns", space)
        _ip("link", "set", outside, "master", BRIDGE, "up")
        _ip("-n", space, "addr", "add", f"{address}/24", "dev", "eth0")
        for device in ("eth0", "lo"):
            _ip("-n", space, "link", "set", device, "up")
        hosts[name] = Host(name, address, ("ip", "netns", "exec", space), logs)
    return Network("namespaces", hosts, "10.77.0.0/24")


def _remove_namespaces() -> None:
    for name in NAMES:
        _ip("netns", "del", f"fs-{name}", fails=True)
    _ip("link", "del", BRIDGE, fails=True)


def _ip(*arguments: str, fails: bool = False) -> None:
    subprocess.run(["ip", *arguments], check=not fails, capture_output=True)


def need(programs: Sequence[str]) -> None:
    """Exit with what to install where a program is missing."""
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        raise SystemExit(f"This needs {', '.join(missing)}; on Debian: apt-get install {' '.join(missing)}")
