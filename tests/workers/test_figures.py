"""Figures and counts of several processes, added up."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from app.db.database import DatabaseUrls
from app.jobs.auditor import audit_if_due
from app.jobs.reporter import Reporter
from app.resources import Resources
from app.resources.window import Window, quantile_of
from app.schemas.monitoring import Check
from app.settings import ConfigurationError
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, PAID_MODEL, sign_in

TOKEN = "a-token-for-tests-only"
BEARER = {"Authorization": f"Bearer {TOKEN}"}


class Worker:
    """One application of the two, with a client."""

    def __init__(self, app: FastAPI, client: httpx.AsyncClient, life: AsyncExitStack) -> None:
        self.client = client
        self.resources: Resources = app.state.resources
        self.reporter = Reporter(self.resources)
        self.life = life

    async def total(self, name: str, **labels: str) -> float:
        """What ``/metrics`` says, summed over the labels that are not named."""
        answer = await self.client.get("/metrics", headers=BEARER)
        assert answer.status_code == 200, answer.text
        samples = [sample for family in text_string_to_metric_families(answer.text) for sample in family.samples]
        return sum(s.value for s in samples if s.name == name and s.labels.items() >= labels.items())

    async def logins(self) -> float:
        return await self.total("forexsignals_http_requests_total", route="/api/auth/login")


@pytest.fixture
async def workers(database: DatabaseUrls, tmp_path: Path) -> AsyncIterator[list[Worker]]:
    """Two applications on one database; each tells of itself when a test has it do so."""
    found = []
    async with AsyncExitStack() as all_of_them:
        for _ in range(2):
            life = await all_of_them.enter_async_context(AsyncExitStack())
            settings = settings_for(database, tmp_path, metrics_token=TOKEN)
            app = await life.enter_async_context(running(settings))
            found.append(Worker(app, await life.enter_async_context(client_of(app)), life))
        yield found


async def test_monitoring_adds_up_whoever_answers(workers: list[Worker]) -> None:
    one, other = workers
    admin, person = await sign_in(one.client, ADMIN_ID), await sign_in(other.client, 42)
    for _ in range(3):
        assert (await person.get(f"/api/signals/{PAID_MODEL}")).status_code == 403
    await other.reporter.step()
    found = (await admin.get("/api/admin/monitoring")).json()
    assert found["gate"] == {"version_path": 3, "sql_path": 0, "denied": 3}
    assert [(each["answers"], each["listener"]) for each in found["processes"]] == [(True, True), (False, True)]
    assert found["listener"]
    error_rate = next(figure for figure in found["figures"] if figure["name"] == "error_rate")
    assert error_rate["value"] == 0


async def test_monitoring_says_which_process_is_deaf(workers: list[Worker]) -> None:
    admin = await sign_in(workers[0].client, ADMIN_ID)
    report = workers[1].resources.report().model_copy(update={"listener": False, "bot_trouble": "invalid_token"})
    await workers[1].resources.membership.heartbeat.beat(report, None)
    found = (await admin.get("/api/admin/monitoring")).json()
    assert not found["listener"]
    assert [each["listener"] for each in found["processes"]] == [True, False]
    assert found["bot"]["trouble"] == found["processes"][1]["bot_trouble"] == "invalid_token"


async def test_who_has_told_nothing_for_half_a_minute_and_who_cannot_be_read_is_left_out(
    workers: list[Worker], database: DatabaseUrls
) -> None:
    admin = await sign_in(workers[0].client, ADMIN_ID)
    await workers[1].reporter.step()
    connection = await asyncpg.connect(database.app)
    mine = workers[0].resources.membership.process.id
    for change in ("seen_at = seen_at - interval '31 s'", """seen_at = now(), report = '{"from": "tomorrow"}'"""):
        await connection.execute(f"UPDATE process_figures SET {change} WHERE id <> $1", mine)
        assert len((await admin.get("/api/admin/monitoring")).json()["processes"]) == 1
    await connection.close()


async def test_the_last_verification_of_any_process_is_shown(workers: list[Worker]) -> None:
    admin = await sign_in(workers[0].client, ADMIN_ID)
    there = await sign_in(workers[1].client, ADMIN_ID)
    await there.get("/api/admin/audit/verify")
    await workers[1].reporter.step()
    assert (await admin.get("/api/admin/monitoring")).json()["audit"]["ok"]


def test_quantiles_of_windows_add_up_exactly() -> None:
    whole, parts = Window(seconds=300), [Window(seconds=300) for _ in range(3)]
    for number in range(1, 1000):
        whole.add(number / 1000)
        parts[number % 3].add(number / 1000)
    added = parts[0].buckets() + parts[1].buckets() + parts[2].buckets()
    for share in (0.01, 0.5, 0.95, 0.99, 1):
        assert quantile_of(added, share) == whole.quantile(share)


async def test_metrics_are_the_same_from_every_process(workers: list[Worker]) -> None:
    one, other = workers
    for number in range(4):
        await sign_in(one.client, 100 + number)
    await sign_in(other.client, 200)
    for worker in workers:
        worker.reporter = Reporter(worker.resources)
        await worker.reporter.step()
    assert (await one.logins(), await other.logins()) == (5, 5)
    name, route = "forexsignals_http_request_seconds", {"route": "/api/auth/login"}
    assert await other.total(f"{name}_count", **route) == 5
    assert await one.total(f"{name}_bucket", le="+Inf", **route) == 5
    assert await one.total("forexsignals_processes") == 2
    assert await one.total("forexsignals_sockets") == 0


async def test_a_total_never_shrinks_because_a_process_has_ended(workers: list[Worker]) -> None:
    one, other = workers
    await sign_in(one.client, 42)
    for _ in range(2):
        await sign_in(other.client, 43)
    await other.life.aclose()
    assert await one.logins() == 3
    assert await one.total("forexsignals_processes") == 1


async def test_a_process_taken_for_dead_that_comes_back_is_not_counted_twice(
    workers: list[Worker], database: DatabaseUrls
) -> None:
    one, other = workers
    await sign_in(other.client, 43)
    await other.reporter.step()
    assert await one.logins() == 1
    connection = await asyncpg.connect(database.app)
    gone = other.resources.membership.process.id
    await connection.execute("UPDATE process_figures SET seen_at = now() - interval '61 s' WHERE id = $1", gone)
    await one.resources.membership.heartbeat.hand_over(own=False)
    assert await connection.fetchval("SELECT count(*) FROM process_figures WHERE id = $1", gone) == 0
    await connection.close()
    assert await one.logins() == 1
    await sign_in(other.client, 44)
    await other.reporter.step()
    assert (await one.logins(), await other.logins()) == (2, 2)


async def test_without_the_database_the_others_stand_still(workers: list[Worker]) -> None:
    one, other = workers
    await sign_in(other.client, 43)
    await other.reporter.step()
    assert await one.logins() == 1
    one.resources.health.lost()
    assert await one.logins() == 1


async def test_metrics_are_for_who_knows_the_secret(workers: list[Worker], client: httpx.AsyncClient) -> None:
    door = workers[0].client
    for headers, code in (
        ({}, "missing_token"),
        ({"Authorization": "Bearer wrong"}, "invalid_token"),
        ({"Authorization": f"Basic {TOKEN}"}, "invalid_token"),
        ({"Authorization": "Bearer"}, "invalid_token"),
    ):
        answer = await door.get("/metrics", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, code)
    assert (await door.get("/metrics", headers=BEARER)).headers["content-type"].startswith("text/plain")
    assert (await client.get("/metrics", headers=BEARER)).status_code == 404, "there is no door without a secret"


def test_a_secret_that_can_be_guessed_is_refused(database: DatabaseUrls, tmp_path: Path) -> None:
    for weak in ("short", "a token with spaces in it"):
        with pytest.raises(ConfigurationError, match="METRICS_TOKEN"):
            settings_for(database, tmp_path, metrics_token=weak)


async def test_what_admins_see_is_what_prometheus_reads(workers: list[Worker]) -> None:
    one, other = workers
    admin = await sign_in(one.client, ADMIN_ID)
    await other.reporter.step()
    assert await one.total("forexsignals_database_up") == 1
    assert await one.total("forexsignals_processes_listening") == 2
    assert (await one.total("forexsignals_bot_enabled"), await one.total("forexsignals_outbox_pending")) == (0, 0)
    seen = {figure["name"]: figure for figure in (await admin.get("/api/admin/monitoring")).json()["figures"]}
    connections = await one.total("forexsignals_database_connections_ratio")
    assert connections == pytest.approx(seen["database_connections"]["value"] / 100, abs=0.05)
    assert await one.total("forexsignals_memory_ratio") == pytest.approx(seen["memory"]["value"] / 100, abs=0.05)
    assert 0 < await one.total("forexsignals_response_time_seconds") < 60
    assert await one.total("forexsignals_signals", model=PAID_MODEL) == 0


async def test_one_process_verifies_everything_once_a_day(workers: list[Worker], database: DatabaseUrls) -> None:
    one, other = workers
    await sign_in(one.client, 42)
    connection = await asyncpg.connect(database.owner)
    await connection.execute("UPDATE users SET is_blocked = true WHERE telegram_id = 42")
    assert sorted(await asyncio.gather(audit_if_due(one.resources), audit_if_due(other.resources))) == [False, True]
    for worker in workers:
        await worker.reporter.step()
    assert not await audit_if_due(one.resources)
    assert not await audit_if_due(other.resources)
    assert await other.total("forexsignals_verified_ok", what="audit") == 0
    assert await other.total("forexsignals_verified_ok", what="ledger") == 1
    for worker in workers:
        old = Check(checked_at=datetime.now(UTC) - timedelta(hours=25), ok=False)
        worker.resources.monitor.audit = worker.resources.monitor.audit and old
        await worker.reporter.step()
    await connection.execute("UPDATE users SET is_blocked = false WHERE telegram_id = 42")
    await connection.close()
    assert await audit_if_due(one.resources)
    assert await one.total("forexsignals_verified_ok", what="audit") == 1
