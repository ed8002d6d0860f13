"""One's own data as a file, and the end of one's own account."""

import asyncio
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from fastapi import FastAPI

from app.db.database import DatabaseUrls
from app.errors import UserBlocked
from app.resources import Resources
from app.schemas.personal_data import DataExport
from app.services.personal.leave import OWN_WISH, delete_own_account
from tests.commands import run_command
from tests.conftest import client_of, running, settings_for
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Person, audit, grant, history, sign_in
from tests.notifications.outbox import Outbox
from tests.push.sockets import raw_screen, screen
from tests.servers import serving


async def leave(person: Person, telegram_id: int | None = None) -> httpx.Response:
    return await person.delete("/api/me", json={"telegram_id": telegram_id or person.telegram_id})


async def test_the_export_is_a_file_of_the_documented_shape_that_nobody_keeps(client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    answer = await person.get("/api/me/export")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith('attachment; filename="forexsignals-my-data-')
    assert answer.headers["cache-control"] == "no-store"
    export = DataExport.model_validate_json(answer.content)
    assert (export.version, export.profile.telegram_id) == (1, 42)
    assert set(answer.json()) == set(DataExport.model_fields)


async def test_the_export_of_many_rows_is_whole(client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """More than one piece of every list."""
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    for _ in range(3):
        await grant(admin, 42, expiry_days=1)
    monkeypatch.setattr("app.services.personal.export.PIECE", 2)
    export = (await person.get("/api/me/export")).json()
    assert [row["version"] for row in export["history"]] == [1, 2, 3, 4]
    assert len(export["messages"]) == 3


async def test_exports_are_few_and_say_when_to_come_back(database: DatabaseUrls, tmp_path: Path) -> None:
    settings = settings_for(database, tmp_path, personal_data_rate_limit="2/hour")
    async with running(settings) as app, client_of(app) as client:
        person, other = await sign_in(client, 42), await sign_in(client, 43)
        answers = [await person.get("/api/me/export") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [200, 200, 429]
        assert 0 < int(answers[2].headers["retry-after"]) <= 3600
        assert (await other.get("/api/me/export")).status_code == 200, "the limit is of one person"
        refused = [(await leave(person, 43)).status_code for _ in range(3)]
        assert refused == [422, 422, 429]


async def test_deletion_needs_the_callers_own_id(client: httpx.AsyncClient) -> None:
    person, other = await sign_in(client, 42), await sign_in(client, 43)
    assert (await person.delete("/api/me")).status_code == 422
    assert (await person.delete("/api/me", json={})).status_code == 422
    foreign = await leave(person, 43)
    assert (foreign.status_code, foreign.json()["code"]) == (422, "not_confirmed")
    for one in (person, other):
        assert (await one.get("/api/auth/me")).status_code == 200


async def test_deletion_takes_rights_tokens_and_messages_and_is_written_down(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    await grant(admin, 42)
    assert (await leave(person)).status_code == 204
    assert (await person.get("/api/auth/me")).json()["code"] == "unknown_user"
    assert (await person.refresh()).status_code == 401
    last = (await history(admin, 42))[-1]
    assert (last["action"], last["admin_id"], last["reason"]) == ("delete", 42, OWN_WISH)
    assert (last["new_subscriptions"], last["ip_address"]) == ([], None)
    assert (await admin.get("/api/admin/users/42")).status_code == 404
    report = await audit(admin)
    assert report["ok"], report["broken"]


async def test_nothing_that_waited_for_the_person_is_sent(outbox: Outbox, client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42, allows_write_to_pm=True)
    await grant(admin, 42)
    assert len(await outbox.rows(42)) == 1
    assert (await leave(person)).status_code == 204
    await outbox.drain()
    assert await outbox.rows(42) == []


async def test_who_signs_in_again_is_new_and_has_nothing_of_before(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    await person.patch("/api/auth/me", json={"timezone": "Asia/Tokyo", "digest": False})
    await grant(admin, 42)
    await leave(person)
    again = await sign_in(client, 42)
    assert [right["model_id"] for right in again.access["subscriptions"]] == [FREE_MODEL]
    assert again.access["subscription_version"] == 4
    assert (await again.get(f"/api/signals/{PAID_MODEL}")).status_code == 403
    preferences = (await again.get("/api/auth/me")).json()["preferences"]
    assert (preferences["timezone"], preferences["digest"]) == (None, True)
    assert (await person.get("/api/auth/me")).json()["code"] == "session_revoked", "a token of before"
    assert (await leave(person)).status_code == 401
    assert (await again.get("/api/auth/me")).status_code == 200


async def test_every_open_screen_of_the_person_is_closed(app: FastAPI, client: httpx.AsyncClient) -> None:
    person = await sign_in(client, 42)
    async with serving(app) as (_, port):
        url = f"ws://127.0.0.1:{port}/ws"
        async with screen(url, person.tokens["access_token"]) as one, screen(url, person.tokens["access_token"]) as two:
            await leave(person)
            assert [await one.close_code(), await two.close_code()] == [4403, 4403]
            assert one.connection.close_reason == two.connection.close_reason == "account_deleted"
        async with raw_screen(url) as late:
            await late.send(type="auth", token=person.tokens["access_token"])
            assert await late.close_code() == 4401
            assert late.connection.close_reason == "account_deleted"
        blocked, admin = await sign_in(client, 43), await sign_in(client, ADMIN_ID)
        async with screen(url, blocked.tokens["access_token"]) as shut_out:
            await admin.patch("/api/admin/users/43", json={"is_blocked": True, "reason": "test"})
            assert await shut_out.close_code() == 4403
            assert shut_out.connection.close_reason == ""


async def test_two_tabs_at_once_delete_once(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    answers = await asyncio.gather(*(leave(person) for _ in range(5)))
    assert {answer.status_code for answer in answers} <= {204, 401}
    assert 204 in {answer.status_code for answer in answers}
    assert [row["action"] for row in await history(admin, 42)] == ["register", "delete"]


async def test_a_deletion_that_comes_late_spares_the_account_that_followed(
    client: httpx.AsyncClient, resources: Resources
) -> None:
    """Past the gate with the old account's token, but after the person has signed in again."""
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    sid = UUID((await person.get("/api/auth/sessions")).json()[0]["id"])
    await leave(person)
    again = await sign_in(client, 42)
    async with resources.units.open() as unit:
        await delete_own_account(unit, telegram_id=42, sid=sid)
    assert (await again.get("/api/auth/me")).status_code == 200
    assert [row["action"] for row in await history(admin, 42)] == ["register", "delete", "register"]


async def test_a_session_that_was_logged_out_deletes_nothing(client: httpx.AsyncClient) -> None:
    """Its access token is still good for reading until its end."""
    person, elsewhere = await sign_in(client, 42), await sign_in(client, 42)
    await elsewhere.post("/api/auth/logout")
    refused = await leave(elsewhere)
    assert (refused.status_code, refused.json()["code"]) == (401, "session_revoked")
    assert (await person.get("/api/auth/me")).status_code == 200


async def test_a_block_is_not_shaken_off(client: httpx.AsyncClient, resources: Resources) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    sid = UUID((await person.get("/api/auth/sessions")).json()[0]["id"])
    await admin.patch("/api/admin/users/42", json={"is_blocked": True, "reason": "test"})
    for answer in (await leave(person), await person.get("/api/me/export")):
        assert (answer.status_code, answer.json()["code"]) == (403, "user_blocked")
    async with resources.units.open() as unit:
        with pytest.raises(UserBlocked):
            await delete_own_account(unit, telegram_id=42, sid=sid)
    assert (await admin.get("/api/admin/users/42")).json()["user"]["is_blocked"]


async def test_deletion_and_block_at_once_end_as_one_after_the_other(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    for number in range(6):
        telegram_id = 500 + number
        person = await sign_in(client, telegram_id)
        block = {"is_blocked": True, "reason": "race"}
        left, blocked = await asyncio.gather(leave(person), admin.patch(f"/api/admin/users/{telegram_id}", json=block))
        assert (left.status_code, blocked.status_code) in {(204, 404), (403, 200)}
    report = await audit(admin)
    assert report["ok"], report["broken"]


async def test_an_admin_keeps_the_account_until_the_role_is_given_up(client: httpx.AsyncClient) -> None:
    admin, other = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    refused = await leave(admin)
    assert (refused.status_code, refused.json()["code"]) == (409, "admin_role_held")
    await admin.patch("/api/admin/users/42", json={"role": "admin", "reason": "test"})
    await admin.patch(f"/api/admin/users/{ADMIN_ID}", json={"role": "user", "reason": "test"})
    assert (await leave(admin)).status_code == 204
    assert (await leave(other)).json()["code"] == "admin_role_held"
    assert (await other.get("/api/admin/stats")).status_code == 200


@pytest.mark.slow
async def test_the_operator_exports_for_who_cannot_sign_in(
    client: httpx.AsyncClient, database: DatabaseUrls, tmp_path: Path
) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    await admin.patch("/api/admin/users/42", json={"is_blocked": True, "reason": "test"})
    status, said = await run_command(database, tmp_path, "export-data", "42")
    assert status == 0, said
    assert DataExport.model_validate_json(said.strip().splitlines()[-1]).profile.is_blocked
    status, said = await run_command(database, tmp_path, "export-data", "4242")
    assert (status, "NoSuchUser" in said) == (1, True)
