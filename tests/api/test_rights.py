"""Granting, extending, revoking: one change, one version, one history row."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest

from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Json, audit, grant, history, revoke, sign_in, soon


def _end(access: dict[str, Json], model_id: str = PAID_MODEL) -> datetime | None:
    end = next(r["expires_at"] for r in access["subscriptions"] if r["model_id"] == model_id)
    return None if end is None else datetime.fromisoformat(end)


async def test_grant_writes_one_version_and_one_row(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    answer = await grant(admin, 42, expiry_days=30, reason="Paid")
    assert answer.status_code == 201
    assert answer.json()["subscription_version"] == 2

    first, second = await history(admin, 42)
    assert first["old_subscriptions"] is None
    assert first["admin_id"] == 0
    assert second["action"] == "grant"
    assert second["admin_id"] == ADMIN_ID
    assert second["reason"] == "Paid"
    assert second["ip_address"] == "192.0.2.7"
    assert second["old_subscriptions"] == first["new_subscriptions"] == [{"model_id": FREE_MODEL, "expires_at": None}]
    assert [r["model_id"] for r in second["new_subscriptions"]] == [FREE_MODEL, PAID_MODEL]
    assert second["prev_hash"] == first["hash"]
    assert first["prev_hash"] == "0" * 64


async def test_days_extend_a_running_right_from_its_end(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    first = _end((await grant(admin, 42, expiry_days=30)).json())
    second = _end((await grant(admin, 42, expiry_days=7)).json())
    assert first is not None
    assert second == first + timedelta(days=7)
    assert [row["action"] for row in await history(admin, 42)] == ["register", "grant", "extend"]


async def test_for_ever_is_never_shortened_by_days(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    assert _end((await grant(admin, 42)).json()) is None
    answer = await grant(admin, 42, expiry_days=7)
    assert answer.status_code == 200
    assert _end(answer.json()) is None
    assert answer.json()["subscription_version"] == 2


async def test_a_date_sets_the_end(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    await grant(admin, 42, expiry_days=30)
    wanted = soon(3600)
    assert _end((await grant(admin, 42, expiry_date=wanted)).json()) == datetime.fromisoformat(wanted)


async def test_what_changes_nothing_writes_nothing(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    assert (await grant(admin, 42, FREE_MODEL)).status_code == 200
    answer = await revoke(admin, 42)
    assert (answer.status_code, answer.json()["subscription_version"]) == (200, 1)
    assert len(await history(admin, 42)) == 1


async def _passed(moment: str) -> None:
    """Wait until a moment lies behind the clock of this machine, which is the database's."""
    while (left := datetime.fromisoformat(moment) - datetime.now(UTC)) >= timedelta(0):
        await asyncio.sleep(left.total_seconds() + 0.001)


async def test_an_ended_right_is_granted_anew_from_now(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    short = soon(0.05)
    await grant(admin, 42, expiry_date=short)
    await _passed(short)
    end = _end((await grant(admin, 42, expiry_days=1)).json())
    assert end is not None
    assert abs(end - datetime.fromisoformat(soon(86_400))) < timedelta(seconds=5)
    assert (await audit(admin))["ok"]


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ({"expiry_days": 1, "expiry_date": "2099-01-01T00:00:00Z"}, "validation_error"),
        ({"expiry_date": "2001-01-01T00:00:00Z"}, "invalid_expiry"),
        ({"expiry_date": "2099-01-01T00:00:00"}, "validation_error"),
        ({"expiry_date": "9999-12-31T23:59:59Z"}, "invalid_expiry"),
        ({"expiry_days": 0}, "validation_error"),
        ({"expiry_days": 10**9}, "validation_error"),
        ({"reason": "nul \x00"}, "validation_error"),
        ({"reason": "x" * 1001}, "validation_error"),
        ({"role": "admin"}, "validation_error"),
    ],
)
async def test_senseless_orders_are_422_and_change_nothing(
    client: httpx.AsyncClient, order: dict[str, Json], code: str
) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    answer = await grant(admin, 42, **order)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert len(await history(admin, 42)) == 1


async def test_unknown_user_and_model_are_404(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    assert (await grant(admin, 404)).json()["code"] == "unknown_user"
    assert (await grant(admin, ADMIN_ID, "nope")).json()["code"] == "unknown_model"
    assert (await revoke(admin, ADMIN_ID, "nope")).json()["code"] == "unknown_model"


async def test_ends_cannot_be_pushed_past_the_calendar(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    await grant(admin, 42, expiry_date="9990-01-01T00:00:00Z")
    answer = await grant(admin, 42, expiry_days=36_500)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_expiry")


async def test_template_is_one_change(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    templates = {t["name"]: t for t in (await admin.get("/api/admin/templates")).json()}
    body = {"template_id": templates["VIP Trader"]["id"], "expiry_days": 30}
    answer = await admin.post("/api/admin/users/42/template", json=body)
    assert answer.status_code == 201
    assert answer.json()["subscription_version"] == 2
    assert {r["model_id"] for r in answer.json()["subscriptions"]} == set(templates["VIP Trader"]["subscriptions"])
    assert {r["source"] for r in answer.json()["subscriptions"]} == {"basic", "template"}
    missing = await admin.post("/api/admin/users/42/template", json={"template_id": str(uuid4())})
    assert missing.json()["code"] == "unknown_template"


async def test_undo_puts_back_what_was(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    person = await sign_in(client, 42)
    await grant(admin, 42, expiry_days=30)
    await revoke(admin, 42)
    row = (await history(admin, 42))[-1]
    answer = await admin.post(f"/api/admin/history/{row['id']}/undo", json={"reason": "mistake"})
    assert answer.json()["changed"] == 1

    access = (await person.get("/api/auth/my-subscriptions")).json()
    assert _end(access) == datetime.fromisoformat(row["old_subscriptions"][1]["expires_at"])
    assert (await history(admin, 42))[-1]["action"] == "undo"
    late = await admin.post(f"/api/admin/history/{row['id']}/undo", json={"reason": "again"})
    assert (late.status_code, late.json()["code"]) == (409, "changed_since")
    assert (await audit(admin))["ok"]


async def test_undo_of_role_and_block_and_what_cannot_be_undone(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)

    async def undo_newest() -> httpx.Response:
        row = (await history(admin, 42))[-1]
        return await admin.post(f"/api/admin/history/{row['id']}/undo", json={"reason": "mistake"})

    assert (await undo_newest()).json()["code"] == "not_undoable"
    await admin.patch("/api/admin/users/42", json={"role": "admin", "reason": "x"})
    assert (await undo_newest()).status_code == 200
    assert (await person.get("/api/admin/stats")).status_code == 403
    await admin.patch("/api/admin/users/42", json={"is_blocked": True, "reason": "x"})
    assert (await undo_newest()).status_code == 200
    assert (await person.get("/api/auth/me")).status_code == 200
    assert (await admin.post(f"/api/admin/history/{uuid4()}/undo", json={"reason": "x"})).status_code == 404


async def test_last_admin_stays(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    path = f"/api/admin/users/{ADMIN_ID}"
    for body in ({"role": "user"}, {"is_blocked": True}):
        answer = await admin.patch(path, json={**body, "reason": "x"})
        assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
    assert (await admin.delete(path, params={"reason": "x"})).json()["code"] == "last_admin"
    await admin.patch("/api/admin/users/42", json={"role": "admin", "reason": "x"})
    assert (await admin.patch(path, json={"role": "user", "reason": "x"})).status_code == 200


async def test_deletion_keeps_the_history_and_a_return_starts_anew(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42, username="gone")
    await grant(admin, 42)
    assert (await admin.delete("/api/admin/users/42", params={"reason": "asked for it"})).status_code == 204
    assert (await person.get("/api/auth/me")).json()["code"] == "unknown_user"
    assert (await person.refresh()).json()["code"] == "invalid_token"
    assert (await admin.get("/api/admin/users/42")).status_code == 404
    assert (await audit(admin))["ok"]

    again = await sign_in(client, 42)
    assert again.access["subscription_version"] == 4
    assert [r["model_id"] for r in again.access["subscriptions"]] == [FREE_MODEL]
    assert (await person.get("/api/auth/me")).json()["code"] == "session_revoked"
    rows = await history(admin, 42)
    assert [(row["version"], row["action"]) for row in rows][-2:] == [(3, "delete"), (4, "register")]
    assert "gone" not in str(rows)
    assert (await audit(admin))["ok"]
