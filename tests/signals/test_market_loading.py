"""Who asks the market data provider: one process of a database at a time, and training never."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import datetime
from importlib import import_module
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import text

from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.jobs import market
from app.models.market import Timeframe
from app.resources import Resources, leader
from app.resources.build import open_resources
from app.resources.leaving import Leaving
from app.resources.metrics import Metrics
from app.services.market.loading import is_loading, loading_turn
from app.settings import Settings
from app.signals.market.provider import Quote
from tests.servers import until

PATIENCE = 20


@dataclass
class Source:
    """What all processes ask: how often, and how many of them at once at most."""

    calls: int = 0
    running: int = 0
    most: int = 0
    open: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass
class Door:
    """The provider of one process. It answers nothing once the source is open."""

    source: Source
    calls: int = 0
    name: str = "ecb"
    timeframe: Timeframe = "1min"

    async def candles(self, newest: Mapping[str, datetime]) -> AsyncIterator[list[Quote]]:
        assert newest == {}
        self.calls += 1
        self.source.calls += 1
        self.source.running += 1
        self.source.most = max(self.source.most, self.source.running)
        try:
            await self.source.open.wait()
            yield []
        finally:
            self.source.running -= 1


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def doors(source: Source, monkeypatch: pytest.MonkeyPatch) -> list[Door]:
    """The doors of three processes, in the order in which these begin, and jobs that hurry."""
    made = [Door(source) for _ in range(3)]
    coming = iter(made)
    monkeypatch.setattr(market, "provider_of", lambda _settings: next(coming))
    for name in ("LONGEST", "BUSY", "RETRY"):
        monkeypatch.setattr(market, name, 0.01)
    monkeypatch.setattr(leader, "TAKEOVER", 0.01)
    return made


@pytest.fixture
async def processes(settings: Settings, database: DatabaseUrls) -> AsyncIterator[list[Resources]]:
    """What three processes of one database have, each for itself."""
    async with AsyncExitStack() as stack:
        opened = [open_resources(settings, database.app, metrics=Metrics(), leaving=Leaving()) for _ in range(3)]
        yield [await stack.enter_async_context(process) for process in opened]


async def end(*tasks: "asyncio.Task[None]") -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def reaches(found: Callable[[], int], least: int) -> None:
    async def is_reached() -> bool:
        return found() >= least

    await until(is_reached, patience=PATIENCE)


async def locks(units: Units, *, granted: bool) -> int:
    """How many connections hold, or wait for, the right to load."""
    query = text(
        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND granted = :granted"
        " AND classid = hashtext('forexsignals.loading')::oid AND objsubid = 2"
        " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
    )
    async with units.open() as unit:
        return int((await unit.session.execute(query, {"granted": granted})).scalar_one())


async def test_one_process_loads_and_another_takes_over_when_it_dies(
    source: Source, doors: list[Door], processes: list[Resources]
) -> None:
    source.open.set()
    tasks = [asyncio.create_task(market.feed_market(process)) for process in processes]
    await reaches(lambda: source.calls, 20)
    (feeder,) = [number for number, door in enumerate(doors) if door.calls]
    source.open.clear()
    await reaches(lambda: source.running, 1)
    await end(tasks[feeder])
    before = source.calls
    await reaches(lambda: source.calls, before + 1)
    assert doors[feeder].calls <= before, "who is dead asks no more"
    source.open.set()
    await reaches(lambda: source.calls, before + 20)
    assert source.most == 1
    assert sum(door.calls > 0 for door in doors) == 2
    await end(*tasks)


async def test_a_feeder_that_lost_its_connection_does_not_go_on(
    source: Source, doors: list[Door], processes: list[Resources]
) -> None:
    """Another one may feed by now: it asks for its turn like everybody."""
    source.open.set()
    tasks = [asyncio.create_task(market.feed_market(processes[0]))]
    await reaches(lambda: doors[0].calls, 1)
    processes[0].health.lost()
    tasks.append(asyncio.create_task(market.feed_market(processes[1])))
    await reaches(lambda: doors[1].calls, 1)
    processes[0].health.found()
    before = doors[0].calls
    await reaches(lambda: doors[1].calls, 20)
    assert (doors[0].calls, source.most) == (before, 1)
    await end(*tasks)


async def test_the_feeder_passes_over_a_load_of_a_command(
    source: Source, doors: list[Door], processes: list[Resources], units: Units
) -> None:
    source.open.set()
    mine, other = await processes[0].connect(), await processes[1].connect()
    async with loading_turn(other) as is_held:
        assert is_held
        assert await market._load(processes[0], doors[0], mine) == market.BUSY
        assert source.calls == 0
    await market._load(processes[0], doors[0], mine)
    assert (source.calls, await locks(units, granted=True)) == (1, 0)
    for connection in (mine, other):
        await connection.close()


async def test_a_command_waits_until_the_process_that_loads_is_done_or_dead(
    source: Source,
    settings: Settings,
    database: DatabaseUrls,
    units: Units,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    command = import_module("app.cli.train")
    monkeypatch.setattr(command, "provider_of", lambda _settings: Door(source))
    source.open.set()
    connection = await asyncpg.connect(database.app)
    async with loading_turn(connection):
        task = asyncio.create_task(command._load(settings, database.app))

        async def is_waiting() -> bool:
            return await locks(units, granted=False) == 1

        await until(is_waiting, patience=PATIENCE)
        assert source.calls == 0
        connection.terminate()
        await asyncio.wait_for(task, PATIENCE)
    assert source.calls == 1
    assert capsys.readouterr().out == "Waiting: another process loads candles\necb: 0 new candles in all\n"


async def test_training_waits_for_candles_that_are_being_loaded(processes: list[Resources], units: Units) -> None:
    connection = await processes[1].connect()
    async with loading_turn(connection):
        assert await market._learnable(processes[0]) is None
    assert await market._learnable(processes[0]) == {}
    async with units.open() as unit:
        assert not await is_loading(unit)
    await connection.close()


async def test_the_training_process_asks_the_provider_for_nothing(
    database: DatabaseUrls, tmp_path: Path, processes: list[Resources], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal asked
        asked += 1
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    environment = {
        "DATABASE_URL": database.app,
        "MARKET_PROVIDER": "twelvedata",
        "TWELVEDATA_API_KEY": "0123456789abcdef",
        "TWELVEDATA_URL": f"http://127.0.0.1:{port}",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(market, "RETRY", 0.0)
    async with server:
        assert await market._train(processes[0])
    assert asked == 0
