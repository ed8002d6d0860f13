"""A bulk order told person by person, and held to what its dry run predicted."""

from datetime import datetime, timedelta

import httpx
import pytest

from app.db.unit import Units
from tests.api.test_bulk import BULK
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Json, Person, grant, history, revoke, sign_in
from tests.people import register_many

GONE = 404


def _order(*ids: int, **more: Json) -> dict[str, Json]:
    order = {"telegram_ids": ids, "grant": [PAID_MODEL], "expiry_days": 7, "reason": "trial", "details": True}
    return order | more


async def _people(client: httpx.AsyncClient, *ids: int) -> Person:
    for telegram_id in ids:
        await sign_in(client, telegram_id)
    return await sign_in(client, ADMIN_ID)


async def _dry(admin: Person, order: dict[str, Json]) -> Json:
    answer = await admin.post(BULK, json=order | {"dry_run": True})
    assert answer.status_code == 200, answer.text
    return answer.json()


def _expect(predicted: Json) -> dict[str, Json]:
    return {"expect": {key: predicted[key] for key in ("matched", "changed", "fingerprint")}}


def _ends(people: Json, telegram_id: int, side: str) -> dict[str, datetime | None]:
    person = next(p for p in people if p["telegram_id"] == telegram_id)
    return {
        right["model_id"]: right["expires_at"] and datetime.fromisoformat(right["expires_at"]) for right in person[side]
    }


async def test_every_person_is_told_before_and_after(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1, 2, 3)
    await grant(admin, 2, expiry_days=3)
    await grant(admin, 3)
    predicted = await _dry(admin, _order(1, 2, 3, GONE))
    people = predicted["people"]
    told = [(p["telegram_id"], p["name"], p["outcome"], p["code"], p["version"], p["new_version"]) for p in people]
    assert told == [
        (1, "Person 1", "changed", None, 1, 2),
        (2, "Person 2", "changed", None, 2, 3),
        (3, "Person 3", "unchanged", None, 2, None),
        (GONE, None, "failed", "unknown_user", None, None),
    ]
    assert _ends(people, 1, "before") == {}
    before, after = _ends(people, 2, "before")[PAID_MODEL], _ends(people, 2, "after")[PAID_MODEL]
    assert before is not None
    assert after == before + timedelta(days=7)
    assert _ends(people, 3, "before") == _ends(people, 3, "after") == {PAID_MODEL: None}


async def test_the_run_does_to_each_person_what_the_dry_run_said(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1, 2, 3)
    await grant(admin, 2, expiry_days=3)
    order = _order(1, 2, 3, revoke=[FREE_MODEL])
    predicted = await _dry(admin, order)
    done = (await admin.post(BULK, json=order | _expect(predicted))).json()
    assert done["fingerprint"] == predicted["fingerprint"]
    for telegram_id, person in zip((1, 2, 3), done["people"], strict=True):
        newest = (await history(admin, telegram_id))[-1]
        assert newest["version"] == person["new_version"]
        named = {r["model_id"]: datetime.fromisoformat(r["expires_at"]) for r in newest["new_subscriptions"]}
        assert named == _ends(done["people"], telegram_id, "after")
    assert _ends(done["people"], 2, "after") == _ends(predicted["people"], 2, "after")


async def test_other_models_are_left_out_of_the_details(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1)
    await grant(admin, 1, "gray-cardinal")
    person = (await _dry(admin, _order(1, grant=[], revoke=[FREE_MODEL], expiry_days=None)))["people"][0]
    assert (person["before"], person["after"]) == ([{"model_id": FREE_MODEL, "expires_at": None}], [])


async def test_a_run_that_would_differ_stops_and_tells_the_new_figures(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1, 2)
    order = _order(1, 2)
    predicted = await _dry(admin, order)
    await grant(admin, 2)
    stopped = await admin.post(BULK, json=order | _expect(predicted), headers={"Idempotency-Key": "one"})
    problem = stopped.json()
    assert (stopped.status_code, problem["code"]) == (409, "prediction_differs")
    figures = {key: problem[key] for key in ("matched", "changed", "unchanged", "failed")}
    assert figures == {"matched": 2, "changed": 1, "unchanged": 1, "failed": 0}
    assert len(await history(admin, 1)) == 1

    again = order | _expect(await _dry(admin, order))
    done = await admin.post(BULK, json=again, headers={"Idempotency-Key": "one"})
    assert (done.status_code, done.json()["changed"]) == (200, 1)


async def test_the_same_figures_for_other_people_differ(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1, 2)
    await grant(admin, 1)
    order = _order(1, 2)
    predicted = await _dry(admin, order)
    await revoke(admin, 1)
    await grant(admin, 2)
    counts_alone = {"expect": {"matched": 2, "changed": 1}}
    assert (await admin.post(BULK, json=order | counts_alone | {"dry_run": True})).status_code == 200
    assert (await admin.post(BULK, json=order | _expect(predicted))).json()["code"] == "prediction_differs"
    assert len(await history(admin, 1)) == 3


async def test_a_change_elsewhere_does_not_stop_the_run(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1)
    order = _order(1)
    predicted = await _dry(admin, order)
    await grant(admin, 1, "gray-cardinal")
    done = (await admin.post(BULK, json=order | _expect(predicted))).json()
    assert (done["changed"], done["people"][0]["new_version"]) == (1, 3)


async def test_extending_grants_nothing_new(client: httpx.AsyncClient) -> None:
    admin = await _people(client, 1, 2)
    await grant(admin, 2, expiry_days=3)
    done = (await admin.post(BULK, json=_order(1, 2, extend_only=True))).json()
    assert (done["changed"], done["unchanged"]) == (1, 1)
    assert [row["action"] for row in await history(admin, 1)] == ["register"]
    assert (await history(admin, 2))[-1]["action"] == "extend"


@pytest.mark.parametrize(
    "wrong", [{"matched": 1}, {"matched": -1, "changed": 0}, {"matched": 1, "changed": 1, "fingerprint": "0"}]
)
async def test_shapeless_expectations_are_422(client: httpx.AsyncClient, wrong: dict[str, Json]) -> None:
    admin = await _people(client)
    answer = await admin.post(BULK, json=_order(1, expect=wrong))
    assert (answer.status_code, answer.json()["code"]) == (422, "validation_error")


async def test_ten_thousand_people_are_told_in_full(client: httpx.AsyncClient, units: Units) -> None:
    admin = await sign_in(client, ADMIN_ID)
    ids = list(range(100_000, 110_000))
    await register_many(units, ids)
    order = _order(*ids)
    predicted = await _dry(admin, order)
    done = (await admin.post(BULK, json=order | _expect(predicted), headers={"Idempotency-Key": "all"})).json()
    assert len(predicted["people"]) == len(done["people"]) == 10_000
    assert {person["new_version"] for person in done["people"]} == {2}
