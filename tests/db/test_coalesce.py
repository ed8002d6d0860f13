"""Reads that share a query: who is served by which, and what becomes of the others when one goes wrong."""

import asyncio
import random
from collections.abc import Mapping, Sequence

import pytest

from app.db.coalesce import Coalesced
from app.errors import DatabaseUnavailable


class Table:
    """A table that a test lets answer when it likes: every read copies the rows when it starts, as a query does."""

    def __init__(self, *, open_gate: bool = False) -> None:
        self.rows: dict[int, str] = {}
        self.reads: list[list[int]] = []
        self.started = asyncio.Semaphore(0)
        self.failure: Exception | None = None
        self._gate = asyncio.Event()
        if open_gate:
            self._gate.set()

    def answer(self) -> None:
        """Let every read under way, and every later one, end."""
        self._gate.set()

    async def read(self, keys: Sequence[int]) -> Mapping[int, str]:
        seen = {key: self.rows[key] for key in keys if key in self.rows}
        self.reads.append(sorted(keys))
        self.started.release()
        await self._gate.wait()
        if self.failure is not None:
            raise self.failure
        return seen


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_callers_of_one_turn_share_a_read_and_its_keys_are_distinct() -> None:
    table = Table(open_gate=True)
    table.rows = {1: "one", 2: "two"}
    reads = Coalesced(table.read)
    assert await asyncio.gather(*map(reads.get, (1, 2, 1, 3))) == ["one", "two", "one", None]
    assert table.reads == [[1, 2, 3]]


async def test_nobody_is_served_by_a_read_that_began_before_they_asked() -> None:
    table = Table()
    reads = Coalesced(table.read, flights=1)
    early = asyncio.create_task(reads.get(1))
    await table.started.acquire()
    table.rows[1] = "granted"
    late = asyncio.create_task(reads.get(1))
    await settle()
    table.answer()
    assert [await early, await late] == [None, "granted"]
    assert table.reads == [[1], [1]]


async def test_those_who_wait_behind_reads_under_way_share_the_next_one() -> None:
    table = Table()
    reads = Coalesced(table.read, flights=2)
    first = [asyncio.create_task(reads.get(1))]
    await table.started.acquire()
    first.append(asyncio.create_task(reads.get(2)))
    await table.started.acquire()
    waiting = [asyncio.create_task(reads.get(key)) for key in (3, 4, 3)]
    await settle()
    assert table.reads == [[1], [2]]
    table.answer()
    await asyncio.gather(*first, *waiting)
    assert table.reads == [[1], [2], [3, 4]]


async def test_a_caller_that_is_cancelled_harms_no_neighbour() -> None:
    table = Table()
    table.rows = {1: "one", 2: "two"}
    reads = Coalesced(table.read)
    leaver, same_key, other = (asyncio.create_task(reads.get(key)) for key in (1, 1, 2))
    await table.started.acquire()
    leaver.cancel()
    await settle()
    table.answer()
    assert [await same_key, await other] == ["one", "two"]
    assert leaver.cancelled()


async def test_nothing_is_read_for_callers_who_have_all_gone() -> None:
    table = Table()
    reads = Coalesced(table.read, flights=1)
    under_way = asyncio.create_task(reads.get(1))
    await table.started.acquire()
    gone = asyncio.create_task(reads.get(2))
    await settle()
    gone.cancel()
    await settle()
    table.answer()
    await under_way
    assert await reads.get(3) is None
    assert table.reads == [[1], [3]]


async def test_a_failed_read_fails_all_of_its_callers_and_the_next_one_works() -> None:
    table = Table(open_gate=True)
    table.rows = {1: "one"}
    table.failure = DatabaseUnavailable()
    reads = Coalesced(table.read)
    answers = await asyncio.gather(*map(reads.get, (1, 2, 3)), return_exceptions=True)
    assert [type(answer) for answer in answers] == [DatabaseUnavailable] * 3
    table.failure = None
    assert await reads.get(1) == "one"


async def test_a_read_that_hangs_is_given_up_and_holds_up_nobody_after_it() -> None:
    table = Table()
    reads = Coalesced(table.read, patience=0.05, flights=1)
    under_way = asyncio.create_task(reads.get(1))
    await table.started.acquire()
    behind = asyncio.create_task(reads.get(2))
    for caller in (under_way, behind):
        with pytest.raises(DatabaseUnavailable):
            await caller
    table.answer()
    table.rows = {3: "three"}
    assert await reads.get(3) == "three"


async def test_a_read_that_swallows_its_cancellation_takes_no_place() -> None:
    stuck = asyncio.Event()

    async def read(keys: Sequence[int]) -> Mapping[int, str]:
        while 1 in keys and not stuck.is_set():
            try:
                await stuck.wait()
            except asyncio.CancelledError:
                continue
        return dict.fromkeys(keys, "read")

    reads = Coalesced(read, patience=0.05, flights=1)
    with pytest.raises(DatabaseUnavailable):
        await reads.get(1)
    assert await reads.get(2) == "read"
    stuck.set()
    await settle()
    assert [await reads.get(3), await reads.get(4)] == ["read", "read"]


async def test_a_read_takes_no_more_callers_than_allowed() -> None:
    table = Table(open_gate=True)
    reads = Coalesced(table.read, most=2)
    await asyncio.gather(*map(reads.get, range(5)))
    assert table.reads == [[0, 1], [2, 3], [4]]


@pytest.mark.parametrize("seed", range(20))
async def test_every_caller_gets_an_answer_whatever_comes_between(seed: int) -> None:
    """Callers come, go and fail at random moments; whoever stays is answered, and never with something older."""
    chance = random.Random(seed)
    written = dict.fromkeys(range(5), 0)

    async def read(keys: Sequence[int]) -> Mapping[int, int]:
        await asyncio.sleep(chance.choice((0, 0, 0.0005)))
        seen = {key: written[key] for key in keys}
        await asyncio.sleep(chance.choice((0, 0.0005)))
        if chance.random() < 0.1:
            raise DatabaseUnavailable
        return seen

    reads = Coalesced(read, flights=chance.choice((1, 2)), most=chance.choice((1, 3, 100)))

    async def caller() -> None:
        key = chance.randrange(5)
        await asyncio.sleep(chance.random() * 0.01)
        written[key] += 1
        expected = written[key]
        try:
            found = await reads.get(key)
        except DatabaseUnavailable:
            return
        assert found is not None
        assert found >= expected

    callers = [asyncio.create_task(caller()) for _ in range(200)]
    for leaver in chance.sample(callers, 60):
        asyncio.get_running_loop().call_later(chance.random() * 0.012, leaver.cancel)
    ended, hanging = await asyncio.wait(callers, timeout=10)
    assert not hanging
    assert all(task.cancelled() or task.exception() is None for task in ended)
