"""The admins' other doors: lists, requests, catalogue, history, idempotency."""

import base64
import csv
import io
import json
from datetime import datetime
from uuid import uuid4

import asyncpg
import httpx
import pytest

from app.db.database import DatabaseUrls
from app.db.unit import Units
from tests.api.test_bulk import BULK
from tests.factories import ADMIN_ID, PAID_MODEL, audit, grant, history, sign_in, soon
from tests.people import register_many


async def test_users_are_found_filtered_sorted_and_paged(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    for number in range(1, 8):
        await sign_in(client, number, username=f"user_{number}", last_name="Ünïcode" if number == 3 else "Plain")
    await grant(admin, 5, expiry_date=soon(3600))
    await admin.patch("/api/admin/users/6", json={"is_blocked": True, "reason": "x"})

    async def found(**query: str) -> list[int]:
        page = (await admin.get("/api/admin/users", params={"sort": "telegram_id", **query})).json()
        assert page["total"] == len(page["items"])
        return [row["telegram_id"] for row in page["items"]]

    assert await found(query="@user_3") == [3]
    assert await found(query="ünïcode") == [3]
    assert await found(query="900") == [ADMIN_ID]
    assert await found(query="user_") == [1, 2, 3, 4, 5, 6, 7]
    for nobody in ("%", "_%", "user%", "\\", "/", "@", " ", "@ "):
        assert await found(query=nobody) == [], nobody
    assert await found(query="") == [1, 2, 3, 4, 5, 6, 7, ADMIN_ID]
    assert await found(role="admin") == [ADMIN_ID]
    assert await found(status="blocked") == [6]
    assert await found(model_id=PAID_MODEL) == [5]
    assert await found(expires_before=soon(7200)) == [5]
    assert await found(expires_before=soon(60)) == []

    seen: list[int] = []
    cursor = None
    while True:
        query = {"limit": 3, "sort": "-created_at"} | ({"cursor": cursor} if cursor else {})
        page = (await admin.get("/api/admin/users", params=query)).json()
        seen += [row["telegram_id"] for row in page["items"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert seen == [7, 6, 5, 4, 3, 2, 1, ADMIN_ID]


@pytest.mark.parametrize("cursor", ["x", "W10", "bnVsbA", "WyItY3JlYXRlZF9hdCIsMSwyXQ", "\u20ac", "a" * 500])
async def test_foreign_cursors_are_422(client: httpx.AsyncClient, cursor: str) -> None:
    admin = await sign_in(client, ADMIN_ID)
    answer = await admin.get("/api/admin/users", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")


EDGES = ["0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59"]


@pytest.mark.parametrize("edge", EDGES)
async def test_moments_past_the_calendar_are_422(client: httpx.AsyncClient, edge: str) -> None:
    admin = await sign_in(client, ADMIN_ID)
    grant_all = {"grant": [PAID_MODEL], "reason": "x", "dry_run": True}
    answers = [
        await admin.get("/api/admin/users", params={"expires_before": edge}),
        *[
            await admin.get(f"/api/admin/{p}", params={s: edge})
            for p in ("history", "history.csv")
            for s in ("from", "to")
        ],
        await admin.post(BULK, json=grant_all | {"filter": {"expires_before": edge}}),
        await admin.post(BULK, json=grant_all | {"telegram_ids": [1], "expiry_date": edge}),
        await grant(admin, ADMIN_ID, expiry_date=edge),
    ]
    assert {(answer.status_code, answer.json()["code"]) for answer in answers} == {(422, "validation_error")}
    cursor = base64.urlsafe_b64encode(json.dumps(["-created_at", edge, 1]).encode()).decode().rstrip("=")
    answer = await admin.get("/api/admin/users", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")


@pytest.mark.parametrize("edge", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"])
async def test_the_calendars_ends_are_moments(client: httpx.AsyncClient, edge: str) -> None:
    admin = await sign_in(client, ADMIN_ID)
    for path, name in (("users", "expires_before"), ("history", "from"), ("history", "to"), ("history.csv", "from")):
        assert (await admin.get(f"/api/admin/{path}", params={name: edge})).status_code == 200, (path, name)


async def test_names_are_stripped_before_they_are_measured(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    for name in (" ", "\t\n", "", "a\x00"):
        refused = await admin.post("/api/admin/models", json={"id": "new-one", "name": name})
        assert (refused.status_code, refused.json()["code"]) == (422, "validation_error"), repr(name)
    made = await admin.post("/api/admin/models", json={"id": "new-one", "name": f" {'x' * 100} "})
    assert (made.status_code, made.json()["name"]) == (201, "x" * 100)


async def test_detail_shows_access_history_and_sessions(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    await grant(admin, 42)
    detail = (await admin.get("/api/admin/users/42")).json()
    assert detail["user"]["telegram_id"] == 42
    assert detail["access"]["subscription_version"] == 2
    assert [row["version"] for row in detail["history"]] == [2, 1]
    assert len(detail["sessions"]) == 1
    assert "token" not in str(detail)


async def test_requests_are_asked_approved_and_rejected_once(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    path = "/api/subscription-requests"
    asked = await person.post(path, json={"model_id": PAID_MODEL, "message": "please"})
    assert asked.status_code == 201
    assert (await person.post(path, json={"model_id": PAID_MODEL})).json()["code"] == "already_pending"
    assert (await person.post(path, json={"model_id": "logistic-spy"})).json()["code"] == "already_active"
    assert (await person.post(path, json={"model_id": "nope"})).json()["code"] == "unknown_model"

    queue = (await admin.get("/api/admin/subscription-requests", params={"status": "pending"})).json()
    assert (queue["total"], queue["items"][0]["user_id"], queue["items"][0]["message"]) == (1, 42, "please")
    one = f"/api/admin/subscription-requests/{asked.json()['id']}"
    approved = await admin.post(f"{one}/approve", json={"expiry_days": 7, "reason": "paid"})
    assert approved.json()["request"]["status"] == "approved"
    right = next(r for r in approved.json()["access"]["subscriptions"] if r["model_id"] == PAID_MODEL)
    assert right["source"] == "request"
    assert (await admin.post(f"{one}/reject", json={"reason": "no"})).json()["code"] == "already_decided"

    second = await person.post(path, json={"model_id": "gray-cardinal"})
    rejected = await admin.post(f"/api/admin/subscription-requests/{second.json()['id']}/reject", json={"reason": "no"})
    assert rejected.json()["request"]["status"] == "rejected"
    own = (await person.get(path)).json()["items"]
    assert [(row["status"], row["decision_reason"]) for row in own] == [("rejected", "no"), ("approved", "paid")]
    assert (await admin.post(f"/api/admin/subscription-requests/{uuid4()}/approve", json={})).status_code == 404


async def test_catalogue_is_edited_and_protected(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    body = {"id": "new-model", "name": "New"}
    assert (await admin.post("/api/admin/models", json=body)).status_code == 201
    assert (await admin.post("/api/admin/models", json=body)).json()["code"] == "model_exists"
    assert (await person.get("/api/signals/new-model/latest")).json()["code"] == "subscription_required"
    assert (await admin.post("/api/admin/models", json=body | {"id": "x", "accuracy": 1})).status_code == 422

    template = {"name": "Mine", "subscriptions": ["new-model"]}
    made = await admin.post("/api/admin/templates", json=template)
    assert made.status_code == 201
    assert (await admin.post("/api/admin/templates", json=template)).json()["code"] == "template_exists"
    assert (await admin.delete("/api/admin/models/new-model")).json()["code"] == "model_in_use"
    one = f"/api/admin/templates/{made.json()['id']}"
    assert (await admin.patch(one, json={"name": "Basic Trader"})).json()["code"] == "template_exists"
    assert (await admin.patch(one, json={"icon": "tree"})).json()["icon"] == "tree"
    assert (await admin.delete(one)).status_code == 204
    assert (await admin.delete(one)).status_code == 404
    assert (await admin.delete("/api/admin/models/new-model")).status_code == 204
    assert (await admin.delete("/api/admin/models/logistic-spy")).json()["code"] == "model_in_use"

    retired = await admin.patch("/api/admin/models/sniper-80x", json={"is_active": False})
    assert retired.json()["is_active"] is False
    assert (await grant(admin, 42, "sniper-80x")).json()["code"] == "model_retired"
    assert "sniper-80x" not in [model["id"] for model in (await person.get("/api/models")).json()]


async def test_csv_is_the_filtered_history_and_holds_no_formula(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    for reason in ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", 'quote " and, comma\nline'):
        await grant(admin, 42, expiry_days=1, reason=reason)
    answer = await admin.get("/api/admin/history.csv", params={"user_id": 42, "action": "extend"})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == 6
    assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "\t")) for row in rows for cell in row.values())
    assert rows[-1]["reason"] == 'quote " and, comma\nline'


async def test_a_long_csv_is_whole(client: httpx.AsyncClient, units: Units) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await register_many(units, list(range(1, 1302)))
    answer = await admin.get("/api/admin/history.csv")
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert len(rows) == len({row["id"] for row in rows}) == 1302


async def test_history_is_filtered(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    middle = soon(0)
    await grant(admin, 42)

    async def count(**query: str) -> int:
        return len((await admin.get("/api/admin/history", params=query)).json()["items"])

    assert await count() == 3
    assert await count(user_id="42") == 2
    assert await count(admin_id=str(ADMIN_ID)) == 1
    assert await count(admin_id="0") == 2
    assert await count(model_id=PAID_MODEL) == 1
    assert await count(action="register") == 2
    assert await count(**{"from": middle}) == 1
    assert await count(to=middle) == 2


async def test_own_history_hides_who_did_it(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    end, later = soon(3600), soon(7200)
    await grant(admin, 42, expiry_date=end, reason="Paid")
    await grant(admin, 42, expiry_date=later, reason="Paid more")
    rows = (await person.get("/api/me/history")).json()["items"]
    assert [(r["action"], r["granted"], r["extended"], r["reason"]) for r in rows] == [
        ("extend", [], [PAID_MODEL], "Paid more"),
        ("grant", [PAID_MODEL], [], "Paid"),
        ("register", ["logistic-spy"], [], None),
    ]
    moved = [(one["previous_expires_at"], one["expires_at"]) for row in rows for one in row["ends"]]
    assert [[at and datetime.fromisoformat(at) for at in pair] for pair in moved] == [
        [datetime.fromisoformat(end), datetime.fromisoformat(later)],
        [None, datetime.fromisoformat(end)],
        [None, None],
    ]
    assert str(ADMIN_ID) not in str(rows)
    assert "192.0.2.7" not in str(rows)


async def test_idempotency_key_repeats_the_answer_and_not_the_change(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    order, key = {"model_id": PAID_MODEL, "expiry_days": 1}, {"Idempotency-Key": "order-1"}
    path = "/api/admin/users/42/subscriptions"
    first = await admin.post(path, json=order, headers=key)
    again = await admin.post(path, json=order, headers=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert again.headers["idempotent-replayed"] == "true"
    assert len(await history(admin, 42)) == 2
    other = await admin.post(path, json=order | {"expiry_days": 2}, headers=key)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")


async def test_a_refused_order_does_not_use_up_its_key(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    key = {"Idempotency-Key": "order-2"}
    order = {"model_id": PAID_MODEL}
    assert (await admin.post("/api/admin/users/42/subscriptions", json=order, headers=key)).status_code == 404
    await sign_in(client, 42)
    assert (await admin.post("/api/admin/users/42/subscriptions", json=order, headers=key)).status_code == 201


FORGERIES = {
    "edit": "UPDATE subscription_history SET reason = 'forged' WHERE user_id = 42 AND version = 2",
    "delete": "DELETE FROM subscription_history WHERE user_id = 42 AND version = 2",
    "cut the tail": "DELETE FROM subscription_history WHERE user_id = 42 AND version = 3",
    "cut all": "DELETE FROM subscription_history WHERE user_id = 42",
    "reorder": "UPDATE subscription_history SET version = 7 - version WHERE user_id = 42 AND version > 1",
    "insert": """INSERT INTO subscription_history SELECT gen_random_uuid(), user_id, admin_id, 4, old_subscriptions,
        new_subscriptions, action, reason, ip_address, batch_id, created_at, hash, hash
        FROM subscription_history WHERE user_id = 42 AND version = 3""",
    "grant by hand": """INSERT INTO user_subscriptions (id, user_id, model_id, source, created_at, is_active)
        VALUES (gen_random_uuid(), 42, 'gray-cardinal', 'admin', now(), true)""",
    "move an end by hand": "UPDATE user_subscriptions SET expiry_date = now() + interval '1 year' WHERE user_id = 42",
    "bump by hand": "UPDATE users SET subscription_version = 9 WHERE telegram_id = 42",
    "other shape": """UPDATE subscription_history SET new_subscriptions = '{"a": 1}'
        WHERE user_id = 42 AND version = 3""",
    "no shape": """UPDATE subscription_history SET old_subscriptions = '[1, "x", null]'
        WHERE user_id = 42 AND version = 2""",
    "half a right": """UPDATE subscription_history SET new_subscriptions = '[{"model_id": "shadow-stack"}]'
        WHERE user_id = 42 AND version = 3""",
    "no date": """UPDATE subscription_history SET new_subscriptions = '[{"model_id": "a", "expires_at": "soon"}]'
        WHERE user_id = 42 AND version = 2""",
    "end of time": "UPDATE subscription_history SET created_at = 'infinity' WHERE user_id = 42 AND version = 2",
    "never ends": "UPDATE user_subscriptions SET expiry_date = 'infinity' WHERE user_id = 42",
    "mask an address": "UPDATE subscription_history SET ip_address = '192.0.2.7/8' WHERE user_id = 42 AND version = 2",
    "more in a right": """UPDATE subscription_history
        SET new_subscriptions = jsonb_set(new_subscriptions, '{0,more}', '1') WHERE user_id = 42 AND version = 2""",
    "more in an old right": """UPDATE subscription_history
        SET old_subscriptions = jsonb_set(old_subscriptions, '{0,more}', '1') WHERE user_id = 42 AND version = 2""",
    "another nothing": "UPDATE subscription_history SET old_subscriptions = 'null' WHERE user_id = 42 AND version = 1",
    "a word for rights": """UPDATE subscription_history SET new_subscriptions = '"x"'
        WHERE user_id = 42 AND version = 2""",
    "make admin by hand": "UPDATE users SET role = 'admin' WHERE telegram_id = 42",
    "block by hand": "UPDATE users SET is_blocked = true WHERE telegram_id = 42",
    "remove the user by hand": "DELETE FROM users WHERE telegram_id = 42",
}


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES.keys())
async def test_whatever_a_superuser_does_is_found(
    client: httpx.AsyncClient, database: DatabaseUrls, forgery: str
) -> None:
    admin = await sign_in(client, ADMIN_ID)
    await sign_in(client, 42)
    await grant(admin, 42, expiry_days=3)
    await grant(admin, 42, expiry_days=3)
    assert (await audit(admin))["ok"]
    connection = await asyncpg.connect(database.owner)
    await connection.execute("SET session_replication_role = replica")
    await connection.execute(forgery)
    await connection.close()
    report = await audit(admin)
    assert not report["ok"]
    assert {row["user_id"] for row in report["broken"]} == {42}


async def test_no_admin_door_opens_for_others(client: httpx.AsyncClient) -> None:
    document = (await client.get("/openapi.json")).json()
    person = await sign_in(client, 42)
    admin_paths = [path for path in document["paths"] if path.startswith("/api/admin/")]
    assert len(admin_paths) > 15
    for path in admin_paths:
        concrete = path.replace("{telegram_id}", "42").replace("{model_id}", PAID_MODEL)
        for name in ("template_id", "request_id", "batch_id", "history_id"):
            concrete = concrete.replace(f"{{{name}}}", str(uuid4()))
        for method in document["paths"][path]:
            assert (await client.request(method, concrete, json={})).status_code == 401, path
            answer = await person.request(method.upper(), concrete, json={})
            assert (answer.status_code, answer.json()["code"]) in {
                (403, "admin_required"),
                (422, "validation_error"),
            }, path
