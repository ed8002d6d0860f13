"""Rate limits counted in the database: exact over processes, cheap under a flood, shut while it is away."""

import asyncio
import time
from collections.abc import AsyncIterator

import asyncpg
import httpx
import pytest
from limits import RateLimitItemPerSecond, parse
from limits.aio.strategies import MovingWindowRateLimiter

from app.db.database import DatabaseUrls
from app.db.engine import create_pool
from app.db.health import DatabaseHealth
from app.db.raw_reads import RawReads
from app.db.unit import Units
from app.errors import DatabaseUnavailable
from app.resources import Resources
from app.services.rate_limits import SharedLimits, forget_hits
from tests.factories import launch

RATE = parse("30/minute")


class CountedReads(RawReads):
    """Counts round trips."""

    trips = 0

    async def fetch(self, query: str, *values: object) -> list[asyncpg.Record]:
        self.trips += 1
        return await super().fetch(query, *values)


class Limits:
    """What one process has."""

    def __init__(self, pool: asyncpg.Pool, health: DatabaseHealth) -> None:
        self.health = health
        self.reads = CountedReads(pool, health)
        self.storage = SharedLimits(self.reads)
        self.limiter = MovingWindowRateLimiter(self.storage)


@pytest.fixture
async def processes(database: DatabaseUrls) -> AsyncIterator[list[Limits]]:
    """Three of them, on one database."""
    opened = [(await create_pool(database.app, size=4, health=(health := DatabaseHealth())), health) for _ in range(3)]
    yield [Limits(pool, health) for pool, health in opened]
    for pool, _ in opened:
        await pool.close()


async def test_a_limit_is_exact_over_processes_that_are_hit_at_once(processes: list[Limits]) -> None:
    hits = [process.limiter.hit(RATE, "login", "192.0.2.1") for _ in range(40) for process in processes]
    assert sum(await asyncio.gather(*hits)) == 30
    window = await processes[1].limiter.get_window_stats(RATE, "login", "192.0.2.1")
    assert window.remaining == 0
    assert 58 < window.reset_time - time.time() <= 61
    assert await processes[2].limiter.hit(RATE, "login", "192.0.2.2"), "another client has a count of its own"


async def test_hits_that_come_together_share_round_trips(processes: list[Limits]) -> None:
    rate = parse("6000/minute")
    hits = [processes[0].limiter.hit(rate, "socket", f"192.0.2.{n % 250}") for n in range(5000)]
    assert all(await asyncio.gather(*hits))
    assert processes[0].reads.trips <= 6


async def test_a_flood_is_refused_from_memory(processes: list[Limits]) -> None:
    flooded = processes[0]
    await asyncio.gather(*(flooded.limiter.hit(RATE, "flood") for _ in range(100)))
    trips = flooded.reads.trips
    for _ in range(1000):
        assert not await flooded.limiter.hit(RATE, "flood")
    assert (await flooded.limiter.get_window_stats(RATE, "flood")).remaining == 0
    assert flooded.reads.trips == trips


async def test_room_comes_again_when_it_was_said_to(processes: list[Limits]) -> None:
    rate = RateLimitItemPerSecond(2, 1)
    one, other = processes[0].limiter, processes[1].limiter
    assert [await one.hit(rate), await other.hit(rate), await one.hit(rate), await other.hit(rate)] == [
        True,
        True,
        False,
        False,
    ]
    began = time.time()
    while not await one.hit(rate):
        free_at = (await one.get_window_stats(rate)).reset_time
        assert free_at - began < 1.2
        await asyncio.sleep(max(0.001, free_at - time.time()))
    assert 0.9 < time.time() - began < 1.5


async def test_never_more_than_the_limit_in_any_window(processes: list[Limits]) -> None:
    """Hits as fast as they go, for some windows; the times of those that passed are held against the promise."""
    rate, passed = RateLimitItemPerSecond(5, 1), []

    async def hammer(process: Limits) -> None:
        until = time.monotonic() + 3
        while time.monotonic() < until:
            if await process.limiter.hit(rate, "hammer"):
                passed.append(time.monotonic())
            await asyncio.sleep(0.003)

    await asyncio.gather(*(hammer(process) for process in processes))
    passed.sort()
    assert len(passed) >= 10
    assert all(later - earlier > 0.95 for earlier, later in zip(passed, passed[5:], strict=False))


async def test_a_cost_without_room_is_refused_and_uses_the_room_up(processes: list[Limits]) -> None:
    limiter = processes[0].limiter
    assert not await limiter.hit(RATE, "cost", cost=31)
    assert await limiter.hit(RATE, "cost", cost=29)
    assert await limiter.test(RATE, "cost")
    assert not await limiter.hit(RATE, "cost", cost=2)
    assert not await limiter.test(RATE, "cost")


async def test_a_database_that_is_away_lets_nobody_pass(processes: list[Limits]) -> None:
    limits = processes[0]
    assert await limits.limiter.hit(RATE, "away")
    limits.health.lost()
    with pytest.raises(DatabaseUnavailable):
        await limits.limiter.hit(RATE, "away")


async def test_what_is_over_is_cleaned_away(processes: list[Limits], units: Units, database: DatabaseUrls) -> None:
    await processes[0].limiter.hit(RateLimitItemPerSecond(5, 1), "short")
    await processes[0].limiter.hit(RATE, "long")
    connection = await asyncpg.connect(database.app)
    await connection.execute("UPDATE rate_limits SET slot = slot - 130 WHERE seconds = 1")
    async with units.open() as unit:
        assert await forget_hits(unit) == 1
    assert await connection.fetchval("SELECT count(*) FROM rate_limits") == 1
    await connection.close()


async def test_a_login_is_503_while_the_limit_cannot_be_asked(client: httpx.AsyncClient, resources: Resources) -> None:
    resources.health.lost()
    answer = await client.post("/api/auth/login", json={"initData": launch(42)})
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    assert answer.headers["retry-after"]
