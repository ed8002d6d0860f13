"""A streaming replica answers the gate while every commit waits for it, and only then."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import FastAPI

from app.cli.serve import prepare_database
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.db.embedded.standby import copy_as_standby
from app.db.replica import Replica, waits_for
from app.resources import Resources
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, PAID_MODEL, Person, grant, revoke, sign_in
from tests.servers import until

pytestmark = pytest.mark.slow
NAME = "second"
LATEST = f"/api/signals/{PAID_MODEL}/latest"


@pytest.mark.parametrize(
    ("standbys", "waits"),
    [
        ("second", True),
        ("FIRST 1 (second)", True),
        ('ANY 2 (first, "Second")', True),
        ("2 (second, first)", True),
        ("ANY 1 (first, second)", False),
        ("FIRST 1 (first, second)", False),
        ("first, second", False),
        ("first", False),
        ("*", False),
        ("", False),
    ],
)
def test_a_standby_is_waited_for_where_all_that_are_listed_are(standbys: str, *, waits: bool) -> None:
    assert waits_for(standbys, NAME) is waits


@dataclass(slots=True)
class Pair:
    """A primary and the standby that follows it."""

    primary: EmbeddedPostgres
    standby: EmbeddedPostgres
    name: str = "pair"

    @property
    def urls(self) -> DatabaseUrls:
        return DatabaseUrls(
            app=self.primary.url_for(self.name, role="app"), owner=self.primary.url_for(self.name, role="owner")
        )

    @property
    def replica_url(self) -> str:
        return self.standby.url_for(self.name, role="app")

    async def on_primary(self, statement: str) -> None:
        await self._execute(self.urls.owner, statement)

    async def on_standby(self, statement: str) -> None:
        await self._execute(self.standby.url_for(self.name, role="owner"), statement)

    async def _execute(self, url: str, statement: str) -> None:
        connection = await asyncpg.connect(url)
        await connection.execute(statement)
        await connection.close()

    async def commit(self, how: str, *, waiting_for: str) -> None:
        """How commits wait, for connections made from now on."""
        await self.on_primary(f"ALTER DATABASE {self.name} SET synchronous_commit = '{how}'")
        await self.on_primary(f"ALTER SYSTEM SET synchronous_standby_names = '{waiting_for}'")
        await self.on_primary("SELECT pg_reload_conf()")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("pair")
    with EmbeddedPostgres.join(folder / "primary") as primary:
        primary.create_database("pair")
        prepare_database(Pair(primary, primary).urls)
        copy_as_standby(folder / "standby", host=str(primary.socket), name=NAME)
        with EmbeddedPostgres.join(folder / "standby", settings={"cluster_name": NAME}) as standby:
            yield Pair(primary, standby)


@pytest.fixture
async def app(pair: Pair, tmp_path: Path) -> AsyncIterator[FastAPI]:
    await pair.commit("remote_apply", waiting_for=f"FIRST 1 ({NAME})")
    settings = settings_for(pair.urls, tmp_path, database_replica_url=pair.replica_url)
    try:
        async with running(settings) as application:
            yield application
    finally:
        with suppress(asyncpg.PostgresError):
            await pair.on_standby("SELECT pg_wal_replay_resume()")
        await pair.commit("on", waiting_for="")


@pytest.fixture
def replica(app: FastAPI) -> Replica:
    resources: Resources = app.state.resources
    assert resources.replica is not None
    return resources.replica


def proven(replica: Replica, *, wanted: bool) -> Callable[[], Awaitable[bool]]:
    async def as_wanted() -> bool:
        return replica.is_proven is wanted

    return as_wanted


@pytest.fixture
async def holder(app: FastAPI, client: httpx.AsyncClient) -> Person:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    await grant(admin, 42)
    return await sign_in(client, 42)


async def reads_of(pair: Pair) -> int:
    """Rows of users that index scans on the standby have found."""
    connection = await asyncpg.connect(pair.standby.url_for(pair.name, role="owner"))
    await connection.execute("SELECT pg_stat_force_next_flush()")
    found: int = await connection.fetchval("SELECT idx_tup_fetch FROM pg_stat_user_tables WHERE relname = 'users'")
    await connection.close()
    return found


async def test_every_confirmed_change_is_seen_by_the_next_request_though_the_replica_answers(
    app: FastAPI, pair: Pair, replica: Replica, holder: Person, client: httpx.AsyncClient
) -> None:
    await until(proven(replica, wanted=True), patience=10)
    before = await reads_of(pair)
    admin = await sign_in(client, ADMIN_ID)
    for _ in range(10):
        assert (await revoke(admin, 42)).status_code == 200
        assert (await holder.get(LATEST)).status_code == 403
        await grant(admin, 42)
        assert (await holder.get(LATEST)).status_code == 200

    async def has_read() -> bool:
        return await reads_of(pair) > before

    await until(has_read, patience=10)


async def test_a_replica_that_commits_do_not_wait_for_is_not_asked(
    app: FastAPI, pair: Pair, replica: Replica, holder: Person, client: httpx.AsyncClient
) -> None:
    await until(proven(replica, wanted=True), patience=10)
    admin = await sign_in(client, ADMIN_ID)
    await pair.commit("remote_apply", waiting_for="")
    await until(proven(replica, wanted=False), patience=10)
    await pair.on_standby("SELECT pg_wal_replay_pause()")
    assert (await revoke(admin, 42)).status_code == 200
    assert (await holder.get(LATEST)).status_code == 403


async def test_a_version_older_than_the_client_has_seen_is_no_answer(
    app: FastAPI, pair: Pair, replica: Replica, holder: Person, client: httpx.AsyncClient
) -> None:
    """Even where the proof were wrong: who has seen the newer version is answered by the primary."""
    admin = await sign_in(client, ADMIN_ID)
    await pair.commit("remote_apply", waiting_for="")
    await pair.on_standby("SELECT pg_wal_replay_pause()")
    version = (await revoke(admin, 42)).json()["subscription_version"]
    replica._seen_at = float("inf")
    assert (await holder.get(LATEST)).status_code == 200  # the paused replica does not know yet
    seen = await holder.get(LATEST, headers={"X-Subscription-Version": str(version)})
    assert (seen.status_code, seen.json()["code"]) == (403, "subscription_required")
    assert (await (await sign_in(client, 42)).get(LATEST)).status_code == 403


async def test_a_replica_that_dies_costs_no_request(app: FastAPI, pair: Pair, replica: Replica, holder: Person) -> None:
    await until(proven(replica, wanted=True), patience=10)
    pair.standby._stop()
    try:
        async with client_of(app) as client:
            for _ in range(5):
                assert (await client.get(LATEST, headers=holder.headers)).status_code == 200
    finally:
        pair.standby.revive()
    await until(proven(replica, wanted=True), patience=15)
