"""Previews of messages, reachability, and the bot that is switched off."""

from typing import Any

import httpx
import pytest

from tests.factories import ADMIN_ID, Person, grant, launch, sign_in


@pytest.mark.parametrize(
    ("kind", "english", "russian"),
    [
        ("signal", "<b>EUR/USD Buy</b> · Shadow Stack", "<b>EUR/USD Покупка</b> · Shadow Stack"),
        ("resolved", "<b>EUR/USD Buy: stop</b>", "<b>EUR/USD Покупка: стоп</b>"),
        ("access", "<b>Logistic Spy</b> is open for you for ever.", "Модель <b>Logistic Spy</b> открыта"),
        ("request", "Your request is approved: <b>Logistic Spy</b>", "Запрос одобрен: модель <b>Logistic Spy</b>"),
        ("expiry", "<b>Logistic Spy</b> ends in 3 days", "Доступ к <b>Logistic Spy</b> закончится через 3 дня"),
        ("digest", "While it was quiet: 1 result and 1 new signal.", "За тихие часы: 1 итог и 1 новый сигнал."),
    ],
)
async def test_a_preview_is_the_message(client: httpx.AsyncClient, kind: str, english: str, russian: str) -> None:
    anna = await sign_in(client, 8001)
    path = f"/api/me/message-preview?kind={kind}"
    assert (await anna.get(path)).json()["text"].startswith(english)
    await anna.patch("/api/auth/me", json={"language_code": "ru", "timezone": "Europe/Berlin"})
    assert (await anna.get(path)).json()["text"].startswith(russian)


async def test_a_preview_knows_the_chosen_mode_and_own_rights(client: httpx.AsyncClient) -> None:
    admin, anna = await sign_in(client, ADMIN_ID), await sign_in(client, 8002)
    await grant(admin, 8002, expiry_days=30)
    await anna.patch("/api/auth/me", json={"notifications": {"access": "silent"}})
    found = (await anna.get("/api/me/message-preview?kind=access")).json()
    assert found["text"].startswith("<b>Shadow Stack</b> is open for you until ")
    assert (found["silent"], found["is_example"]) == (True, False)
    assert (await anna.get("/api/me/message-preview?kind=gossip")).status_code == 422


async def test_who_allows_messages_in_the_app_can_be_written_to(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)

    async def reachability() -> Any:
        return (await admin.get("/api/admin/users/8003")).json()["user"]["reachability"]

    anna = await sign_in(client, 8003)
    assert await reachability() == "needs_start"
    assert (await anna.get("/api/auth/me")).json()["reachability"] == "needs_start"
    await sign_in(client, 8003, allows_write_to_pm=True)
    assert await reachability() == "ok"
    await sign_in(client, 8003)
    assert await reachability() == "ok"
    found = (await admin.get("/api/admin/users", params={"reachability": "ok"})).json()
    assert [user["telegram_id"] for user in found["items"]] == [8003]


async def test_without_a_bot_nothing_can_be_started(client: httpx.AsyncClient) -> None:
    admin = await sign_in(client, ADMIN_ID)
    draft = (await admin.post("/api/admin/broadcasts", json={"texts": {"en": "Hello"}})).json()
    for door in ("start", "test"):
        refused = await admin.post(f"/api/admin/broadcasts/{draft['id']}/{door}", json={})
        assert (refused.status_code, refused.json()["code"]) == (409, "bot_off")
    assert (await client.post("/telegram/webhook", json={"update_id": 1})).status_code == 404


async def test_moments_are_those_of_the_devices_clock_until_another_is_chosen(client: httpx.AsyncClient) -> None:
    body = {"initData": launch(8004), "timezone": "Asia/Tokyo"}
    tokens = (await client.post("/api/auth/login", json=body)).json()
    anna = Person(client, 8004, tokens)

    async def text() -> str:
        return str((await anna.get("/api/me/message-preview?kind=signal")).json()["text"])

    assert "UTC" not in await text()
    for odd in ("Nowhere/Land", "../../etc/passwd", "", "a\x00b", "x" * 64):
        answer = await client.post("/api/auth/login", json=body | {"timezone": odd})
        assert answer.status_code == 200, odd
    assert "UTC" not in await text()
    assert (await anna.get("/api/auth/me")).json()["preferences"]["timezone"] is None
    await anna.patch("/api/auth/me", json={"timezone": "UTC"})
    assert "UTC" in await text()
