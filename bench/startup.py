"""How long a process takes to answer, and how much memory it takes before anybody has asked anything.

Usage: ``python -m bench.startup [--rounds 3]``. Ours counts from the start of the program to ``/readyz``, with
its look at the migrations and its first query; the peers count to any answer at all.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import psutil

from app.db.database import DatabaseUrls
from bench.guard import OURS, PEERS, PRODUCTION
from bench.rig import Peer, bench_database, peer_process, save
from tests.servers import ServerProcess, server_process

Start = Callable[[], AbstractContextManager[Peer | ServerProcess]]


def one(start: Start) -> tuple[float, float]:
    """Seconds and MiB of one start."""
    began = time.perf_counter()
    with start() as running:
        took = time.perf_counter() - began
        time.sleep(1)
        peer = running if isinstance(running, Peer) else Peer(OURS, running.port, psutil.Process(running.process.pid))
        return took, peer.memory()


def starts(folder: Path, urls: DatabaseUrls) -> dict[str, Start]:
    found: dict[str, Start] = {OURS: lambda: server_process(folder / "ours", urls, more=PRODUCTION)}
    for number, (name, (command, _)) in enumerate(PEERS.items()):
        log = folder / f"{number}.log"
        found[name] = lambda name=name, command=command, log=log: peer_process(name, command, urls, log)  # type: ignore[misc]
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    found: dict[str, list[tuple[float, float]]] = {}
    with tempfile.TemporaryDirectory() as temporary, bench_database(Path(temporary)) as urls:
        for _ in range(options.rounds):
            for name, start in starts(Path(temporary), urls).items():
                found.setdefault(name, []).append(one(start))
    print(f"{'median of ' + str(options.rounds):24} {'seconds':>8} {'MiB':>7}")
    for name, rounds in found.items():
        seconds, memory = (statistics.median(one[part] for one in rounds) for part in (0, 1))
        print(f"{name:24} {seconds:8.2f} {memory:7.0f}")
    save("startup", found)


if __name__ == "__main__":
    main()
