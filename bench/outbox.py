"""How fast the outbox empties: ours, with its database, beside a bare loop of the same client that remembers nothing.

Usage: ``python -m bench.outbox [--messages 300] [--rounds 3] [--latency 50]``. Telegram is the tests' fake of its API,
which checks every request and takes ``--latency`` milliseconds to answer. The pace is opened to 1,000 a second, so that
it limits nothing. Prints medians over interleaved rounds, and ratios to the bare loop, which is the ceiling for one
message under way at a time.
"""

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import AsyncExitStack, contextmanager
from pathlib import Path

from sqlalchemy import insert, text

from app.cli.serve import prepare_database
from app.db.database import DatabaseUrls
from app.db.embedded import EmbeddedPostgres
from app.db.engine import create_engine
from app.db.health import DatabaseHealth
from app.db.unit import Units
from app.integrations.telegram.messages import Message
from app.integrations.telegram.messenger import TelegramMessenger, telegram_bot
from app.models.users import User
from app.resources.sender import RealClock
from app.schemas.broadcasts import BroadcastDraft, BroadcastStart, Texts
from app.services.broadcasts import drafts
from app.services.broadcasts.reach import carry_on
from tests.factories import ADMIN_ID, BOT_TOKEN
from tests.notifications.outbox import outbox_of
from tests.telegram import rules
from tests.telegram.bot_api import FakeBotApi
from tests.telegram.server import Request, Response

FIRST_ID = 100_001
LIMIT = 30
"""Messages a second that Telegram takes of a bot."""


class FarApi(FakeBotApi):
    """The fake, as far away as Telegram's servers."""

    latency = 0.0

    async def _answer(self, request: Request) -> Response | None:
        await asyncio.sleep(self.latency)
        return await super()._answer(request)


@contextmanager
def far_api(latency: float) -> Iterator[FarApi]:
    rules.load()
    api = FarApi()
    api.latency = latency
    api.start()
    yield api
    api.stop()


async def bare(api: FarApi, messages: int) -> float:
    """Messages a second of a loop that just sends."""
    async with telegram_bot(BOT_TOKEN, api.url) as bot:
        messenger = TelegramMessenger(bot)
        started = time.perf_counter()
        for number in range(messages):
            await messenger.send(FIRST_ID + number, Message("Hello"))
        return messages / (time.perf_counter() - started)


async def ours(units: Units, api: FarApi, messages: int, *, processes: int) -> float:
    """Messages a second of a broadcast, drained by several notifiers; each has one message under way."""
    async with units.open() as unit:
        await unit.session.execute(text("UPDATE telegram_pace SET free_at = now()"))
        row = await drafts.create(unit, ADMIN_ID, BroadcastDraft(texts=Texts(en="Hello")))
        await drafts.start(unit, row.id, BroadcastStart())
    for _ in range(2):
        async with units.open() as unit:
            await carry_on(unit)
    async with AsyncExitStack() as stack:
        opening = (outbox_of(units, api.url, RealClock(), per_second=1000) for _ in range(processes))
        opened = [await stack.enter_async_context(one) for one in opening]

        async def empty(number: int) -> None:
            while await opened[number].notifier.step() < 1:
                pass

        started = time.perf_counter()
        await asyncio.gather(*(empty(number) for number in range(processes)))
        return messages / (time.perf_counter() - started)


async def measure(urls: DatabaseUrls, options: argparse.Namespace) -> dict[str, list[float]]:
    engine = create_engine(urls.app, pool_size=20)
    units = Units(engine, DatabaseHealth())
    people = [
        {"telegram_id": FIRST_ID + n, "first_name": "P", "subscription_version": 1, "reachability": "ok"}
        for n in range(options.messages)
    ]
    async with units.open() as unit:
        await unit.session.execute(insert(User), people)
    found: dict[str, list[float]] = {"bare loop": [], "outbox, 1 notifier": [], "outbox, 3 notifiers": []}
    with far_api(options.latency / 1000) as api:
        for _ in range(options.rounds):
            found["bare loop"].append(await bare(api, options.messages))
            for processes, name in ((1, "outbox, 1 notifier"), (3, "outbox, 3 notifiers")):
                found[name].append(await ours(units, api, options.messages, processes=processes))
                await asyncio.sleep(1.1)
    await engine.dispose()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=float, default=50.0, help="milliseconds")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, EmbeddedPostgres.join(Path(folder)) as server:
        server.create_database("bench")
        urls = DatabaseUrls(app=server.url_for("bench", role="app"), owner=server.url_for("bench", role="owner"))
        prepare_database(urls)
        found = asyncio.run(measure(urls, options))
    ceiling = statistics.median(found["bare loop"])
    print(f"{options.messages} messages, {options.latency:g} ms an answer, {options.rounds} rounds")
    for name, rates in found.items():
        rate = statistics.median(rates)
        print(f"{name:22} {rate:7.1f} messages/s  {rate / ceiling:5.2f} x bare  {rate / LIMIT:5.2f} x Telegram's limit")


if __name__ == "__main__":
    main()
