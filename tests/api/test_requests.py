"""Asking for more time of a model that ends."""

from datetime import datetime, timedelta

import httpx

from tests.factories import ADMIN_ID, PAID_MODEL, Json, grant, history, sign_in

PATH = "/api/subscription-requests"
QUEUE = "/api/admin/subscription-requests"


def _end(access: dict[str, Json]) -> datetime | None:
    end = next(right["expires_at"] for right in access["subscriptions"] if right["model_id"] == PAID_MODEL)
    return None if end is None else datetime.fromisoformat(end)


async def test_a_right_that_ends_is_asked_for_again_and_its_days_are_added(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    before = _end((await grant(admin, 42, expiry_days=3)).json())
    assert before is not None

    asked = await person.post(PATH, json={"model_id": PAID_MODEL, "message": "one more month"})
    assert (asked.status_code, asked.json()["status"]) == (201, "pending")
    assert (await person.post(PATH, json={"model_id": PAID_MODEL})).json()["code"] == "already_pending"

    approved = await admin.post(f"{QUEUE}/{asked.json()['id']}/approve", json={"expiry_days": 30})
    assert (approved.status_code, approved.json()["request"]["status"]) == (200, "approved")
    assert _end(approved.json()["access"]) == before + timedelta(days=30)
    assert [row["action"] for row in await history(admin, 42)] == ["register", "grant", "extend"]


async def test_a_refusal_leaves_the_right_as_it_was(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    before = _end((await grant(admin, 42, expiry_days=3)).json())
    asked = await person.post(PATH, json={"model_id": PAID_MODEL})
    rejected = await admin.post(f"{QUEUE}/{asked.json()['id']}/reject", json={"reason": "not now"})
    assert (rejected.status_code, _end(rejected.json()["access"])) == (200, before)
    assert (await person.post(PATH, json={"model_id": PAID_MODEL})).status_code == 201


async def test_what_is_open_for_ever_has_no_more_to_ask_for(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    await grant(admin, 42)
    refused = await person.post(PATH, json={"model_id": PAID_MODEL})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_active")
    assert (await person.get(PATH)).json()["items"] == []
