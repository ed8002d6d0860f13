"""Whole server processes and their bot: killed, doubled, cut off from Telegram or from the database."""

import asyncio
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import httpx
import pytest

from app.db.database import DatabaseUrls
from app.db.unit import Units
from tests.factories import ADMIN_ID, BOT_TOKEN, JWT_KEY, sign_in
from tests.notifications.outbox import give, meet
from tests.servers import ServerProcess, server_process, until
from tests.telegram.bot_api import FakeBotApi
from tests.telegram.updates import message_update

SECRET = "a-secret-for-tests-only"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
WEBHOOK = "https://app.example.com/telegram/webhook"
pytestmark = pytest.mark.slow


def _serve(
    folder: Path, database: DatabaseUrls, telegram: FakeBotApi, mode: str
) -> AbstractContextManager[ServerProcess]:
    """A server process whose bot speaks with the fake."""
    return server_process(
        folder,
        database,
        TELEGRAM_MODE=mode,
        TELEGRAM_API_URL=telegram.url,
        PUBLIC_URL="https://app.example.com",
        WEBHOOK_SECRET=SECRET,
        LOG_LEVEL="debug",
    )


@pytest.fixture
def two(tmp_path: Path, database: DatabaseUrls, telegram: FakeBotApi) -> Iterator[list[ServerProcess]]:
    """Two processes of one database, with a webhook."""
    with ExitStack() as stack:
        yield [stack.enter_context(_serve(tmp_path / name, database, telegram, "webhook")) for name in ("one", "other")]


async def _post(server: ServerProcess, update: object, secret: str | None = SECRET) -> httpx.Response:
    async with httpx.AsyncClient() as http:
        headers = {} if secret is None else {HEADER: secret}
        return await http.post(f"{server.url}/telegram/webhook", json=update, headers=headers)


async def test_the_bot_registers_once_and_answers_on_every_process(
    two: list[ServerProcess], telegram: FakeBotApi
) -> None:
    await telegram.wait_for(lambda: telegram.calls_of("setChatMenuButton"))
    assert len(telegram.calls_of("setWebhook")) == 1
    assert telegram.webhook is not None
    params = telegram.calls_of("setWebhook")[0].params
    assert (params["url"], params["secret_token"]) == (WEBHOOK, SECRET)
    assert sorted(params["allowed_updates"]) == ["callback_query", "message", "my_chat_member"]
    assert {language for language, _ in telegram.commands} == {"", "ru"}
    for number, server in enumerate(two):
        update = message_update(9100 + number, "/start")
        assert (await _post(server, update)).status_code == 200
        await telegram.wait_for(lambda number=number: telegram.messages(9100 + number))  # type: ignore[misc]


async def test_a_wrong_secret_is_refused_before_the_body_is_read(
    two: list[ServerProcess], telegram: FakeBotApi
) -> None:
    update = message_update(9110, "/start")
    for secret in (None, "", "wrong", SECRET[:-1], f"{SECRET}x", SECRET.upper()):
        refused = await _post(two[0], update, secret)
        assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token")
    reader, writer = await asyncio.open_connection("127.0.0.1", two[0].port)
    writer.write(b"POST /telegram/webhook HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
    assert (await asyncio.wait_for(reader.readline(), 5)).split()[1] == b"401"
    writer.close()
    assert telegram.messages(9110) == []


async def test_an_update_that_comes_twice_has_its_effect_once(
    two: list[ServerProcess], telegram: FakeBotApi, units: Units
) -> None:
    update = message_update(9120, "/start")
    answers = await asyncio.gather(*(_post(server, update) for server in two for _ in range(3)))
    assert [answer.status_code for answer in answers] == [200] * 6
    await telegram.wait_for(lambda: telegram.messages(9120))
    await asyncio.sleep(1.5)
    assert len(telegram.messages(9120)) == 1


async def test_nonsense_with_the_right_secret_is_no_fault_of_ours(two: list[ServerProcess]) -> None:
    wrong: tuple[object, ...] = ([], "x", {"update_id": "1"}, {"update_id": True})
    for nonsense in wrong:
        refused = await _post(two[0], nonsense)
        assert refused.status_code == 422
    assert (await _post(two[0], {"update_id": 5, "message": {"from": "x"}})).status_code == 200
    assert (await _post(two[0], {"update_id": 6, "something_new": {}})).status_code == 200


async def test_a_killed_process_loses_nothing_and_doubles_at_most_the_message_under_way(
    two: list[ServerProcess], telegram: FakeBotApi, units: Units
) -> None:
    people = range(9201, 9241)
    await meet(units, *people)
    for person in people:
        await give(units, person)
    await telegram.wait_for(lambda: len(telegram.calls_of("sendMessage")) >= 5)
    telegram.hang_next(0.3, method="sendMessage")
    two[0].kill()

    async def all_told() -> bool:
        return all(telegram.messages(person) for person in people)

    await until(all_told, patience=30)
    await asyncio.sleep(1)
    doubled = [person for person in people if len(telegram.messages(person)) > 1]
    assert len(doubled) <= 1
    assert max(len(telegram.messages(person)) for person in people) <= 2


async def test_a_message_whose_senders_die_before_it_is_sent_arrives_from_the_next_one(
    tmp_path: Path, database: DatabaseUrls, telegram: FakeBotApi, units: Units
) -> None:
    await meet(units, 9301)
    with _serve(tmp_path / "first", database, telegram, "webhook") as first:
        telegram.hang_next(30, method="sendMessage")
        await give(units, 9301)
        await telegram.wait_for(lambda: telegram.calls_of("sendMessage"))
        first.kill()
    assert telegram.messages(9301) == []
    with _serve(tmp_path / "second", database, telegram, "webhook"):
        await telegram.wait_for(lambda: telegram.messages(9301), patience=20)
    assert len(telegram.messages(9301)) == 1


async def test_telegram_away_delays_nothing_and_is_asked_until_it_answers(
    tmp_path: Path, database: DatabaseUrls, telegram: FakeBotApi, units: Units
) -> None:
    telegram.down()
    await meet(units, 9401)
    with _serve(tmp_path / "away", database, telegram, "webhook") as server:
        async with httpx.AsyncClient(base_url=server.url) as http:
            admin = await sign_in(http, ADMIN_ID)
            await give(units, 9401)
            bot = (await admin.get("/api/admin/monitoring")).json()["bot"]
            assert bot["trouble"] == "telegram_unavailable"
            telegram.up()
            await telegram.wait_for(lambda: telegram.messages(9401) and telegram.webhook, patience=30)
        assert BOT_TOKEN not in server.text()
        assert SECRET not in server.text()
        assert JWT_KEY not in server.text()


async def test_polling_hears_each_update_once_and_goes_on_after_a_crash(
    tmp_path: Path, database: DatabaseUrls, telegram: FakeBotApi
) -> None:
    for number in range(3):
        telegram.push(message_update(9500 + number, "/start"))
    with _serve(tmp_path / "one", database, telegram, "polling") as one:
        await telegram.wait_for(lambda: all(telegram.messages(9500 + number) for number in range(3)))
        one.kill()
    telegram.push(message_update(9503, "/start"))
    with _serve(tmp_path / "other", database, telegram, "polling"):
        await telegram.wait_for(lambda: telegram.messages(9503), patience=20)
    assert [len(telegram.messages(9500 + number)) for number in range(4)] == [1, 1, 1, 1]
