"""One order for many."""

import httpx
import pytest

from app.db.unit import Units
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Json, Person, audit, grant, history, sign_in
from tests.people import register_many

BULK = "/api/admin/subscriptions/bulk"


def _order(**more: Json) -> dict[str, Json]:
    return {"grant": [PAID_MODEL], "expiry_days": 7, "reason": "trial", "dry_run": False} | more


async def _people(client: httpx.AsyncClient, *ids: int) -> Person:
    for telegram_id in ids:
        await sign_in(client, telegram_id)
    return await sign_in(client, ADMIN_ID)


async def test_dry_run_predicts_exactly_and_changes_nothing(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1, 2, 3)
    await grant(admin, 2)
    order = _order(telegram_ids=[1, 2, 3, 404])
    predicted = (await admin.post(BULK, json=order | {"dry_run": True})).json()
    assert predicted == {
        "matched": 4,
        "changed": 2,
        "unchanged": 1,
        "failed": [{"telegram_id": 404, "code": "unknown_user"}],
        "batch_id": None,
        "fingerprint": predicted["fingerprint"],
        "people": None,
    }
    assert len(await history(admin, 1)) == 1

    done = (await admin.post(BULK, json=order)).json()
    assert done["batch_id"]
    assert done | {"batch_id": None} == predicted
    assert (await history(admin, 1))[-1]["batch_id"] == done["batch_id"]
    assert (await audit(admin))["ok"]


async def test_grant_and_revoke_in_one_order_is_one_change_each(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1, 2)
    done = (await admin.post(BULK, json=_order(telegram_ids=[1, 2], revoke=[FREE_MODEL]))).json()
    assert done["changed"] == 2
    for telegram_id in (1, 2):
        rows = await history(admin, telegram_id)
        assert [row["version"] for row in rows] == [1, 2]
        assert [r["model_id"] for r in rows[-1]["new_subscriptions"]] == [PAID_MODEL]


@pytest.mark.parametrize("query", ["%", "_", "\\", "@", " "])
async def test_a_search_that_names_nobody_changes_nobody(client: httpx.AsyncClient, query: str) -> None:
    admin = await _people(client, 1, 2)
    done = (await admin.post(BULK, json=_order(filter={"query": query}))).json()
    assert (done["matched"], done["changed"]) == (0, 0)


async def test_a_search_text_that_no_database_holds_is_422(client: httpx.AsyncClient) -> None:
    admin = await _people(client)
    answers = [
        await admin.post(BULK, json=_order(filter={"query": "a\x00"})),
        await admin.get("/api/admin/users", params={"query": "a\x00"}),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in answers] == [(422, "validation_error")] * 2


async def test_filter_chooses_like_the_list(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1, 2, 3)
    await grant(admin, 3)
    done = (await admin.post(BULK, json=_order(filter={"model_id": PAID_MODEL}, grant=["gray-cardinal"]))).json()
    assert (done["matched"], done["changed"]) == (1, 1)
    assert (await history(admin, 3))[-1]["action"] == "grant"


async def test_undo_restores_all_but_those_who_changed_since(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1, 2, 3)
    done = (await admin.post(BULK, json=_order(telegram_ids=[1, 2, 3]))).json()
    await grant(admin, 2, expiry_days=1)
    undone = (await admin.post(f"{BULK}/{done['batch_id']}/undo", json={"reason": "wrong list"})).json()
    assert (undone["matched"], undone["changed"]) == (3, 2)
    assert undone["failed"] == [{"telegram_id": 2, "code": "changed_since"}]
    assert [r["model_id"] for r in (await history(admin, 1))[-1]["new_subscriptions"]] == [FREE_MODEL]
    assert (await audit(admin))["ok"]


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"telegram_ids": [1], "filter": {}},
        {"telegram_ids": []},
        {"telegram_ids": [1], "grant": [], "revoke": []},
        {"telegram_ids": [1], "revoke": [PAID_MODEL]},
        {"telegram_ids": [1], "reason": " "},
        {"telegram_ids": [2**60]},
        {"telegram_ids": [1], "filter": None, "surprise": 1},
    ],
)
async def test_shapeless_orders_are_422(client: httpx.AsyncClient, wrong: dict[str, Json]) -> None:
    admin = await sign_in(client, ADMIN_ID)
    answer = await admin.post(BULK, json=_order(**wrong))
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")


async def test_an_unknown_model_stops_the_whole_order(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1)
    answer = await admin.post(BULK, json=_order(telegram_ids=[1], grant=[PAID_MODEL, "nope"]))
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_model")
    assert len(await history(admin, 1)) == 1


async def test_ten_thousand_users_in_one_request(client: httpx.AsyncClient, units: Units) -> None:
    admin = await sign_in(client, ADMIN_ID)
    ids = list(range(100_000, 110_000))
    await register_many(units, ids)
    done = (await admin.post(BULK, json=_order(telegram_ids=ids))).json()
    assert (done["matched"], done["changed"], done["failed"]) == (10_000, 10_000, [])
    report = await audit(admin)
    assert report["ok"], report["broken"][:3]
    assert report["rows"] == 20_001
    too_many = await admin.post(BULK, json=_order(filter={"status": "active"}))
    assert (too_many.status_code, too_many.json()["code"]) == (422, "too_many_matched")
