"""The same figures at ten thousand, a hundred thousand and a million users.

Usage: ``python -m bench.sizes [--sizes 10000 100000 1000000]``. At each size: guarded answers a second, the SQL path, a
push with 1,000 sockets open, a bulk order for 10,000. Prints each as a multiple of the smallest size's; none shall be
worse by more than a fifth.
"""

import argparse
import asyncio
import statistics
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

import psutil

from bench.bulk import MODELS, give_all
from bench.crowd import fill
from bench.guard import CONNECTIONS, OURS, PATH, PRODUCTION, grant, sign_in, stock
from bench.plots import lines
from bench.push import measure as measure_push
from bench.rig import Peer, bench_database, load, save
from bench.screens import allow_many_files
from tests.factories import ADMIN_ID
from tests.servers import server_process

LIMITS = {"SOCKET_RATE_LIMIT": "1000000/minute"}
SOCKETS = 1000
BULK = 10_000
ROUNDS = 3
ALLOWED = 0.8


@dataclass(frozen=True, slots=True)
class Figures:
    """Answers a second; milliseconds; seconds."""

    users: int
    version_path: float
    sql_path: float
    push_median: float
    push_p99: float
    bulk: float


def at_size(folder: Path, users: int) -> Figures:
    with bench_database(folder) as urls:
        asyncio.run(stock(urls.app))
        people = asyncio.run(fill(urls.owner, users))
        with server_process(folder / "server", urls, more=PRODUCTION | LIMITS) as server:
            ours = Peer(OURS, server.port, psutil.Process(server.process.pid))
            admin = sign_in(ours.url, ADMIN_ID)
            stale = sign_in(ours.url, 42)
            grant(ours.url, admin, 42)
            fresh = sign_in(ours.url, 42)
            rates = [
                [load(ours, PATH, headers, connections=CONNECTIONS, seconds=3).rate for _ in range(ROUNDS)]
                for headers in (fresh, stale)
            ]
            pushed = asyncio.run(measure_push(server, people[:SOCKETS], grants=200))
            crowd = people[-BULK:]
            bulk = [give_all(ours.url, admin, crowd, model_id) for model_id in MODELS[1:]]
    version, sql = map(statistics.median, rates)
    return Figures(users, version, sql, pushed.median, pushed.p99, statistics.median(bulk))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    allow_many_files()
    found: list[Figures] = []
    for users in options.sizes:
        with tempfile.TemporaryDirectory() as temporary:
            found.append(at_size(Path(temporary), users))
        print(f"  {found[-1]}", flush=True)
    _report(found)


def _report(found: list[Figures]) -> None:
    first = found[0]
    names = ("version path", "SQL path", "push median", "push p99", "bulk")
    print(f"{'users':>9}" + "".join(f"{name:>14}" for name in names) + f"   1.00 = {first.users} users, more is better")
    relative = []
    for one in found:
        better = [one.version_path / first.version_path, one.sql_path / first.sql_path]
        better += [first.push_median / one.push_median, first.push_p99 / one.push_p99, first.bulk / one.bulk]
        relative.append(better)
        print(f"{one.users:9} {better[0]:13.2f} {better[1]:9.2f} {better[2]:9.2f} {better[3]:9.2f} {better[4]:6.2f}")
    worst = min(min(row) for row in relative)
    print(f"the worst is {worst:.2f} (at least {ALLOWED}: {'met' if worst >= ALLOWED else 'MISSED'})")
    save("sizes", [asdict(one) for one in found])
    xs = [float(one.users) for one in found]
    series = {name: (xs, [row[number] for row in relative]) for number, name in enumerate(names)}
    lines("sizes", "Figures by size of the users table, 1.0 = the smallest", "users", "multiple", series)


if __name__ == "__main__":
    main()
