"""What a hostile reader looked for: rows that hold up others, orders turned round, silences broken, odd answers."""

import asyncio
from datetime import datetime

import pytest

from app.bot.conversation import Conversation
from app.bot.door import Door
from app.bot.presence import _insist
from app.db.unit import Unit, Units
from app.errors import DatabaseUnavailable
from app.integrations.telegram.messages import Message, Messenger
from app.models.notifications import Broadcast, Kind
from app.resources import Resources
from app.resources.sender import Sender
from app.schemas.broadcasts import Audience, BroadcastDraft, BroadcastStart, Texts
from app.schemas.users import PreferencesPatch
from app.services.broadcasts import drafts, read
from app.services.broadcasts.reach import carry_on
from app.services.notifications.claim import claim
from app.services.notifications.outbox import Note, put
from app.services.users.profile import change_preferences
from app.settings import load_settings
from tests.factories import ADMIN_ID, BOT_TOKEN, JWT_KEY
from tests.notifications.outbox import Outbox, SkippingClock, choose_quiet, give, meet, outbox_of, take
from tests.notifications.test_signals import _begin, _publish
from tests.servers import until
from tests.telegram.bot_api import FakeBotApi, Fault
from tests.telegram.server import Response
from tests.telegram.updates import message_update

ANNA = 7001
BORIS = 7002
PAGE = b"<html><body>Blocked by the office firewall</body></html>"


class RealTime:
    """The database's clock, slept by."""

    async def now(self, unit: Unit) -> datetime:
        return await unit.now()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class NoisyClock(RealTime):
    """Another process is asked for silence right after the claim, once ``armed``."""

    def __init__(self, other: Sender) -> None:
        self._other = other
        self._looks = 0
        self.armed = False

    async def now(self, unit: Unit) -> datetime:
        self._looks += self.armed
        if self._looks == 2:  # once for the claim, once for the booking
            await self._other._keep_silent(60)
        return await unit.now()


async def _broadcast(units: Units, text: str = "Hello", *, silent: bool = False) -> Broadcast:
    async with units.open() as unit:
        draft = BroadcastDraft(texts=Texts(en=text), audience=Audience(), silent=silent)
        row = await drafts.create(unit, ADMIN_ID, draft)
        return await drafts.start(unit, row.id, BroadcastStart())


async def _reach_all(units: Units) -> None:
    more = True
    while more:
        async with units.open() as unit:
            more = await carry_on(unit)


@pytest.mark.parametrize("silent", [False, True])
async def test_a_silent_broadcast_comes_without_a_sound(
    units: Units, outbox: Outbox, telegram: FakeBotApi, *, silent: bool
) -> None:
    await meet(units, ANNA)
    row = await _broadcast(units, silent=silent)
    await _reach_all(units)
    await meet(units, ADMIN_ID)
    async with units.open() as unit:
        await drafts.send_test(unit, ADMIN_ID, row.id)
    await outbox.drain()
    sounds = [bool(call.params.get("disable_notification")) for call in telegram.calls_of("sendMessage")]
    assert sounds == [silent, silent]


@pytest.mark.parametrize(("kind", "subject"), [(Kind.REQUEST, "request:nonsense"), (Kind.EXPIRY, "end:nonsense")])
async def test_a_row_that_cannot_be_composed_holds_up_nobody(
    units: Units, outbox: Outbox, telegram: FakeBotApi, kind: Kind, subject: str
) -> None:
    await meet(units, ANNA, BORIS)
    async with units.open() as unit:
        await put(unit, [Note(ANNA, kind, subject, "3d")])
    await give(units, BORIS, days=1)
    await give(units, ANNA, days=1)

    async def is_settled() -> bool:
        return [row.state for row in await outbox.rows(ANNA)] == ["pending", "sent"]

    running = asyncio.create_task(outbox.notifier.run())
    try:
        await telegram.wait_for(lambda: telegram.messages(ANNA) and telegram.messages(BORIS), patience=4)
        await until(is_settled, patience=4)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


class LateAnswers:
    """Telegram takes every message at once and answers later."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    async def send(self, chat_id: int, message: Message) -> int:
        message_id = await self._messenger.send(chat_id, message)
        await asyncio.sleep(0.3)
        return message_id

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        await self._messenger.edit(chat_id, message_id, message)

    async def answer(self, callback_id: str, text: str) -> None:
        await self._messenger.answer(callback_id, text)


async def _send_and_lose_the_database(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    """The database goes away while Telegram's answer to a message is on its way, and comes back."""
    outbox.notifier._health = units._health
    prompt = outbox.sender._messenger
    outbox.sender._messenger = LateAnswers(prompt)
    before = len(telegram.calls)
    step = asyncio.create_task(outbox.notifier.step())
    await telegram.wait_for(lambda: len(telegram.calls) > before)
    await asyncio.sleep(0.1)
    units._health.lost()
    with pytest.raises(DatabaseUnavailable):
        await step
    units._health.found()
    outbox.sender._messenger = prompt


async def test_what_was_sent_before_the_database_went_marks_itself_alone(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    """Three signals wait and one is sent; the fourth makes them a crowd, of which three are still to be told."""
    await meet(units, ANNA)
    await give(units, ANNA)
    await outbox.drain()
    await _begin(units)
    await _publish(units, ("EUR/USD", "GBP/USD", "AUD/USD"))
    await outbox.sender.clock.sleep(2)
    await _send_and_lose_the_database(units, outbox, telegram)
    await _publish(units, ("NZD/USD",))
    await outbox.drain()
    told = "\n".join(message.plain for message in telegram.messages(ANNA))
    assert [told.count(pair) for pair in ("EUR/USD", "GBP/USD", "AUD/USD", "NZD/USD")] == [1, 1, 1, 1]


async def test_who_passes_a_busy_chat_lets_go_of_its_messages(units: Units, telegram: FakeBotApi) -> None:
    """A grant comes before the revocation that followed it, whoever looked at it in between."""
    await meet(units, ANNA, BORIS)
    clock = SkippingClock()
    async with outbox_of(units, telegram.url, clock) as one:
        await give(units, ANNA)
        async with units.open() as busy:
            assert await claim(busy, await clock.now(busy)) is not None
            await take(units, ANNA)
            await give(units, BORIS)
            other = units.open()
            unit = await other.__aenter__()
            passing = await claim(unit, await clock.now(unit))
            assert passing is not None
            assert passing.user_id == BORIS
        await give(units, ANNA, days=5)
        for _ in range(2):
            await clock.sleep(2)
            await one.notifier.step()
        await other.__aexit__(None, None, None)
        await one.drain()
        await clock.sleep(2)
        await one.drain()
    ids = [row.message_id for row in await one.rows(ANNA)]
    assert ids == sorted(ids, key=lambda found: found or 0)


async def test_replies_that_were_booked_before_a_silence_keep_it(units: Units, telegram: FakeBotApi) -> None:
    async with outbox_of(units, telegram.url, RealTime(), per_second=10) as outbox:
        telegram.answer_next(429, retry_after=2)
        replies = [asyncio.create_task(outbox.sender.send(7100 + n, Message("Hello"))) for n in range(6)]
        await asyncio.gather(*replies, return_exceptions=True)
    calls = telegram.calls_of("sendMessage")
    assert len(calls) == 6
    assert min(call.at - calls[0].at for call in calls[1:]) >= 1.9


async def test_a_silence_that_comes_while_a_message_is_claimed_lets_go_of_it(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    await give(units, ANNA)
    clock = NoisyClock(outbox.sender)
    async with outbox_of(units, telegram.url, clock) as other:
        clock.armed = True
        pause = await asyncio.wait_for(other.notifier.step(), 5)
    assert 30 < pause <= 60
    assert telegram.calls == []
    assert [row.attempts for row in await outbox.rows(ANNA)] == [0]


async def test_a_flood_of_replies_leaves_room_for_the_outbox(units: Units, telegram: FakeBotApi) -> None:
    """Two hundred chats ask as fast as they are answered; what is in the outbox keeps a third of the rate."""
    people = range(7500, 7520)
    await meet(units, *people)
    async with outbox_of(units, telegram.url, RealTime()) as outbox:

        async def ask(chat_id: int) -> None:
            while True:
                await outbox.sender.send(chat_id, Message("Hello"))

        running = [asyncio.create_task(ask(7200 + n)) for n in range(200)]
        await asyncio.sleep(3)
        for person in people:
            await give(units, person)
        running.append(asyncio.create_task(outbox.notifier.run()))
        try:
            await telegram.wait_for(lambda: all(telegram.messages(person) for person in people), patience=6)
        finally:
            for task in running:
                task.cancel()
            await asyncio.wait(running)
    assert telegram.limits_broken(tolerance=0.1) == []


async def test_one_person_who_writes_without_end_takes_nobodys_answers(units: Units, telegram: FakeBotApi) -> None:
    settings = load_settings(
        bot_token=BOT_TOKEN, jwt_secret_key=JWT_KEY, admin_telegram_id=str(ADMIN_ID), _env_file=None
    )
    async with outbox_of(units, telegram.url, RealTime()) as outbox:
        door = Door(units, Conversation(settings, lambda: None), outbox.sender)
        for _ in range(40):
            await door.take_raw(message_update(ANNA, "/help"))
        await door.take_raw(message_update(BORIS, "/help"))
        assert len(door._answering) <= 11
        await telegram.wait_for(lambda: telegram.messages(BORIS), patience=4)
        for task in door._answering:
            task.cancel()
        await asyncio.wait(door._answering)
    assert len(telegram.messages(ANNA)) < 10


async def test_an_odd_answer_to_the_introduction_does_not_end_the_bot(resources: Resources) -> None:
    asked = 0

    async def ask() -> str:
        nonlocal asked
        asked += 1
        if asked == 1:
            raise TypeError("User.__init__() missing 3 required positional arguments")
        return "name"

    assert await asyncio.wait_for(_insist(resources, ask, "getMe"), 5) == "name"


@pytest.mark.parametrize("status", [200, 400, 403])
async def test_an_answer_that_is_not_telegrams_condemns_nobody(
    units: Units, outbox: Outbox, telegram: FakeBotApi, status: int
) -> None:
    await meet(units, ANNA)
    await give(units, ANNA)
    telegram._plan(Fault("sendMessage", Response(status, PAGE), is_done=False))
    await outbox.notifier.step()
    assert await outbox.reachability(ANNA) == "ok"
    await outbox.sender.clock.sleep(5)
    await outbox.drain()
    assert len(telegram.messages(ANNA)) == 1


async def test_one_chat_that_telegram_refuses_calls_no_broadcast_off(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA, BORIS)
    row = await _broadcast(units)
    await _reach_all(units)
    telegram.answer_next(400, description="Bad Request: PEER_ID_INVALID")
    await outbox.drain()
    async with units.open() as unit:
        shown = await read.read_broadcast(unit, row.id)
    assert (shown.progress.failed, shown.progress.sent) == (1, 1)


async def test_quiet_hours_that_are_given_up_hold_nothing_back(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    await choose_quiet(units, ANNA)
    await give(units, ANNA)
    await outbox.drain()
    assert telegram.messages(ANNA) == []
    async with units.open() as unit:
        await change_preferences(unit, ANNA, PreferencesPatch(quiet_hours=None))
    await outbox.drain()
    assert len(telegram.messages(ANNA)) == 1


async def test_the_database_lost_while_a_message_is_under_way_doubles_nothing(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    await give(units, ANNA)
    await _send_and_lose_the_database(units, outbox, telegram)
    await outbox.sender.clock.sleep(5)
    await outbox.drain()
    assert len(telegram.messages(ANNA)) == 1
