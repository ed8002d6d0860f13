"""What the people's screens need: rights in the list, order by end, names in the history, ending sessions."""

import asyncio
import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import event
from sqlalchemy.engine import Connection
from sqlalchemy.ext.asyncio import AsyncEngine

from app.resources import Resources
from app.resources.hub.subscriber import Subscriber
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Json, Person, grant, history, revoke, sign_in, soon

OTHER_MODEL = "gray-cardinal"
USERS = "/api/admin/users"


@contextmanager
def statements(engine: AsyncEngine) -> Iterator[list[str]]:
    """Collect what is asked of the database meanwhile."""
    seen: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine.sync_engine, "before_cursor_execute", note)
    yield seen
    event.remove(engine.sync_engine, "before_cursor_execute", note)


async def test_rows_hold_the_rights_that_run_the_soonest_end_first(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    for number in (1, 2, 3):
        await sign_in(client, number)
    near, far = soon(3600), soon(7200)
    await grant(admin, 1, PAID_MODEL, expiry_date=far)
    await grant(admin, 1, OTHER_MODEL, expiry_date=near)
    await grant(admin, 2, PAID_MODEL)
    await revoke(admin, 2)
    await revoke(admin, 3, FREE_MODEL)
    page = (await admin.get(USERS, params={"sort": "telegram_id"})).json()
    rights = {row["telegram_id"]: row["rights"] for row in page["items"]}
    forever = {"model_id": FREE_MODEL, "expires_at": None}
    assert [right["model_id"] for right in rights[1]] == [OTHER_MODEL, PAID_MODEL, FREE_MODEL]
    assert datetime.fromisoformat(rights[1][0]["expires_at"]) == datetime.fromisoformat(near)
    assert (rights[2], rights[3], rights[ADMIN_ID]) == ([forever], [], [forever])


async def test_a_page_costs_the_same_statements_however_many_rows_it_has(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    admin = await sign_in(client, ADMIN_ID)
    for number in range(1, 6):
        await sign_in(client, number)
        await grant(admin, number)
    for path, options in ((USERS, {}), (USERS, {"sort": "ends"}), ("/api/admin/history", {})):
        for limit in (1, 6):
            with statements(resources.engine) as seen:
                answer = await admin.get(path, params={**options, "limit": limit})
            assert len(answer.json()["items"]) == limit
            assert len([text for text in seen if " IN (" in text]) == 1, "rights or names of the whole page at once"


async def _all_by_end(admin: Person, limit: int, **wanted: Json) -> list[int]:
    seen: list[int] = []
    query = {"sort": "ends", "limit": limit, **wanted}
    while True:
        page = (await admin.get(USERS, params=query)).json()
        assert len(page["items"]) <= limit
        seen += [row["telegram_id"] for row in page["items"]]
        if page["next_cursor"] is None:
            assert page["total"] == len(seen)
            return seen
        query["cursor"] = page["next_cursor"]


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 100])
async def test_people_are_sorted_by_their_soonest_end(client: httpx.AsyncClient, limit: int) -> None:
    admin = await sign_in(client, ADMIN_ID)
    for number in range(1, 8):
        await sign_in(client, number)
    same = soon(5000)
    await grant(admin, 7, PAID_MODEL, expiry_date=soon(900))
    await grant(admin, 7, OTHER_MODEL, expiry_date=soon(100_000))
    await grant(admin, 5, PAID_MODEL, expiry_date=same)
    await grant(admin, 5, OTHER_MODEL, expiry_date=same)
    await grant(admin, 2, PAID_MODEL, expiry_date=same)
    await grant(admin, 4, OTHER_MODEL, expiry_date=soon(9000))
    await grant(admin, 1, PAID_MODEL)
    await grant(admin, 3, PAID_MODEL, expiry_date=soon(1000))
    await revoke(admin, 3)
    await grant(admin, 6, PAID_MODEL, expiry_date=soon(0.3))
    ended = datetime.now(UTC) + timedelta(seconds=0.3)
    await asyncio.sleep(max(0.0, (ended - datetime.now(UTC)).total_seconds()))

    assert await _all_by_end(admin, limit) == [7, 2, 5, 4, 1, 3, 6, ADMIN_ID]
    assert await _all_by_end(admin, limit, model_id=OTHER_MODEL) == [7, 5, 4]
    assert await _all_by_end(admin, limit, expires_before=soon(6000)) == [7, 2, 5]
    assert await _all_by_end(admin, limit, query="Person 5") == [5]


async def test_cursors_of_other_orders_are_refused(client: httpx.AsyncClient) -> None:
    admin, _ = await sign_in(client, ADMIN_ID), await sign_in(client, 1)
    by_age = (await admin.get(USERS, params={"limit": 1})).json()["next_cursor"]
    by_end = (await admin.get(USERS, params={"limit": 1, "sort": "ends"})).json()["next_cursor"]
    for query in ({"sort": "ends", "cursor": by_age}, {"cursor": by_end}, {"sort": "ends", "cursor": "W10"}):
        answer = await admin.get(USERS, params=query)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")


async def test_the_history_says_who(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID, first_name="Елена", last_name="Власова")
    await sign_in(client, 42, first_name="Павел", last_name="Орлов")
    await sign_in(client, 43, first_name="", username="only_a_name")
    await sign_in(client, 44, first_name="Gone")
    for number in (42, 43, 44):
        await grant(admin, number)
    await admin.delete("/api/admin/users/44", params={"reason": "x"})

    def names(rows: list[Json]) -> set[tuple[str | None, str | None]]:
        return {(row["user_name"], row["admin_name"]) for row in rows}

    assert names(await history(admin, 42)) == {("Павел Орлов", None), ("Павел Орлов", "Елена Власова")}
    assert names(await history(admin, 43)) == {("@only_a_name", None), ("@only_a_name", "Елена Власова")}
    assert names(await history(admin, 44)) == {(None, None), (None, "Елена Власова")}
    assert names((await admin.get("/api/admin/users/42")).json()["history"]) == names(await history(admin, 42))
    csv = (await admin.get("/api/admin/history.csv")).text
    assert "Власова" not in csv
    assert "name" not in csv.splitlines()[0]


async def test_an_admin_ends_every_session_of_a_user(
    client: httpx.AsyncClient, resources: Resources, caplog: pytest.LogCaptureFixture
) -> None:
    admin = await sign_in(client, ADMIN_ID)
    first, second, other = [await sign_in(client, number) for number in (42, 42, 43)]
    screen, bystander = Subscriber(42, time.time()), Subscriber(43, time.time())
    for socket in (screen, bystander):
        resources.hub.join(socket)
    with caplog.at_level(logging.INFO, "app.routers.admin.users"):
        assert (await admin.delete("/api/admin/users/42/sessions")).status_code == 204
    async with asyncio.timeout(5):
        await screen.wake.wait()
    assert (screen.close_code, bystander.close_code) == (4401, None)
    for person in (first, second):
        assert (await person.get("/api/auth/me")).json()["code"] == "session_revoked"
        assert (await person.refresh()).json()["code"] == "session_revoked"
    assert (await other.get("/api/auth/me")).status_code == 200
    assert (await admin.get("/api/admin/users/42")).json()["sessions"] == []
    assert [row["action"] for row in await history(admin, 42)] == ["register"], "no right has changed"
    (said,) = [record.getMessage() for record in caplog.records if "every session" in record.getMessage()]
    assert "42" in said
    assert str(ADMIN_ID) in said
    assert (await (await sign_in(client, 42)).get("/api/auth/me")).status_code == 200
    answer = await admin.delete("/api/admin/users/404/sessions")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_user")
