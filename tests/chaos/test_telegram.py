"""Telegram is down: refuses, fails, does not answer; and the process is stopped while a message is under way."""

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractContextManager, asynccontextmanager
from pathlib import Path

import asyncpg
import pytest

from app.db.database import DatabaseUrls
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Units
from tests.chaos.conftest import Extent
from tests.chaos.life import living
from tests.chaos.recorder import Outcome, Recorder
from tests.notifications.outbox import give, meet
from tests.servers import ServerProcess, server_process
from tests.telegram.bot_api import FakeBotApi

pytestmark = pytest.mark.slow
TOLD = "Shadow Stack is open for you for ever.\ntest"


def _serve(folder: Path, database: DatabaseUrls, telegram: FakeBotApi) -> AbstractContextManager[ServerProcess]:
    return server_process(
        folder,
        database,
        TELEGRAM_MODE="webhook",
        TELEGRAM_API_URL=telegram.url,
        PUBLIC_URL="https://app.example.com",
        WEBHOOK_SECRET="a-secret-for-tests-only",
    )


@asynccontextmanager
async def _units(database: DatabaseUrls) -> AsyncIterator[Units]:
    engine = create_engine(database.app, pool_size=1)
    yield Units(engine, DatabaseHealth())
    await engine.dispose()


def _break(telegram: FakeBotApi, how: str, times: int) -> None:
    if how == "refuses connections":
        telegram.down()
    for _ in range(times):
        if how == "answers 500":
            telegram.answer_next(500, method="sendMessage")
        if how == "does not answer":
            telegram.hang_next(30, method="sendMessage")


def _missing(telegram: FakeBotApi, people: Sequence[int]) -> int:
    """How many people have not been told exactly once of what was opened to them."""
    told = {person: [message.plain for message in telegram.messages(person)].count(TOLD) for person in people}
    return sum(count != 1 for count in told.values())


@pytest.mark.parametrize("how", ["answers 500", "refuses connections", "does not answer"])
async def test_telegram_is_down(
    shared_database: DatabaseUrls,
    tmp_path: Path,
    telegram: FakeBotApi,
    recorder: Recorder,
    extent: Extent,
    how: str,
) -> None:
    if how != "refuses connections":
        extent.need_full()
    first = {"answers 500": 5100, "refuses connections": 5200, "does not answer": 5300}[how]
    people = range(first, first + 20)
    async with _units(shared_database) as units:
        await meet(units, *people)
        with _serve(tmp_path, shared_database, telegram) as server:
            async with living(server.url, shared_database, pace=0.1) as life:
                await telegram.wait_for(lambda: telegram.webhook)
                life.publishing = False  # its signals would be told too, one a second to each chat
                life.watch()
                _break(telegram, how, int(extent.choose(3, 5 if how == "answers 500" else 2)))
                for person in people:
                    await give(units, person)
                await asyncio.sleep(extent.choose(2, 15))
                assert not life.troubles, (life.reads, life.orders)
                assert _missing(telegram, people) == len(people) or how == "answers 500"
                telegram.up()
                since = time.monotonic()
                await telegram.wait_for(lambda: not _missing(telegram, people), patience=90)
                healed = time.monotonic() - since
                await asyncio.sleep(0.5)
                assert not _missing(telegram, people), "somebody was told twice"
                lost = await life.lost()
            sees = f"nothing in the app; {len(people)} messages come later, each once, in order"
            recorder.add(Outcome(f"Telegram {how}", sees, lost, len(life.unearned), healed, 75))


async def test_the_process_is_stopped_while_a_message_is_under_way(
    database: DatabaseUrls, tmp_path: Path, telegram: FakeBotApi, recorder: Recorder
) -> None:
    async with _units(database) as units:
        await meet(units, 5400)
        with _serve(tmp_path, database, telegram) as server:
            telegram.hang_next(2.5, method="sendMessage")
            await give(units, 5400)
            await telegram.wait_for(lambda: telegram.calls_of("sendMessage"))
            server.process.send_signal(signal.SIGTERM)
            since = time.monotonic()
            assert await asyncio.to_thread(server.process.wait, 20) == 0
            took = time.monotonic() - since
    assert len(telegram.messages(5400)) == 1
    connection = await asyncpg.connect(database.app)
    states = [row["state"] for row in await connection.fetch("SELECT state FROM notifications WHERE user_id = 5400")]
    await connection.close()
    assert states == ["sent"]
    sees = "the message, once; the stop waits for it"
    recorder.add(Outcome("stopped while Telegram takes 2.5 s", sees, 0, 0, took, 15))
