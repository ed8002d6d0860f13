"""Ten thousand people given a model in one request, beside as many requests for one.

Usage: ``python -m bench.bulk [--people 10000] [--rounds 3]``. Each round gives everybody a model by one bulk order
through the API, checks that each has one more history row, and gives a sample of 200 another model one by one.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import asyncpg
import httpx

from app.db.database import DatabaseUrls
from bench.crowd import fill
from bench.guard import PRODUCTION, grant, sign_in
from bench.rig import bench_database, save
from tests.factories import ADMIN_ID
from tests.servers import server_process

MODELS = ("shadow-stack", "forest-necromancer", "gray-cardinal")
ONE_BY_ONE = "sniper-80x"
SAMPLE = 200
TARGET = 3.0


def give_all(url: str, headers: Mapping[str, str], people: Sequence[int], model_id: str) -> float:
    """Seconds of one bulk order for everybody."""
    order = {"telegram_ids": list(people), "grant": [model_id], "revoke": [], "reason": "bench", "dry_run": False}
    began = time.perf_counter()
    answer = httpx.post(f"{url}/api/admin/subscriptions/bulk", json=order, headers=dict(headers), timeout=120)
    took = time.perf_counter() - began
    if answer.raise_for_status().json()["changed"] != len(people):
        raise SystemExit(f"not everybody was given it: {answer.text[:300]}")
    return took


async def rows_of(urls: DatabaseUrls, people: Sequence[int]) -> int:
    connection = await asyncpg.connect(urls.app)
    query = "SELECT count(*) FROM subscription_history WHERE user_id BETWEEN $1 AND $2"
    found: int = await connection.fetchval(query, people[0], people[-1])
    await connection.close()
    return found


def measure(url: str, urls: DatabaseUrls, people: Sequence[int], *, rounds: int) -> tuple[list[float], list[float]]:
    """Seconds of each bulk order, and of as many single ones, by extrapolation."""
    headers = sign_in(url, ADMIN_ID)
    bulk, single = [], []
    for number in range(rounds):
        before = asyncio.run(rows_of(urls, people))
        bulk.append(give_all(url, headers, people, MODELS[number % len(MODELS)]))
        if asyncio.run(rows_of(urls, people)) != before + len(people):
            raise SystemExit("not everybody has one more history row")
        some = people[number * SAMPLE : (number + 1) * SAMPLE]
        began = time.perf_counter()
        for person in some:
            grant(url, headers, person, ONE_BY_ONE)
        single.append((time.perf_counter() - began) * len(people) / len(some))
        print(
            f"  round {number + 1}: bulk {bulk[-1]:.2f} s, one by one {single[-1]:.0f} s (from {len(some)})", flush=True
        )
    return bulk, single


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary, bench_database(Path(temporary)) as urls:
        people = asyncio.run(fill(urls.owner, options.people))
        with server_process(Path(temporary) / "server", urls, more=PRODUCTION) as server:
            bulk, single = measure(server.url, urls, people, rounds=options.rounds)
    took, one_by_one = statistics.median(bulk), statistics.median(single)
    verdict = "met" if took < TARGET else "MISSED"
    print(f"{options.people} people: bulk {took:.2f} s (target {TARGET:g}: {verdict}), one by one {one_by_one:.0f} s")
    print(f"bulk is {one_by_one / took:.0f} x as fast")
    save("bulk", {"people": options.people, "bulk": bulk, "one_by_one": single})


if __name__ == "__main__":
    main()
