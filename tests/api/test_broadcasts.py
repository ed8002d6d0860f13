"""Broadcasts over HTTP: drafts, preview, start, cancellation; without a bot nothing is started."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.db.database import DatabaseUrls
from app.resources import Resources
from tests.conftest import running, settings_for
from tests.factories import ADMIN_ID, Person, grant, sign_in, soon
from tests.servers import until
from tests.telegram.bot_api import FakeBotApi

PATH = "/api/admin/broadcasts"
HELLO = {"texts": {"en": "Hello", "ru": "<b>Привет</b>"}}


@pytest.fixture
async def app(database: DatabaseUrls, tmp_path: Path, telegram: FakeBotApi) -> AsyncIterator[FastAPI]:
    settings = settings_for(database, tmp_path, telegram_mode="polling", telegram_api_url=telegram.url)
    async with running(settings) as application:
        yield application


@pytest.fixture
async def admin(client: httpx.AsyncClient) -> Person:
    return await sign_in(client, ADMIN_ID, allows_write_to_pm=True)


async def _draft(admin: Person, **more: Any) -> dict[str, Any]:
    answer = await admin.post(PATH, json=HELLO | more)
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def _until(admin: Person, draft: dict[str, Any], state: str) -> dict[str, Any]:
    found: dict[str, Any] = {}

    async def has_come() -> bool:
        found.update((await admin.get(f"{PATH}/{draft['id']}")).json())
        return str(found["state"]) == state

    await until(has_come, patience=20)
    return found


async def test_a_broadcast_from_draft_to_result(client: httpx.AsyncClient, admin: Person, telegram: FakeBotApi) -> None:
    anna = await sign_in(client, 7001, allows_write_to_pm=True, language_code="ru")
    await sign_in(client, 7002, allows_write_to_pm=True)
    await sign_in(client, 7003)
    muted = await sign_in(client, 7004, allows_write_to_pm=True)
    await muted.patch("/api/auth/me", json={"notifications": {"broadcast": "off"}})
    draft = await _draft(admin)
    assert (draft["state"], draft["created_by"], draft["progress"]["total"]) == ("draft", ADMIN_ID, 0)
    preview = (await admin.post(f"{PATH}/preview", json=HELLO)).json()
    assert (preview["matched"], preview["reachable"], preview["unreachable"], preview["muted"]) == (5, 3, 1, 1)
    assert preview["by_language"] == {"en": 2, "ru": 1}
    assert preview["lengths"] == {"en": 5, "ru": 6}
    assert preview["problems"] == []
    started = await admin.post(f"{PATH}/{draft['id']}/start", json={"expect": 5})
    assert started.status_code == 200, started.text
    done = await _until(admin, draft, "sent")
    counts = {"total": 5, "pending": 0, "sent": 3, "blocked": 1, "skipped": 1, "failed": 0, "cancelled": 0}
    assert done["progress"] == counts | {"is_complete": True}
    assert [message.text for message in telegram.messages(anna.telegram_id)] == ["<b>Привет</b>"]
    log = (await admin.get("/api/admin/users/7003/notifications")).json()["items"]
    assert [(row["kind"], row["state"], row["why"]) for row in log] == [("broadcast", "skipped", "needs_start")]
    assert (await admin.post(f"{PATH}/{draft['id']}/cancel")).json()["code"] == "broadcast_over"


async def test_a_test_goes_to_oneself_and_counts_for_nothing(admin: Person, telegram: FakeBotApi) -> None:
    draft = await _draft(admin)
    answer = await admin.post(f"{PATH}/{draft['id']}/test")
    assert answer.json() == {"reachability": "ok"}
    await telegram.wait_for(lambda: telegram.messages(ADMIN_ID))
    again = await admin.post(f"{PATH}/{draft['id']}/test")
    assert again.status_code == 200
    await telegram.wait_for(lambda: len(telegram.messages(ADMIN_ID)) == 2)
    found = (await admin.get(f"{PATH}/{draft['id']}")).json()
    assert (found["state"], found["progress"]["total"]) == ("draft", 0)


async def test_a_draft_is_changed_and_thrown_away_until_it_is_started(admin: Person) -> None:
    draft = await _draft(admin)
    path = f"{PATH}/{draft['id']}"
    changed = await admin.patch(path, json={"texts": {"en": "Better"}, "audience": {"role": "admin"}, "silent": True})
    assert (changed.json()["texts"], changed.json()["silent"]) == ({"en": "Better"}, True)
    assert changed.json()["audience"]["role"] == "admin"
    scheduled = await admin.post(f"{path}/start", json={"scheduled_at": soon(3600)})
    assert scheduled.json()["state"] == "scheduled"
    for refused in (
        await admin.patch(path, json={"silent": False}),
        await admin.delete(path),
        await admin.post(f"{path}/start", json={}),
    ):
        assert (refused.status_code, refused.json()["code"]) == (409, "not_a_draft")
    assert (await admin.post(f"{path}/cancel")).json()["state"] == "cancelled"
    other = await _draft(admin)
    assert (await admin.delete(f"{PATH}/{other['id']}")).status_code == 204
    assert (await admin.get(f"{PATH}/{other['id']}")).json()["code"] == "unknown_broadcast"
    assert [row["id"] for row in (await admin.get(PATH)).json()["items"]] == [draft["id"]]


async def test_what_telegram_would_refuse_is_kept_but_never_started(admin: Person) -> None:
    draft = await _draft(admin, texts={"en": "a <p>b</p>"})
    problems = (await admin.post(f"{PATH}/preview", json={"texts": {"en": "a <p>b</p>"}})).json()["problems"]
    assert [(p["language"], p["code"], p["line"], p["column"]) for p in problems] == [("en", "unknown_tag", 1, 3)]
    for door in ("start", "test"):
        refused = await admin.post(f"{PATH}/{draft['id']}/{door}", json={})
        assert (refused.status_code, refused.json()["code"]) == (422, "unsendable_text")


async def test_a_start_that_would_reach_others_than_previewed_is_refused(
    client: httpx.AsyncClient, admin: Person
) -> None:
    draft = await _draft(admin, audience={"model_id": "shadow-stack"})
    await sign_in(client, 7005)
    await grant(admin, 7005)
    refused = await admin.post(f"{PATH}/{draft['id']}/start", json={"expect": 0})
    assert (refused.status_code, refused.json()["code"], refused.json()["matched"]) == (409, "prediction_differs", 1)


@pytest.mark.parametrize(
    "body",
    [
        {"texts": {}},
        {"texts": {"en": ""}},
        {"texts": {"en": "x" * 16_385}},
        {"texts": {"de": "Hallo"}},
        {"texts": {"en": "x\x00"}},
        {"texts": {"en": "x"}, "audience": {"language": "de"}},
        {"texts": {"en": "x"}, "state": "sent"},
    ],
)
async def test_a_shape_that_means_nothing_is_refused(admin: Person, body: dict[str, Any]) -> None:
    assert (await admin.post(PATH, json=body)).status_code == 422


async def test_nobody_but_admins_broadcasts(client: httpx.AsyncClient, admin: Person) -> None:
    draft = await _draft(admin)
    anna = await sign_in(client, 7006)
    for method, path in (
        ("GET", PATH),
        ("POST", PATH),
        ("POST", f"{PATH}/preview"),
        ("POST", f"{PATH}/{draft['id']}/start"),
        ("POST", f"{PATH}/{draft['id']}/cancel"),
        ("DELETE", f"{PATH}/{draft['id']}"),
        ("GET", f"/api/admin/users/{ADMIN_ID}/notifications"),
    ):
        answer = await anna.request(method, path, json=HELLO if method == "POST" else None)
        assert (answer.status_code, answer.json()["code"]) == (403, "admin_required"), path


async def test_monitoring_and_the_page_know_the_bot(
    admin: Person, client: httpx.AsyncClient, telegram: FakeBotApi, resources: Resources
) -> None:
    await telegram.wait_for(lambda: resources.bot.username)
    bot = (await admin.get("/api/admin/monitoring")).json()["bot"]
    assert (bot["mode"], bot["username"], bot["trouble"]) == ("polling", "forex_signals_test_bot", None)
    assert set(bot["outbox"]) == {"pending", "held", "oldest_due_at", "sent_24_hours", "failed_24_hours"}
    assert (await client.get("/api/app")).json() == {
        "bot_username": "forex_signals_test_bot", "is_development": True, "has_bot": True,
    }  # fmt: skip
