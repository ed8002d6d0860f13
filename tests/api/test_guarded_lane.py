"""The short way to the newest signals says exactly what the documented route says, and nothing older."""

import asyncio

import httpx
import pytest
from fastapi import FastAPI

from app.resources import Resources
from tests.conftest import client_of
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Json, Person, grant, revoke, sign_in
from tests.published import publish, win

LATEST = f"/api/signals/{PAID_MODEL}/latest"
PAGE = f"/api/signals/{PAID_MODEL}"
OWN = {"x-request-id", "date"}
"""Headers that differ from one answer to the next."""


async def both_ways(client: httpx.AsyncClient, path: str, headers: dict[str, str]) -> httpx.Response:
    """Ask with and without a query that means nothing: the one with it takes the framework's way. They must agree."""
    short, long = await client.get(path, headers=headers), await client.get(f"{path}?way=long", headers=headers)
    assert short.status_code == long.status_code
    for answer in (short, long):
        assert len(answer.headers["x-request-id"]) == 16
    shown = [{name: value for name, value in answer.headers.items() if name not in OWN} for answer in (short, long)]
    bodies = [answer.content.replace(answer.headers["x-request-id"].encode(), b"") for answer in (short, long)]
    assert bodies[0] == bodies[1]
    assert shown[0] == shown[1]
    return short


def of_token(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


@pytest.fixture
async def admin(client: httpx.AsyncClient) -> Person:
    return await sign_in(client, ADMIN_ID)


@pytest.fixture
async def holder(client: httpx.AsyncClient, admin: Person, resources: Resources) -> Person:
    """Somebody whose token says what the row says, of a model with signals."""
    await sign_in(client, 42)
    await grant(admin, 42)
    for number in range(3):
        await publish(resources.units, number)
    return await sign_in(client, 42)


@pytest.mark.parametrize("path", [LATEST, PAGE])
async def test_a_holder_gets_the_same_answer_both_ways(client: httpx.AsyncClient, holder: Person, path: str) -> None:
    answer = await both_ways(client, path, holder.headers)
    assert answer.status_code == 200
    assert answer.headers["x-subscription-version"] == str(holder.access["subscription_version"])
    again = await both_ways(client, path, holder.headers | {"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    other = await both_ways(client, path, holder.headers | {"If-None-Match": '"another"'})
    assert other.status_code == 200


@pytest.mark.parametrize("path", [LATEST, PAGE])
@pytest.mark.parametrize(
    "headers", [{}, {"Authorization": "Basic abc"}, of_token("a.b.c"), of_token("x" * 20_000), of_token(" ")]
)
async def test_who_is_not_signed_in_is_refused_alike(
    client: httpx.AsyncClient, path: str, headers: dict[str, str]
) -> None:
    assert (await both_ways(client, path, headers)).status_code == 401


async def test_refusals_are_alike(client: httpx.AsyncClient, admin: Person, holder: Person) -> None:
    async def code(person: Person, path: str = LATEST) -> str:
        answer = await both_ways(client, path, person.headers)
        found: str = "" if answer.is_success else answer.json()["code"]
        return found

    assert await code(holder, "/api/signals/no-such-model/latest") == "unknown_model"
    assert await code(holder, "/api/signals/NO%20MODEL") == "unknown_model"
    assert await code(holder, "/api/signals/gray-cardinal") == "subscription_required"
    await revoke(admin, 42)
    assert await code(holder) == "subscription_required"
    await grant(admin, 42)
    assert await code(holder) == ""
    await admin.patch("/api/admin/users/42", json={"is_blocked": True, "reason": "test"})
    assert await code(holder) == "user_blocked"
    await admin.patch("/api/admin/users/42", json={"is_blocked": False, "reason": "test"})
    await holder.post("/api/auth/logout-all")
    assert await code(holder) == "session_revoked"
    await admin.delete("/api/admin/users/42", params={"reason": "test"})
    assert await code(holder) == "unknown_user"


async def test_decisions_are_counted_once(client: httpx.AsyncClient, holder: Person, resources: Resources) -> None:
    before = resources.gate.decisions.total()
    await client.get(LATEST, headers=holder.headers)
    await client.get("/api/signals/gray-cardinal/latest", headers=holder.headers)
    assert resources.gate.decisions.total() == before + 2


async def test_a_page_of_another_origin_gets_its_cors_headers(client: httpx.AsyncClient, holder: Person) -> None:
    answer = await client.get(LATEST, headers=holder.headers | {"Origin": "http://localhost:5173"})
    assert answer.headers["access-control-allow-origin"] == "http://localhost:5173"


async def test_the_answer_changes_with_the_commit_that_changes_it(holder: Person, resources: Resources) -> None:
    async def shown() -> tuple[int, str, str]:
        latest, page = (await holder.get(LATEST)).json(), (await holder.get(PAGE)).json()
        assert page["items"][0] == latest["signal"]
        assert page["ledger_head"] == latest["ledger_head"]
        return latest["signal"]["seq"], latest["signal"]["status"], (await holder.get(LATEST)).headers["etag"]

    seq, status, etag = await shown()
    assert (seq, status) == (3, "open")
    fourth = await publish(resources.units, 3)
    assert await shown() != (seq, status, etag)
    before = await shown()
    await win(resources.units, fourth)
    assert (await shown())[:2] == (4, "won")
    assert (await shown())[2] != before[2]


async def test_every_filter_keeps_its_own_answer(holder: Person, resources: Resources) -> None:
    await publish(resources.units, 3, pair="GBP/USD")
    await win(resources.units, await publish(resources.units, 4))

    async def seqs(**params: Json) -> list[int]:
        return [signal["seq"] for signal in (await holder.get(PAGE, params=params)).json()["items"]]

    for _ in range(2):
        assert await seqs() == [5, 4, 3, 2, 1]
        assert await seqs(limit=2) == [5, 4]
        assert await seqs(pair="GBP/USD") == [4]
        assert await seqs(status="won") == [5]
        assert (await holder.get(LATEST, params={"pair": "GBP/USD"})).json()["signal"]["seq"] == 4
        assert (await holder.get(LATEST)).json()["signal"]["seq"] == 5
    assert (await holder.get(PAGE, params={"pair": "XXX/YYY"})).json()["code"] == "unknown_pair"


async def test_an_answer_and_the_head_in_it_belong_together(app: FastAPI, holder: Person, resources: Resources) -> None:
    """While signals are published and ended, every page's newest signal is the one that its head names."""

    async def write() -> None:
        for number in range(3, 23):
            await win(resources.units, await publish(resources.units, number))

    async def read() -> None:
        async with client_of(app) as client:
            while not writing.done():
                page = (await client.get(PAGE, headers=holder.headers)).json()
                newest, head = page["items"][0], page["ledger_head"]
                assert (newest["seq"], newest["hash"]) == (head["signals"]["seq"], head["signals"]["hash"])
                ended = sum(signal["status"] == "won" for signal in page["items"])
                assert ended == head["resolutions"]["seq"]

    writing = asyncio.create_task(write())
    await asyncio.gather(writing, *(read() for _ in range(4)))


async def test_a_change_of_rights_is_seen_by_every_request_that_begins_after_it(
    app: FastAPI, admin: Person, holder: Person
) -> None:
    """Reads of many requests share queries; none of them may be answered by a query that began before it."""
    done = asyncio.Event()

    async def crowd() -> None:
        async with client_of(app) as client:
            while not done.is_set():
                await client.get(LATEST, headers=holder.headers)

    others = [asyncio.create_task(crowd()) for _ in range(8)]
    try:
        for _ in range(15):
            await revoke(admin, 42)
            assert (await holder.get(LATEST)).status_code == 403
            await grant(admin, 42)
            assert (await holder.get(LATEST)).status_code == 200
            await admin.patch("/api/admin/users/42", json={"is_blocked": True, "reason": "test"})
            assert (await holder.get(LATEST)).json()["code"] == "user_blocked"
            await admin.patch("/api/admin/users/42", json={"is_blocked": False, "reason": "test"})
            assert (await holder.get(LATEST)).status_code == 200
    finally:
        done.set()
        await asyncio.gather(*others)


async def test_requests_that_are_cancelled_harm_no_other(app: FastAPI, holder: Person) -> None:
    async with client_of(app) as client:
        for _ in range(20):
            leaving = [asyncio.create_task(client.get(LATEST, headers=holder.headers)) for _ in range(10)]
            staying = [asyncio.create_task(client.get(LATEST, headers=holder.headers)) for _ in range(5)]
            await asyncio.sleep(0.001)
            for task in leaving:
                task.cancel()
            assert [(await task).status_code for task in staying] == [200] * 5
            await asyncio.gather(*leaving, return_exceptions=True)


async def test_a_model_without_signals_says_so(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 43)
    answer = await both_ways(client, f"/api/signals/{FREE_MODEL}/latest", person.headers)
    assert answer.json()["signal"] is None
