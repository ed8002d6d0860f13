"""The dashboard's counts."""

from datetime import UTC, datetime, timedelta

import asyncpg
import httpx

from app.db.database import DatabaseUrls
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Json, Person, grant, sign_in, soon

OTHER_MODEL = "gray-cardinal"
DAY = 86_400


async def _stats(admin: Person) -> Json:
    answer = await admin.get("/api/admin/stats")
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_an_empty_house_has_zeros_and_seven_days(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    today = datetime.now(UTC).date()
    found = await _stats(admin)
    days = [today + timedelta(days=n) for n in range(7)]
    assert found["ending_by_day"] == [{"day": day.isoformat(), "rights": 0} for day in days]
    assert (found["ending_7_days"], found["ending_people_7_days"], found["oldest_pending_at"]) == (0, 0, None)
    assert (found["users"], found["new_today"], found["active_rights"]) == (1, 1, 1)
    silent = {"active": 0, "ending_7_days": 0, "new_7_days": 0}
    by_model = {row.pop("model_id"): row for row in found["rights_by_model"]}
    assert by_model.pop(FREE_MODEL) == {"active": 1, "ending_7_days": 0, "new_7_days": 1}
    assert len(by_model) == 4
    assert all(row == silent for row in by_model.values())


async def test_ends_are_counted_by_person_model_and_day(client: httpx.AsyncClient, database: DatabaseUrls) -> None:
    admin = await sign_in(client, ADMIN_ID)
    for number in (1, 2, 3, 4):
        await sign_in(client, number)
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    in_three_days = (midnight + timedelta(days=3)).astimezone(UTC)
    await grant(admin, 1, PAID_MODEL, expiry_date=in_three_days.isoformat())
    await grant(admin, 1, OTHER_MODEL, expiry_date=(in_three_days - timedelta(microseconds=1)).isoformat())
    await grant(admin, 2, PAID_MODEL, expiry_date=(in_three_days + timedelta(hours=23, minutes=59)).isoformat())
    await grant(admin, 3, PAID_MODEL, expiry_date=soon(7 * DAY + 60))
    await grant(admin, 4, PAID_MODEL)
    connection = await asyncpg.connect(database.owner)
    await connection.execute("UPDATE users SET created_at = now() - interval '8 days' WHERE telegram_id = 4")
    await connection.execute("UPDATE users SET created_at = now() - interval '25 hours' WHERE telegram_id = 3")
    await connection.execute(
        "UPDATE user_subscriptions SET created_at = now() - interval '8 days' WHERE user_id = 4 AND is_active"
    )
    await connection.close()

    found = await _stats(admin)
    assert (found["users"], found["new_today"], found["new_7_days"]) == (5, 3, 4)
    assert (found["ending_7_days"], found["ending_people_7_days"]) == (3, 2)
    assert [day["rights"] for day in found["ending_by_day"]] == [0, 0, 1, 2, 0, 0, 0]
    by_model = {row["model_id"]: row for row in found["rights_by_model"]}
    assert by_model[PAID_MODEL] == {"model_id": PAID_MODEL, "active": 4, "ending_7_days": 2, "new_7_days": 3}
    assert by_model[OTHER_MODEL] == {"model_id": OTHER_MODEL, "active": 1, "ending_7_days": 1, "new_7_days": 1}
    assert found["active_rights"] == sum(row["active"] for row in found["rights_by_model"]) == 10


async def test_the_oldest_request_that_waits_is_named(client: httpx.AsyncClient) -> None:
    admin, person = await sign_in(client, ADMIN_ID), await sign_in(client, 42)
    first, second = [
        (await person.post("/api/subscription-requests", json={"model_id": model})).json()
        for model in (PAID_MODEL, OTHER_MODEL)
    ]
    found = await _stats(admin)
    assert (found["requests_pending"], found["oldest_pending_at"]) == (2, first["created_at"])
    await admin.post(f"/api/admin/subscription-requests/{first['id']}/reject", json={"reason": "no"})
    found = await _stats(admin)
    assert (found["requests_pending"], found["oldest_pending_at"]) == (1, second["created_at"])
