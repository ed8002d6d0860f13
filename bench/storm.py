"""A restart with thousands of sockets open: who comes back, how quickly, and whether anybody is refused.

Usage: ``python -m bench.storm [--sockets 5000]``. The server is stopped in order and started anew on its port; every
client comes back at a random moment of the time that the server's close frame has named, and tries again after half a
second where nobody listens yet, as the app does.
"""

import argparse
import asyncio
import random
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from app.db.database import DatabaseUrls
from app.ws.transport import RESTART, spread
from bench.crowd import fill, token_of
from bench.guard import PRODUCTION, grant, sign_in
from bench.rig import bench_database, save
from bench.screens import Screen, allow_many_files, open_screen, open_screens
from tests.factories import ADMIN_ID, PAID_MODEL
from tests.servers import ServerProcess, free_port, server_process

LIMITS = {"SOCKET_RATE_LIMIT": "1000000/minute"}


class Told:
    """The newest version that each person's screen has shown."""

    def __init__(self) -> None:
        self.version: dict[int, int] = {}

    def hear(self, person: int, frame: dict[str, object], _: float) -> None:
        version = frame.get("subscription_version")
        if isinstance(version, int):
            self.version[person] = max(version, self.version.get(person, 0))


async def leave(server: ServerProcess, screens: Sequence[Screen]) -> tuple[Counter[int | None], float]:
    """Stop the server in order; the close codes of all sockets, and the seconds until the process had ended."""
    began = time.monotonic()
    server.process.terminate()
    await asyncio.gather(*(screen.is_closed.wait() for screen in screens))
    await asyncio.to_thread(server.process.wait, 30)
    return Counter(screen.close_code for screen in screens), time.monotonic() - began


async def come_back(port: int, person: int, told: Told, within: float, failures: Counter[str]) -> float:
    """Seconds from the restart until this screen was right again; what went wrong on the way is counted."""
    began = time.monotonic()
    await asyncio.sleep(random.random() * within)
    while True:
        try:
            await open_screen(port, person, token_of(person), told.hear)
            return time.monotonic() - began
        except ConnectionRefusedError:
            failures["nobody listens yet"] += 1
        except (OSError, TimeoutError) as error:
            failures[str(error) or type(error).__name__] += 1
        await asyncio.sleep(0.5 * (0.5 + random.random()))


@dataclass(frozen=True, slots=True)
class Storm:
    """What came of it; seconds, and sockets by close code. ``failures``: what clients met on their way back."""

    sockets: int
    closed: dict[int | None, int]
    ended_after: float
    named_seconds: int
    ready_after: float
    back_median: float
    back_last: float
    open_again: int
    wrong_screens: int
    failures: dict[str, int]


async def storm(folder: Path, urls: DatabaseUrls, people: Sequence[int]) -> Storm:
    """Open everything, restart, and see everybody back."""
    told, failures, port = Told(), Counter[str](), free_port()
    environment = PRODUCTION | LIMITS
    with server_process(folder, urls, port=port, more=environment) as server:
        screens = await open_screens(port, [(person, token_of(person)) for person in people], told.hear)
        codes, ended = await leave(server, screens)
    within = spread(len(people))
    returning = [asyncio.create_task(come_back(port, person, told, within, failures)) for person in people]
    began = time.monotonic()
    starting = server_process(folder, urls, port=port, more=environment)
    server = await asyncio.to_thread(starting.__enter__)
    ready = time.monotonic() - began
    headers = await asyncio.to_thread(sign_in, server.url, ADMIN_ID)
    await asyncio.to_thread(grant, server.url, headers, people[-1], PAID_MODEL)
    took = sorted(await asyncio.gather(*returning))
    async with httpx.AsyncClient() as client:
        shown = (await client.get(f"{server.url}/api/admin/monitoring", headers=headers)).json()["sockets"]
    await asyncio.to_thread(starting.__exit__, None, None, None)
    wrong = sum(told.version.get(person, 0) != 1 + (person == people[-1]) for person in people)
    return Storm(
        sockets=len(people),
        closed=dict(codes),
        ended_after=round(ended, 2),
        named_seconds=within,
        ready_after=round(ready, 2),
        back_median=round(statistics.median(took), 2),
        back_last=round(took[-1], 2),
        open_again=shown,
        wrong_screens=wrong,
        failures=dict(failures),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sockets", type=int, default=5000)
    options = parser.parse_args()
    allow_many_files()
    with tempfile.TemporaryDirectory() as temporary, bench_database(Path(temporary)) as urls:
        people = asyncio.run(fill(urls.owner, options.sockets))
        found = asyncio.run(storm(Path(temporary) / "server", urls, people))
    for name, value in asdict(found).items():
        print(f"{name:14} {value}")
    save("storm", asdict(found))
    raise SystemExit(1 if found.wrong_screens or found.closed != {RESTART: options.sockets} else 0)


if __name__ == "__main__":
    main()
