"""From the commit of a grant to the frame on the socket, and what a socket costs.

Usage: ``python -m bench.push [--sockets 1000 3000 5000] [--grants 300]``. Opens that many sockets, each of another
person, then grants one of them a model through the API, one after the other. A push is timed from the history row's
``created_at``, which is taken just before the commit, until the frame has arrived: by one clock, and never too short.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import httpx
import psutil

from bench.crowd import fill, token_of
from bench.guard import PRODUCTION, sign_in
from bench.plots import lines
from bench.rig import bench_database, save
from bench.screens import allow_many_files, open_screens
from tests.factories import ADMIN_ID, PAID_MODEL
from tests.servers import ServerProcess, server_process


@dataclass(frozen=True, slots=True)
class Pushed:
    """Milliseconds from commit to frame, KiB a socket, and how many sockets were opened a second."""

    sockets: int
    median: float
    p99: float
    kib: float
    opened_a_second: float


class Ears:
    """When each person's newest version arrived."""

    def __init__(self) -> None:
        self.heard: dict[int, asyncio.Future[tuple[str, float]]] = {}

    def hear(self, person: int, frame: dict[str, object], at: float) -> None:
        waiting = self.heard.get(person)
        if frame["type"] == "subscription_update" and waiting is not None and not waiting.done():
            waiting.set_result((str(frame["at"]), at))


async def measure(server: ServerProcess, people: Sequence[int], *, grants: int) -> Pushed:
    """Open a socket for each person and push to some of them."""
    process, ears = psutil.Process(server.process.pid), Ears()
    await asyncio.sleep(1)
    before, began = process.memory_info().rss, time.perf_counter()
    screens = await open_screens(server.port, [(person, token_of(person)) for person in people], ears.hear)
    opened = len(people) / (time.perf_counter() - began)
    await asyncio.sleep(3)
    kib = (process.memory_info().rss - before) / 1024 / len(people)
    took = sorted(await push(server, random.Random(7).sample(list(people), grants), ears))
    for screen in screens:
        screen.close()
    await asyncio.sleep(2)
    return Pushed(len(people), statistics.median(took), took[int(len(took) * 0.99)], kib, opened)


async def push(server: ServerProcess, people: Sequence[int], ears: Ears) -> list[float]:
    """Grant one after the other; milliseconds of each push."""
    took = []
    headers = await asyncio.to_thread(sign_in, server.url, ADMIN_ID)
    async with httpx.AsyncClient(base_url=server.url, headers=headers, timeout=30) as client:
        for person in people:
            arrived = ears.heard[person] = asyncio.get_running_loop().create_future()
            path = f"/api/admin/users/{person}/subscriptions"
            (await client.post(path, json={"model_id": PAID_MODEL})).raise_for_status()
            written, at = await asyncio.wait_for(arrived, 10)
            took.append((at - datetime.fromisoformat(written).timestamp()) * 1000)
    return took


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, nargs="+", default=[1000, 3000, 5000])
    parser.add_argument("--grants", type=int, default=300)
    options = parser.parse_args()
    allow_many_files()
    with tempfile.TemporaryDirectory() as temporary, bench_database(Path(temporary)) as urls:
        people = asyncio.run(fill(urls.owner, sum(options.sockets)))
        limits = {"SOCKET_RATE_LIMIT": "1000000/minute"}
        found = []
        for count in options.sockets:
            some, people = people[:count], people[count:]
            with server_process(Path(temporary) / str(count), urls, more=PRODUCTION | limits) as server:
                found.append(asyncio.run(measure(server, some, grants=options.grants)))
            _say(found[-1])
    save("push", [asdict(one) for one in found])
    xs = [float(one.sockets) for one in found]
    series = {"median": (xs, [one.median for one in found]), "p99": (xs, [one.p99 for one in found])}
    lines("push", "From commit to frame", "sockets open", "ms", series)


def _say(one: Pushed) -> None:
    print(
        f"{one.sockets:5} sockets: commit to frame median {one.median:5.1f} ms, p99 {one.p99:5.1f} ms "
        f"(targets 5 and 25 at 1,000); {one.kib:5.1f} KiB a socket (target under 40 at 5,000); "
        f"opened {one.opened_a_second:.0f} a second",
        flush=True,
    )


if __name__ == "__main__":
    main()
