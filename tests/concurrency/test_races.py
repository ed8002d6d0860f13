"""Everything at once: invariants under concurrency, two processes and kill -9."""

import asyncio
import random
from collections import Counter
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.services.subscriptions.expire import expire_ended
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Person, audit, grant, history, revoke, sign_in, soon
from tests.people import register_many
from tests.servers import server_process, wait_ready

MODELS = ["shadow-stack", "forest-necromancer", "gray-cardinal", "sniper-80x"]


async def test_first_logins_of_one_person_at_once_register_once(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    people = await asyncio.gather(*(sign_in(client, 42) for _ in range(12)))
    assert {person.access["subscription_version"] for person in people} == {1}
    assert len(await history(admin, 42)) == 1


async def test_logins_and_deletions_interleaved_keep_versions_whole(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)

    async def remove() -> None:
        await admin.delete("/api/admin/users/42", params={"reason": "race"})

    for _ in range(5):
        await asyncio.gather(*(work for _ in range(4) for work in (sign_in(client, 42), remove())))
    await sign_in(client, 42)
    report = await audit(admin)
    assert report["ok"], report["broken"]
    rows = await history(admin, 42)
    assert [row["version"] for row in rows] == list(range(1, len(rows) + 1))


async def test_every_order_at_once_on_one_user(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    person = await sign_in(client, 42)
    jobs = []
    for number in range(60):
        model = MODELS[number % 4]
        jobs += [
            grant(admin, 42, model, expiry_days=1),
            revoke(admin, 42, model),
            admin.patch("/api/admin/users/42", json={"is_blocked": bool(number % 2), "reason": "race"}),
            person.client.post("/api/auth/refresh", json={"refresh_token": person.tokens["refresh_token"]}),
        ]
    answers = await asyncio.gather(*jobs)
    assert {answer.status_code for answer in answers} <= {200, 201, 403}
    report = await audit(admin)
    assert report["ok"], report["broken"]
    detail = (await admin.get("/api/admin/users/42")).json()
    rows = await history(admin, 42)
    assert detail["user"]["subscription_version"] >= len(rows)


async def test_bulk_and_single_orders_overlap_without_deadlock(client: httpx.AsyncClient, units: Units) -> None:
    admin = await sign_in(client, ADMIN_ID)
    ids = list(range(1, 201))
    await register_many(units, ids)

    async def bulk(model: str, order: list[int]) -> httpx.Response:
        body = {"telegram_ids": order, "grant": [model], "expiry_days": 1, "reason": "race"}
        return await admin.post("/api/admin/subscriptions/bulk", json=body)

    shuffled = random.Random(7).sample(ids, len(ids))
    answers = await asyncio.gather(
        *(bulk(model, order) for model in MODELS for order in (ids, ids[::-1], shuffled)),
        *(grant(admin, i, expiry_days=1) for i in shuffled[:40]),
    )
    assert {answer.status_code for answer in answers} <= {200, 201}
    report = await audit(admin)
    assert report["ok"], report["broken"][:3]


async def test_an_idempotency_key_used_at_once_changes_once(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    body, key = {"model_id": PAID_MODEL, "expiry_days": 1}, {"Idempotency-Key": "same"}
    path = "/api/admin/users/42/subscriptions"
    answers = await asyncio.gather(*(admin.post(path, json=body, headers=key) for _ in range(10)))
    assert {answer.content for answer in answers} == {answers[0].content}
    assert len(await history(admin, 42)) == 2


async def test_two_admins_cannot_demote_each_other(client: httpx.AsyncClient) -> None:
    first, second = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    for _ in range(5):
        await first.patch("/api/admin/users/42", json={"role": "admin", "reason": "x"})
        await second.patch(f"/api/admin/users/{ADMIN_ID}", json={"role": "admin", "reason": "x"})
        demote = {"role": "user", "reason": "race"}
        answers = await asyncio.gather(
            first.patch("/api/admin/users/42", json=demote),
            second.patch(f"/api/admin/users/{ADMIN_ID}", json=demote),
        )
        codes = sorted(answer.status_code for answer in answers)
        assert codes in ([200, 403], [200, 409]), codes


async def test_two_answers_to_one_request_decide_once(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    asked = (await person.post("/api/subscription-requests", json={"model_id": PAID_MODEL})).json()
    path = f"/api/admin/subscription-requests/{asked['id']}"
    answers = await asyncio.gather(
        *(admin.post(f"{path}/approve", json={}) for _ in range(4)),
        *(admin.post(f"{path}/reject", json={"reason": "no"}) for _ in range(4)),
    )
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 7}


async def test_many_sweepers_expire_once(client: httpx.AsyncClient, units: Units, database: DatabaseUrls) -> None:
    admin = await sign_in(client, ADMIN_ID)
    ids = list(range(1, 301))
    await register_many(units, ids)
    await admin.post(
        "/api/admin/subscriptions/bulk",
        json={"telegram_ids": ids, "grant": [PAID_MODEL], "expiry_date": soon(0.4), "reason": "short"},
    )
    await asyncio.sleep(0.45)

    async def sweep() -> None:
        async with units.open() as unit:
            await expire_ended(unit)

    await asyncio.gather(*(sweep() for _ in range(8)))
    connection = await asyncpg.connect(database.app)
    while await connection.fetchval("SELECT count(*) FROM user_subscriptions WHERE is_active AND expiry_date < now()"):
        await sweep()
    expiries = await connection.fetchval("SELECT count(*) FROM subscription_history WHERE action = 'expire'")
    await connection.close()
    assert expiries == 300
    assert (await audit(admin))["ok"]


async def test_a_cancelled_request_changes_nothing_or_everything(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    rng = random.Random(3)
    for _ in range(40):
        task = asyncio.create_task(grant(admin, 42, rng.choice(MODELS), expiry_days=1))
        await asyncio.sleep(rng.uniform(0, 0.012))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    report = await audit(admin)
    assert report["ok"], report["broken"]
    assert (await grant(admin, 42, expiry_days=1)).status_code == 201


@pytest.mark.slow
async def test_six_hundred_writes_over_two_processes_with_a_kill_in_the_middle(
    database: DatabaseUrls, tmp_path: Path
) -> None:
    people = list(range(1, 21))
    with server_process(tmp_path / "a", database) as first, server_process(tmp_path / "b", database) as second:
        async with (
            httpx.AsyncClient(base_url=first.url, timeout=30) as one,
            httpx.AsyncClient(base_url=second.url, timeout=30) as two,
        ):
            admin = await sign_in(one, ADMIN_ID)
            for telegram_id in people:
                await sign_in(one, telegram_id)
            rng = random.Random(1)

            async def write(number: int) -> int:
                who = Person(one if number % 2 else two, ADMIN_ID, admin.tokens)
                target, model = rng.choice(people), rng.choice(MODELS)
                work = grant(who, target, model, expiry_days=1) if rng.random() < 0.6 else revoke(who, target, model)
                try:
                    return (await work).status_code
                except httpx.TransportError:
                    return 0

            jobs = [asyncio.create_task(write(number)) for number in range(600)]
            while sum(job.done() for job in jobs) < 200:
                await asyncio.sleep(0.01)
            await asyncio.to_thread(second.kill)
            codes = Counter(await asyncio.gather(*jobs))
            assert set(codes) <= {0, 200, 201}, codes
            assert codes[0] > 0
            report = await audit(admin)
            assert report["ok"], report["broken"]
            await _tables_add_up(database)
        with server_process(tmp_path / "b", database) as again:
            assert wait_ready(again) < 10


async def _tables_add_up(database: DatabaseUrls) -> None:
    connection = await asyncpg.connect(database.app)
    assert not await connection.fetch(
        """SELECT u.telegram_id FROM users u JOIN subscription_history h ON h.user_id = u.telegram_id
           GROUP BY u.telegram_id, u.subscription_version
           HAVING max(h.version) <> u.subscription_version OR count(*) <> max(h.version)"""
    )
    assert await connection.fetchval(
        "SELECT count(*) FROM user_subscriptions WHERE is_active AND model_id = $1", FREE_MODEL
    )
    await connection.close()
