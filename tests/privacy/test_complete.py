"""Nothing of a person is forgotten: not in the export, and not when they go."""

from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from app.db.database import DatabaseUrls
from app.jobs.cleaner import clean
from app.resources import Resources
from tests.factories import ADMIN_ID, PAID_MODEL, Json, Person, audit, grant, sign_in
from tests.privacy.looking import connected, places, plain, rows_of, tables
from tests.privacy.tables import OWNERS, TABLES
from tests.published import publish

ROOT = Path(__file__).parents[2]
WHO = 700_123_456_789
NAMES = ("unmistakable_wilhelmina", "Wilhelmina-Unmistakable", "Von-Unmistakable", "a wish of Wilhelmina's alone")
NEEDLES = (str(WHO), *NAMES)

BEHIND = (
    "INSERT INTO telegram_pace (chat_id, free_at) VALUES ($1, now())",
    "INSERT INTO open_sockets (user_id, held, granted) VALUES ($1, '{}', 1)",
    """INSERT INTO bot_orders (admin_id, "order") VALUES (9001, jsonb_build_object('kind', 'grant',
        'telegram_id', $1::bigint, 'model_id', 'shadow-stack'))""",
)
"""What only the bot, or an open app, would write."""

LONG_AGO = (
    "UPDATE idempotency_keys SET created_at = created_at - interval '25 hours'",
    "UPDATE rate_limits SET slot = slot - 200",
)


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person with a row in every table that holds something of people."""

    admin: Person
    person: Person


@pytest.fixture
async def somebody(client: httpx.AsyncClient, resources: Resources, database: DatabaseUrls) -> Somebody:
    admin = await sign_in(client, ADMIN_ID)
    person = await sign_in(client, WHO, username=NAMES[0], first_name=NAMES[1], last_name=NAMES[2])
    await person.refresh()
    await grant(admin, WHO)
    signal = await publish(resources.units)
    answer = await person.post(f"/api/signals/{PAID_MODEL}/{signal.id}/feedback", json={"result": "won"})
    assert answer.status_code == 200, answer.text
    for model in ("gray-cardinal", "sniper-80x"):
        asked = {"model_id": model, "message": NAMES[3]}
        request = (await person.post("/api/subscription-requests", json=asked)).json()
    path = f"/api/admin/subscription-requests/{request['id']}/approve"
    assert (await admin.post(path, json={}, headers={"Idempotency-Key": "one"})).status_code == 200
    async with connected(database) as connection:
        for statement in BEHIND:
            await connection.execute(statement, WHO)
    return Somebody(admin, person)


async def test_every_table_is_known_with_what_it_holds_of_people(database: DatabaseUrls) -> None:
    async with connected(database) as connection:
        assert set(await tables(connection)) == set(TABLES), "say in tests/privacy/tables.py what the new one holds"


async def test_the_export_shows_every_row_and_every_column(somebody: Somebody, database: DatabaseUrls) -> None:
    export = (await somebody.person.get("/api/me/export")).json()
    export["profile"] = [export["profile"] | export["preferences"]]
    async with connected(database) as connection:
        for name, table in TABLES.items():
            if table.section is None:
                continue
            rows = await rows_of(connection, name, table.owner, WHO)
            shown = export[table.section]
            if name not in {"bot_orders", "broadcasts"}:
                assert rows, f"the test has nothing in {name}"
            assert len(shown) == len(rows), name
            for row in rows:
                held = {column: plain(value) for column, value in row.items() if column not in table.left_out}
                mine = {column: value for column, value in held.items() if column not in OWNERS or column == "id"}
                assert any(_has(one, mine) for one in shown), (name, mine)


def _has(shown: Json, row: dict[str, Json]) -> bool:
    return all(column in shown and plain(shown[column]) == value for column, value in row.items())


async def test_an_admins_export_tells_what_they_did_but_not_to_whom(
    somebody: Somebody, client: httpx.AsyncClient, database: DatabaseUrls
) -> None:
    await somebody.admin.post("/api/admin/broadcasts", json={"texts": {"en": "Hello"}})
    answer = await somebody.admin.get("/api/me/export")
    export = answer.json()
    assert [(act["action"], act["people"]) for act in export["acts"]] == [("grant", 1), ("grant", 1)]
    assert [order["model_id"] for order in export["orders"]] == ["shadow-stack"]
    assert [sent["texts"] for sent in export["broadcasts"]] == [{"en": "Hello"}]
    assert [needle for needle in NEEDLES if needle in answer.text] == []


async def test_after_deletion_and_cleaning_the_history_alone_names_the_person(
    somebody: Somebody, resources: Resources, database: DatabaseUrls
) -> None:
    """What was under way to them at that very moment is left by the deletion and found by the cleaner."""
    before = {place.partition(".")[0] for place in await places(database, *NEEDLES)}
    hung_on = {
        "refresh_tokens",
        "bus_outbox",
        "broadcasts",
        "approvals",
    }  # by a session's id; of another bus; of admins
    assert before == {name for name, table in TABLES.items() if table.holds != "nothing"} - hung_on
    async with connected(database) as sender, connected(database) as looking:
        under_way = sender.transaction()
        await under_way.start()
        await sender.execute("SELECT 1 FROM notifications WHERE subject = 'rights:2' AND user_id = $1 FOR UPDATE", WHO)
        gone = await somebody.person.delete("/api/me", json={"telegram_id": WHO})
        assert gone.status_code == 204, gone.text
        await under_way.rollback()
        assert await looking.fetchval("SELECT count(*) FROM refresh_tokens r JOIN sessions s ON s.id = r.session_id"
                                      " WHERE s.user_id = $1", WHO) == 0  # fmt: skip
        late = {"notifications.user_id", "idempotency_keys.answer", "open_sockets.user_id", "rate_limits.key"}
        history = {"subscription_history.user_id", "subscription_history.admin_id"}
        assert await places(database, *NEEDLES) == late | history
        for statement in LONG_AGO:
            await looking.execute(statement)
    cleaned = await clean(resources)
    assert cleaned is not None
    assert cleaned["late_messages"] == 1
    assert await places(database, *NEEDLES) == history
    assert (await audit(somebody.admin))["ok"]


async def test_what_a_former_admin_did_stays_under_their_id_alone(
    somebody: Somebody, database: DatabaseUrls, resources: Resources
) -> None:
    role = {"role": "admin", "reason": "test"}
    assert (await somebody.admin.patch(f"/api/admin/users/{WHO}", json=role)).status_code == 200
    await grant(somebody.person, ADMIN_ID, "gray-cardinal")
    await somebody.person.post("/api/admin/broadcasts", json={"texts": {"en": "Hello"}})
    refused = await somebody.person.delete("/api/me", json={"telegram_id": WHO})
    assert (refused.status_code, refused.json()["code"]) == (409, "admin_role_held")
    await somebody.admin.patch(f"/api/admin/users/{WHO}", json=role | {"role": "user"})
    assert (await somebody.person.delete("/api/me", json={"telegram_id": WHO})).status_code == 204
    async with connected(database) as connection:
        for statement in LONG_AGO:
            await connection.execute(statement)
    await clean(resources)
    assert await places(database, *NEEDLES) == {
        "subscription_history.user_id",
        "subscription_history.admin_id",
        "user_subscriptions.granted_by",
        "broadcasts.created_by",
    }


def test_the_page_about_personal_data_names_every_table_that_holds_some() -> None:
    page = (ROOT / "docs/privacy.md").read_text()
    assert [name for name, table in TABLES.items() if table.holds != "nothing" and f"`{name}`" not in page] == []
