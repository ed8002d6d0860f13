"""NATS as the bus: heard if and only if it was committed, whoever dies in between."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import nats
import pytest
from nats.aio.msg import Msg

from app.bus.events import EVENTS, CatalogueChanged, SignalPublished
from app.bus.inbox import MAX_WAITING
from app.bus.nats import SUBJECT, NatsBus
from app.bus.publish import BY_OUTBOX, publish
from app.db.database import DatabaseUrls
from app.db.engine import connector, create_engine, create_pool
from app.db.health import DatabaseHealth
from app.db.unit import Units
from app.services.subscriptions.change import Actor
from app.services.subscriptions.orders import grant as grant_in
from app.services.subscriptions.rights import Term
from tests.factories import ADMIN_ID, PAID_MODEL, grant, revoke, sign_in
from tests.nats_server import NatsServer, nats_server
from tests.push.sockets import screen
from tests.servers import ServerProcess, server_process, until

pytestmark = pytest.mark.slow


@pytest.fixture
def broker() -> Iterator[NatsServer]:
    with nats_server() as server:
        yield server


@pytest.fixture
def server(database: DatabaseUrls, tmp_path: Path, broker: NatsServer) -> Iterator[ServerProcess]:
    with server_process(tmp_path, database, EVENT_BUS=broker.url) as running:
        yield running


@pytest.fixture
async def http(server: ServerProcess) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=server.url) as client:
        yield client


async def rows_left(database: DatabaseUrls) -> int:
    connection = await asyncpg.connect(database.app)
    found: int = await connection.fetchval("SELECT count(*) FROM bus_outbox")
    await connection.close()
    return found


async def drained(database: DatabaseUrls) -> None:
    async def is_empty() -> bool:
        return await rows_left(database) == 0

    await until(is_empty, patience=15)


async def test_what_a_process_left_that_died_before_publishing_is_published_by_another(
    http: httpx.AsyncClient, server: ServerProcess, database: DatabaseUrls
) -> None:
    person = await sign_in(http, 42)
    engine = create_engine(database.app, pool_size=1)
    dying = Units(engine, DatabaseHealth(), info={BY_OUTBOX: True})
    async with screen(server.ws_url, person.tokens["access_token"]) as live:
        async with dying.open() as unit:
            admin = Actor(telegram_id=ADMIN_ID, ip_address=None)
            await grant_in(unit, actor=admin, telegram_id=42, models=[PAID_MODEL], term=Term(), reason=None)
        assert (await live.next_of("subscription_update"))["subscription_version"] == 2
    await drained(database)
    await engine.dispose()


async def test_while_no_server_is_there_orders_succeed_screens_heal_and_nothing_is_lost(
    http: httpx.AsyncClient, server: ServerProcess, database: DatabaseUrls, broker: NatsServer
) -> None:
    admin, person = await sign_in(http, ADMIN_ID), await sign_in(http, 42)
    async with screen(server.ws_url, person.tokens["access_token"]) as live:
        broker.kill()
        assert (await grant(admin, 42)).status_code == 201
        assert (await live.next_of("subscription_update"))["subscription_version"] == 2
        ready = await http.get("/readyz")
        assert (ready.status_code, ready.json()["listener"]) == (200, False)
        assert await rows_left(database) > 0
        broker.start()
        await drained(database)
        assert (await revoke(admin, 42)).status_code == 200
        assert (await live.next_of("subscription_update"))["subscription_version"] == 3

        async def listens() -> bool:
            found: bool = (await http.get("/readyz")).json()["listener"]
            return found

        await until(listens, patience=15)


@pytest.fixture
async def bus(database: DatabaseUrls, broker: NatsServer) -> AsyncIterator[tuple[NatsBus, Units]]:
    """A bus without a hub behind it, and units that publish by it."""
    health = DatabaseHealth()
    engine, pool = create_engine(database.app, pool_size=2), await create_pool(database.app, size=2, health=health)
    bus = NatsBus([broker.url], connector(database.app, application_name="test"), pool, health)
    running = asyncio.create_task(bus.run())
    await bus.wait_listening()
    yield bus, Units(engine, health, info={BY_OUTBOX: True}, after_commit=bus.outbox.committed)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    pool.terminate()
    await engine.dispose()


async def test_only_what_commits_is_published_and_leaves_no_row(
    bus: tuple[NatsBus, Units], broker: NatsServer, database: DatabaseUrls
) -> None:
    _, units = bus
    heard: list[bytes] = []
    client = await nats.connect(broker.url)

    async def hear(message: Msg) -> None:
        heard.append(message.data)

    await client.subscribe(SUBJECT, cb=hear)
    await client.flush()

    async def fail() -> None:
        async with units.open() as unit:
            await publish(unit.session, SignalPublished(model_id="never", seq=1))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with units.open() as unit:
        await publish(unit.session, CatalogueChanged(), SignalPublished(model_id="one", seq=2))
    await drained(database)
    await client.flush()
    assert [EVENTS.validate_json(one) for one in heard] == [CatalogueChanged(), SignalPublished(model_id="one", seq=2)]
    await client.close()


async def test_more_than_can_wait_is_announced_as_a_gap(bus: tuple[NatsBus, Units], broker: NatsServer) -> None:
    listening, _ = bus
    while (await asyncio.wait_for(listening.next(), 5)).gap is False:
        pass
    client = await nats.connect(broker.url)
    payload = EVENTS.dump_json(CatalogueChanged())
    for _ in range(MAX_WAITING + 500):
        await client.publish(SUBJECT, payload)
    await client.flush(timeout=30)
    await client.close()
    async with asyncio.timeout(20):
        news = await listening.next()
        while not news.gap:
            news = await listening.next()
    assert len(news.events) < MAX_WAITING


async def test_a_server_that_is_not_there_costs_neither_the_start_nor_a_secret(
    database: DatabaseUrls, tmp_path: Path
) -> None:
    unreachable = "nats://somebody:a-secret-of-the-bus@127.0.0.1:1"
    with server_process(tmp_path, database, EVENT_BUS=unreachable, LOG_LEVEL="debug") as server:
        async with httpx.AsyncClient(base_url=server.url) as client:
            admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
            async with screen(server.ws_url, person.tokens["access_token"]) as live:
                await grant(admin, 42)
                assert (await live.next_of("subscription_update"))["subscription_version"] == 2

        async def is_said() -> bool:
            return "no NATS server answers" in server.text()

        await until(is_said, patience=10)
    assert "a-secret-of-the-bus" not in server.text()
