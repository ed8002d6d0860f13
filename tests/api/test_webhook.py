"""The webhook's door, in this process."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.resources import Resources
from app.services.users.profile import find_user
from tests.conftest import running, settings_for
from tests.factories import Json, sign_in
from tests.telegram.bot_api import FakeBotApi
from tests.telegram.updates import member_update, message_update, write_access_update

ANNA = 9601
SECRET = "a-secret-for-tests-only"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
PATH = "/telegram/webhook"


@pytest.fixture
async def app(database: DatabaseUrls, tmp_path: Path, telegram: FakeBotApi) -> AsyncIterator[FastAPI]:
    settings = settings_for(
        database,
        tmp_path,
        telegram_mode="webhook",
        telegram_api_url=telegram.url,
        public_url="https://app.example.com",
        webhook_secret=SECRET,
    )
    async with running(settings) as application:
        yield application


async def _post(client: httpx.AsyncClient, update: Json) -> httpx.Response:
    return await client.post(PATH, json=update, headers=HEADERS)


async def test_while_the_database_is_away_updates_are_asked_for_again(
    client: httpx.AsyncClient, resources: Resources, telegram: FakeBotApi
) -> None:
    update = message_update(ANNA, "/start")
    resources.health.lost()
    answer = await _post(client, update)
    assert (answer.status_code, answer.json()["code"]) == (503, "database_unavailable")
    resources.health.found()
    assert (await _post(client, update)).status_code == 200
    await telegram.wait_for(lambda: telegram.messages(ANNA))
    assert len(telegram.messages(ANNA)) == 1


async def test_the_secret_is_asked_for_and_asked_for_once(client: httpx.AsyncClient) -> None:
    update = message_update(ANNA, "/start")
    for headers in ([], [("x-telegram-bot-api-secret-token", "wrong")], [*HEADERS.items(), *HEADERS.items()]):
        answer = await client.post(PATH, json=update, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "invalid_token")
    letters = {b"x-telegram-bot-api-secret-token": "\u00e9".encode("latin-1")}
    answer = await client.post(PATH, json=update, headers=letters)
    assert answer.status_code == 401


async def test_the_door_is_not_in_the_documentation_and_takes_updates_only(client: httpx.AsyncClient) -> None:
    assert PATH not in (await client.get("/openapi.json")).json()["paths"]
    assert (await client.get(PATH, headers=HEADERS)).status_code == 405
    assert (await client.post(PATH, content=b"{", headers=HEADERS)).status_code == 422
    assert (await client.post(PATH, content=b"x" * 1_100_000, headers=HEADERS)).status_code == 413


async def test_who_comes_by_the_bot_and_by_the_app_is_one_person(
    client: httpx.AsyncClient, units: Units, telegram: FakeBotApi
) -> None:
    await _post(client, message_update(ANNA, "/start", first_name="Anna", language_code="ru"))
    await telegram.wait_for(lambda: telegram.messages(ANNA))
    person = await sign_in(client, ANNA, first_name="Anna", photo_url="https://example.com/a.jpg", language_code="ru")
    assert person.access["subscription_version"] == 1
    await _post(client, message_update(ANNA, "/status", first_name="Anna", language_code="ru"))
    async with units.open() as unit:
        user = await find_user(unit, ANNA)
    assert (user.photo_url, user.reachability, user.subscription_version) == ("https://example.com/a.jpg", "ok", 1)


async def test_blocking_the_bot_is_known_at_once(client: httpx.AsyncClient, units: Units) -> None:
    await sign_in(client, ANNA)

    async def reachability() -> str:
        async with units.open() as unit:
            return (await find_user(unit, ANNA)).reachability

    for update, state in (
        (write_access_update(ANNA), "ok"),
        (member_update(ANNA, "member", "kicked"), "blocked"),
        (member_update(ANNA, "kicked", "member"), "ok"),
    ):
        assert (await _post(client, update)).status_code == 200
        assert await reachability() == state
