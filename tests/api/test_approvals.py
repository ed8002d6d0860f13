"""Orders of large effect: one admin asks, another decides, and only then something changes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import httpx
import pytest

from app.db.database import DatabaseUrls
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, PAID_MODEL, Json, Person, audit, grant, history, revoke, sign_in

SECOND, THIRD = ADMIN_ID + 1, ADMIN_ID + 2
PEOPLE = range(5001, 5007)
APPROVALS = "/api/admin/approvals"
BULK = "/api/admin/subscriptions/bulk"


@pytest.fixture
async def client(database: DatabaseUrls, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A house with three admins, where nobody takes something from more than three people alone."""
    admins = ",".join(map(str, (ADMIN_ID, SECOND, THIRD)))
    rule = {"require_second_admin": True, "second_admin_over": 3, "admin_telegram_id": admins}
    async with running(settings_for(database, tmp_path, **rule)) as app, client_of(app) as opened:
        yield opened


@pytest.fixture
async def admins(client: httpx.AsyncClient) -> tuple[Person, Person, Person]:
    first, second, third = [await sign_in(client, each) for each in (ADMIN_ID, SECOND, THIRD)]
    return first, second, third


@pytest.fixture
async def holders(client: httpx.AsyncClient, admins: tuple[Person, ...]) -> list[Person]:
    people = [await sign_in(client, each) for each in PEOPLE]
    for person in people:
        await grant(admins[0], person.telegram_id)
    return people


async def approve(admin: Person, approval_id: str) -> httpx.Response:
    return await admin.post(f"{APPROVALS}/{approval_id}/approve", json={"reason": "seen"})


async def refuse(admin: Person, approval_id: str) -> httpx.Response:
    return await admin.post(f"{APPROVALS}/{approval_id}/refuse", json={"reason": "no"})


def asked(answer: httpx.Response) -> str:
    assert answer.status_code == 202, answer.text
    found: str = answer.json()["id"]
    return found


def taking(people: list[Person], **more: Json) -> dict[str, Json]:
    return {
        "telegram_ids": [each.telegram_id for each in people],
        "revoke": [PAID_MODEL],
        "reason": "fraud",
        "dry_run": False,
        **more,
    }


async def holding(people: list[Person]) -> list[bool]:
    answers = [await person.get(f"/api/signals/{PAID_MODEL}/latest") for person in people]
    return [answer.status_code != 403 for answer in answers]


async def test_a_role_changes_when_another_admin_approves(admins: tuple[Person, ...], holders: list[Person]) -> None:
    first, second, _ = admins
    person = holders[0]
    wish = {"role": "admin", "reason": "colleague"}
    waiting = asked(await first.patch(f"/api/admin/users/{person.telegram_id}", json=wish))
    assert asked(await first.patch(f"/api/admin/users/{person.telegram_id}", json=wish)) == waiting, "kept once"
    assert (await person.get("/api/admin/stats")).status_code == 403
    assert (await second.get("/api/admin/stats")).json()["approvals_waiting"] == 1
    own = await approve(first, waiting)
    assert (own.status_code, own.json()["code"]) == (403, "own_order")
    assert (await approve(person, waiting)).status_code == 403
    done = (await approve(second, waiting)).json()
    assert (done["state"], done["changed"], done["decided_by"], done["asked_by"]) == (
        "approved", 1, SECOND, ADMIN_ID,
    )  # fmt: skip
    assert (await person.get("/api/admin/stats")).status_code == 200
    row = (await history(first, person.telegram_id))[-1]
    assert (row["action"], row["admin_id"], row["reason"]) == ("role", ADMIN_ID, "colleague")
    again = await approve(second, waiting)
    assert (again.status_code, again.json()["code"]) == (409, "already_decided")
    back = asked(await second.post(f"/api/admin/history/{row['id']}/undo", json={"reason": "a mistake"}))
    assert (await approve(first, back)).status_code == 200
    assert (await person.get("/api/admin/stats")).status_code == 403
    assert (await audit(first))["ok"]


async def test_what_is_small_happens_at_once(admins: tuple[Person, ...], holders: list[Person]) -> None:
    first, *_ = admins
    path = f"/api/admin/users/{holders[0].telegram_id}"
    for change in ({"is_blocked": True}, {"is_blocked": False}, {"role": "user", "is_blocked": False}):
        assert (await first.patch(path, json={**change, "reason": "x"})).status_code == 200
    assert (await revoke(first, holders[0].telegram_id)).status_code == 200
    last = (await history(first, holders[0].telegram_id))[-1]
    assert (await first.post(f"/api/admin/history/{last['id']}/undo", json={"reason": "x"})).status_code == 200
    assert (await first.post(BULK, json=taking(holders, dry_run=True))).status_code == 200
    given = {**taking(holders), "revoke": [], "grant": ["gray-cardinal"]}
    batch = (await first.post(BULK, json=given)).json()["batch_id"]
    undone = await first.post(f"{BULK}/{batch}/undo", json={"reason": "x"})
    assert undone.status_code == 202, "takes a model from six"


async def test_a_deletion_waits_and_can_be_refused_or_withdrawn(
    admins: tuple[Person, ...], holders: list[Person]
) -> None:
    first, second, _ = admins
    path = f"/api/admin/users/{holders[0].telegram_id}"
    assert (await first.delete("/api/admin/users/99")).json()["code"] == "unknown_user"
    for who, state in ((second, "refused"), (first, "withdrawn")):
        waiting = asked(await first.delete(path, params={"reason": "asked for it"}))
        assert (await refuse(who, waiting)).json()["state"] == state
        assert (await approve(second, waiting)).json()["code"] == "already_decided"
    assert (await first.get(path)).status_code == 200
    waiting = asked(await first.delete(path))
    assert (await approve(second, waiting)).json()["state"] == "approved"
    assert (await first.get(path)).status_code == 404
    listed = (await second.get(APPROVALS, params={"waiting": False})).json()["items"]
    assert [row["state"] for row in listed] == ["approved", "withdrawn", "refused"]
    assert (await first.get(f"{APPROVALS}/{waiting}")).json()["decided_by"] == SECOND


async def test_a_bulk_order_over_the_limit_is_carried_out_as_it_was_asked(
    admins: tuple[Person, ...], holders: list[Person]
) -> None:
    first, second, _ = admins
    waiting = asked(await first.post(BULK, json=taking(holders)))
    shown = (await second.get(APPROVALS)).json()["items"][0]
    assert (shown["people"], shown["revoke"], shown["reason"]) == (6, [PAID_MODEL], "fraud")
    assert await holding(holders) == [True] * 6
    await revoke(second, holders[0].telegram_id)
    differs = await approve(second, waiting)
    assert (differs.status_code, differs.json()["code"]) == (409, "prediction_differs")
    assert (await second.get(f"{APPROVALS}/{waiting}")).json()["state"] == "pending"
    await refuse(second, waiting)
    waiting = asked(await first.post(BULK, json=taking(holders)))
    done = (await approve(second, waiting)).json()
    assert done["changed"] == 5
    assert await holding(holders) == [False] * 6
    rows = (await first.get("/api/admin/history", params={"action": "revoke", "admin_id": ADMIN_ID})).json()["items"]
    assert {row["batch_id"] for row in rows} == {done["batch_id"]}
    assert (await audit(first))["ok"]


async def test_orders_that_are_cut_in_pieces_are_counted_together(
    admins: tuple[Person, ...], holders: list[Person]
) -> None:
    first, second, _ = admins
    assert (await first.post(BULK, json=taking(holders[:2]))).status_code == 200
    later = asked(await first.post(BULK, json=taking(holders[2:4])))
    assert (await second.post(BULK, json=taking(holders[4:]))).status_code == 200, "each admin has a count of one's own"
    assert (await approve(second, later)).status_code == 200
    await grant(first, holders[0].telegram_id)
    assert (await first.post(BULK, json=taking(holders[:1]))).status_code == 200, "what was approved does not count"


async def test_pieces_sent_at_once_do_not_slip_through(admins: tuple[Person, ...], holders: list[Person]) -> None:
    answers = await asyncio.gather(
        *(admins[0].post(BULK, json=taking(holders[start : start + 2])) for start in (0, 2, 4))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 202, 202]


async def test_an_end_that_is_set_nearer_takes_too(admins: tuple[Person, ...], holders: list[Person]) -> None:
    nearer = {**taking(holders), "revoke": [], "grant": [PAID_MODEL], "expiry_date": "2099-01-01T00:00:00Z"}
    assert (await admins[0].post(BULK, json=nearer)).status_code == 202


async def test_two_who_approve_at_once_carry_it_out_once(admins: tuple[Person, ...], holders: list[Person]) -> None:
    first, second, third = admins
    waiting = asked(await first.post(BULK, json=taking(holders)))
    answers = await asyncio.gather(approve(second, waiting), approve(third, waiting))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    assert [row["action"] for row in await history(first, PEOPLE[0])].count("revoke") == 1


async def test_an_order_of_who_is_no_admin_any_more_is_not_carried_out(
    admins: tuple[Person, ...], holders: list[Person]
) -> None:
    first, second, third = admins
    waiting = asked(await first.delete(f"/api/admin/users/{holders[0].telegram_id}"))
    assert (await second.patch(f"/api/admin/users/{ADMIN_ID}", json={"is_blocked": True, "reason": "x"})).is_success
    answer = await approve(third, waiting)
    assert (answer.status_code, answer.json()["code"]) == (409, "asker_no_admin")
    assert (await third.get(f"/api/admin/users/{holders[0].telegram_id}")).status_code == 200


async def test_who_is_alone_is_told_so(admins: tuple[Person, ...], holders: list[Person]) -> None:
    first, second, _ = admins
    for other in (SECOND, THIRD):
        await first.patch(f"/api/admin/users/{other}", json={"is_blocked": True, "reason": "x"})
    answer = await first.delete(f"/api/admin/users/{holders[0].telegram_id}")
    assert (answer.status_code, answer.json()["code"]) == (409, "no_second_admin")
    assert (await second.get(APPROVALS)).status_code == 403


async def test_nobody_decides_after_a_day_and_nobody_rewrites_what_was_decided(
    admins: tuple[Person, ...], holders: list[Person], database: DatabaseUrls
) -> None:
    first, second, _ = admins
    path = f"/api/admin/users/{holders[0].telegram_id}"
    late, decided = asked(await first.delete(path)), asked(await first.delete(path, params={"reason": "other"}))
    await refuse(second, decided)
    connection = await asyncpg.connect(database.app)
    await connection.execute("UPDATE approvals SET expires_at = now() WHERE id = $1", late)
    answer = await approve(second, late)
    assert (answer.status_code, answer.json()["state"]) == (409, "expired")
    assert (await second.get(APPROVALS)).json()["items"] == []
    assert (await second.get(f"{APPROVALS}/{late}")).json()["state"] == "expired"
    assert asked(await first.delete(path)) != late
    for change in (
        f"UPDATE approvals SET decided_by = 1 WHERE id = '{decided}'",
        f"DELETE FROM approvals WHERE id = '{decided}'",
        f"""UPDATE approvals SET "order" = '{{}}' WHERE id = '{late}'""",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(change)
    await connection.close()


async def test_the_other_admins_are_told_in_the_chat(
    admins: tuple[Person, ...], holders: list[Person], database: DatabaseUrls
) -> None:
    waiting = asked(await admins[0].delete(f"/api/admin/users/{holders[0].telegram_id}"))
    connection = await asyncpg.connect(database.app)
    told = await connection.fetch("SELECT user_id FROM notifications WHERE subject = $1", f"approval:{waiting}")
    await connection.close()
    assert {row["user_id"] for row in told} == {SECOND, THIRD}


async def test_a_repeated_request_gets_the_same_answer(admins: tuple[Person, ...], holders: list[Person]) -> None:
    key = {"Idempotency-Key": "one"}
    first = await admins[0].request("POST", BULK, json=taking(holders), headers=key)
    again = await admins[0].request("POST", BULK, json=taking(holders), headers=key)
    assert asked(first) == asked(again)
    assert again.content == first.content
