"""The limit of sockets by user, over processes that come, leave and die."""

import asyncio
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import asyncpg
import pytest

from app.db.database import DatabaseUrls
from app.db.engine import create_pool
from app.db.health import DatabaseHealth
from app.db.raw_reads import RawReads
from app.db.unit import Units
from app.errors import DatabaseUnavailable
from app.models.columns import utc_now
from app.resources.hub import Roll, TooManySockets
from app.services.open_sockets import OpenSockets, forget_closed
from app.services.process_figures import Heartbeat, Process
from tests.servers import until

MOST = 10


class CountedReads(RawReads):
    """Counts round trips."""

    trips = 0

    async def fetch(self, query: str, *values: object) -> list[asyncpg.Record]:
        self.trips += 1
        return await super().fetch(query, *values)


class Member:
    """What one process has."""

    def __init__(self, pool: asyncpg.Pool, health: DatabaseHealth) -> None:
        self.id: UUID = uuid4()
        self.health = health
        self.reads = CountedReads(pool, health)
        self.heartbeat = Heartbeat(self.reads, Process(self.id, "here", 1, utc_now()))
        self.roll = Roll(OpenSockets(self.reads, self.id, per_user=MOST), per_user=MOST)

    async def tries(self, user: int, times: int) -> int:
        """Try to enter at once; return how many came in."""
        came = await asyncio.gather(*(self.roll.enter(user) for _ in range(times)), return_exceptions=True)
        assert all(each is None or isinstance(each, TooManySockets) for each in came), came
        return came.count(None)


@pytest.fixture
async def members(database: DatabaseUrls) -> AsyncIterator[list[Member]]:
    """Three processes of one database, all alive."""
    opened = [(await create_pool(database.app, size=4, health=(health := DatabaseHealth())), health) for _ in range(3)]
    found = [Member(pool, health) for pool, health in opened]
    for member in found:
        assert await member.heartbeat.beat(None, None) is None
    yield found
    for pool, _ in opened:
        await pool.close()


@pytest.fixture
async def connection(database: DatabaseUrls) -> AsyncIterator[asyncpg.Connection]:
    opened = await asyncpg.connect(database.app)
    yield opened
    await opened.close()


async def test_a_user_has_ten_sockets_wherever_they_connect(members: list[Member]) -> None:
    came = await asyncio.gather(*(member.tries(42, 8) for member in members))
    assert sum(came) == MOST
    assert [await member.tries(42, 1) for member in members] == [0, 0, 0]
    assert await members[0].tries(43, 1) == 1


async def test_a_socket_that_leaves_makes_room_everywhere(members: list[Member]) -> None:
    assert await members[0].tries(42, MOST) == MOST
    assert await members[1].tries(42, 1) == 0
    members[0].roll.leave(42)

    async def has_room() -> bool:
        return await members[1].tries(42, 1) == 1

    await until(has_room, patience=5)
    assert await members[2].tries(42, 1) == 0


async def test_sockets_of_a_dead_process_do_not_count_and_come_back_with_it(
    members: list[Member], connection: asyncpg.Connection
) -> None:
    assert await members[0].tries(42, MOST) == MOST
    await connection.execute("UPDATE process_figures SET seen_at = now() - interval '9 s' WHERE id = $1", members[0].id)
    assert await members[1].tries(42, 3) == 3
    pause = await members[0].heartbeat.beat(None, None)
    assert pause is not None
    assert pause.total_seconds() > 8
    members[0].roll.restate()

    async def is_known_again() -> bool:
        held = await connection.fetchval("SELECT held ->> $1 FROM open_sockets WHERE user_id = 42", str(members[0].id))
        return bool(held == str(MOST))

    await until(is_known_again, patience=5)
    assert await members[2].tries(42, 1) == 0


async def test_a_storm_of_five_thousand_is_a_handful_of_statements(
    members: list[Member], connection: asyncpg.Connection
) -> None:
    before = members[0].reads.trips
    await asyncio.gather(*(members[0].roll.enter(user) for user in range(1, 5001)))
    assert members[0].reads.trips - before <= 6
    for user in range(1, 5001):
        members[0].roll.leave(user)

    async def is_empty() -> bool:
        return bool(await connection.fetchval("SELECT count(*) FROM open_sockets WHERE held <> '{}'") == 0)

    await until(is_empty, patience=10)
    assert members[0].reads.trips - before <= 13


async def test_a_socket_that_hangs_up_while_it_enters_leaves_nothing(
    members: list[Member], connection: asyncpg.Connection
) -> None:
    entering = [asyncio.create_task(members[0].roll.enter(42)) for _ in range(MOST)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    for task in entering:
        task.cancel()
    await asyncio.gather(*entering, return_exceptions=True)

    async def has_room() -> bool:
        return await members[1].tries(42, MOST) == MOST

    await until(has_room, patience=5)


async def test_a_database_that_is_away_lets_nobody_in(members: list[Member]) -> None:
    members[0].health.lost()
    with pytest.raises(DatabaseUnavailable):
        await members[0].roll.enter(42)


async def test_a_database_that_has_forgotten_everything_is_told_again(
    members: list[Member], connection: asyncpg.Connection, database: DatabaseUrls
) -> None:
    """As after a crash, which empties unlogged tables."""
    assert await members[0].tries(42, 7) == 7
    await connection.execute("DELETE FROM process_figures")
    await connection.execute("DELETE FROM open_sockets")
    for member in members:
        assert await member.heartbeat.beat(None, None) is None
        member.roll.restate()

    async def is_known_again() -> bool:
        return await connection.fetchval("SELECT held FROM open_sockets") is not None

    await until(is_known_again, patience=5)
    assert await members[1].tries(42, 5) == 3


async def test_users_without_a_socket_are_cleaned_away(members: list[Member], units: Units) -> None:
    assert await members[0].tries(42, 2) == 2
    assert await members[1].tries(43, 1) == 1
    async with units.open() as unit:
        assert await forget_closed(unit) == 0
    await members[1].heartbeat.hand_over(own=True)
    async with units.open() as unit:
        assert await forget_closed(unit) == 1
