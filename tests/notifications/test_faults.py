"""Telegram in trouble: limits, silence, lost answers, refusals; and several processes at once."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlmodel import col

from app.db.unit import Units
from app.integrations.telegram import messenger
from app.models.notifications import Broadcast, Notification
from app.models.users import User
from app.schemas.broadcasts import Audience, BroadcastDraft, BroadcastStart, Texts
from app.services.broadcasts import drafts, read
from app.services.broadcasts.reach import carry_on
from tests.factories import ADMIN_ID
from tests.notifications.outbox import Outbox, SharedClock, SkippingClock, choose_quiet, give, meet, outbox_of
from tests.telegram.bot_api import FakeBotApi, fake_bot_api

ANNA = 3001
BORIS = 3002


async def test_retry_after_silences_the_whole_bot(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA, BORIS)
    telegram.answer_next(429, retry_after=37)
    await give(units, ANNA)
    assert await outbox.notifier.step() == 37
    await give(units, BORIS)
    assert 30 < await outbox.notifier.step() <= 37
    async with outbox_of(units, telegram.url, outbox.clock) as other_process:
        assert 30 < await other_process.notifier.step() <= 37
    assert len(telegram.calls) == 1
    await outbox.sender.clock.sleep(37)
    await outbox.drain()
    assert len(telegram.messages(ANNA)) == len(telegram.messages(BORIS)) == 1
    assert len(telegram.calls) == 3


@pytest.mark.parametrize("fault", ["drop_next", "down", "500", "502"])
async def test_what_is_not_answered_is_tried_again_later_and_later(
    units: Units, outbox: Outbox, telegram: FakeBotApi, fault: str
) -> None:
    await meet(units, ANNA)
    await give(units, ANNA)
    pauses = []
    for _ in range(8):
        if fault == "down":
            telegram.down()
        elif fault == "drop_next":
            telegram.drop_next()
        else:
            telegram.answer_next(int(fault))
        pauses.append(await outbox.notifier.step())
        await outbox.sender.clock.sleep(61)
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    telegram.up()
    await outbox.drain()
    assert [message.plain for message in telegram.messages(ANNA)] == ["Shadow Stack is open for you for ever.\ntest"]
    (row,) = await outbox.rows(ANNA)
    assert (row.state, row.attempts) == ("sent", 9)


async def test_a_slow_answer_is_given_up_and_the_message_tried_again(
    units: Units, telegram: FakeBotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messenger, "READ", 0.2)
    await meet(units, ANNA)
    await give(units, ANNA)
    async with outbox_of(units, telegram.url, SkippingClock()) as impatient:
        telegram.hang_next(5)
        assert await impatient.notifier.step() == 1
        await impatient.clock.sleep(2)
        await impatient.drain()
        (row,) = await impatient.rows(ANNA)
    assert (row.state, row.attempts, len(telegram.messages(ANNA))) == ("sent", 2, 1)


async def test_a_lost_answer_doubles_a_message_rather_than_losing_it(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    telegram.swallow_next()
    await give(units, ANNA)
    await outbox.notifier.step()
    await outbox.sender.clock.sleep(5)
    await outbox.drain()
    assert len(telegram.messages(ANNA)) == 2


async def test_one_message_that_is_refused_holds_up_no_other(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA, BORIS)
    telegram.answer_next(400, description="Bad Request: something new")
    await give(units, ANNA)
    await give(units, BORIS)
    await outbox.drain()
    assert [state[2:] for state in await outbox.states(ANNA)] == [("failed", "refused")]
    assert len(telegram.messages(BORIS)) == 1


async def test_two_processes_send_each_message_once_and_in_order(units: Units, telegram: FakeBotApi) -> None:
    people = range(4001, 4011)
    await meet(units, *people)
    for person in people:
        await give(units, person, days=1)
        await give(units, person, days=1)
    clock = SkippingClock()
    async with outbox_of(units, telegram.url, clock) as one, outbox_of(units, telegram.url, clock) as other:
        await asyncio.gather(one.drain(), other.drain())
        await one.drain()
    for person in people:
        assert [message.plain.split()[2] for message in telegram.messages(person)] == ["is", "is"]
        assert [row.state for row in await one.rows(person)] == ["sent", "sent"]
        assert [row.message_id for row in await one.rows(person)] == [m.message_id for m in telegram.messages(person)]


async def _broadcast(units: Units, text: str = "Hello, <b>everybody</b>") -> Broadcast:
    async with units.open() as unit:
        row = await drafts.create(unit, ADMIN_ID, BroadcastDraft(texts=Texts(en=text), audience=Audience()))
        return await drafts.start(unit, row.id, BroadcastStart())


async def _reach_all(units: Units) -> None:
    more = True
    while more:
        async with units.open() as unit:
            more = await carry_on(unit)


async def test_ten_thousand_messages_keep_the_limits_and_none_is_doubled(units: Units) -> None:
    """Three processes, a clock of their own: every message once, never more than 30 in any second."""
    people = range(100_001, 110_001)
    async with units.open() as unit:
        rows = [{"telegram_id": i, "first_name": "P", "subscription_version": 1, "reachability": "ok"} for i in people]
        await unit.session.execute(insert(User), rows)
    await _broadcast(units)
    await _reach_all(units)
    clock = SharedClock(3)
    with fake_bot_api(clock.seconds) as telegram:

        async def process() -> None:
            async with outbox_of(units, telegram.url, clock) as outbox:
                while (pause := await outbox.notifier.step()) < 5:
                    await clock.sleep(pause)
            clock.leave()

        await asyncio.gather(*(process() for _ in range(3)))
        sends = telegram.calls_of("sendMessage")
        assert sorted(call.params["chat_id"] for call in sends) == list(people)
        assert telegram.limits_broken() == []
        took = sends[-1].at - sends[0].at
        assert 10_000 / 30 <= took <= 10_000 / 27
        telegram.check()
    async with units.open() as unit:
        counted = select(col(Notification.state), func.count()).group_by(col(Notification.state))
        assert dict((await unit.session.execute(counted)).all()) == {"sent": 10_000}
        await carry_on(unit)
        (shown,) = (await read.list_broadcasts(unit, limit=10, cursor=None)).items
    assert (shown.state, shown.progress.sent, shown.progress.total) == ("sent", 10_000, 10_000)


async def test_a_broadcast_that_telegram_refuses_is_called_off(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA, BORIS)
    row = await _broadcast(units)
    await _reach_all(units)
    telegram.answer_next(400, description="Bad Request: can't parse entities")
    await outbox.drain()
    async with units.open() as unit:
        shown = await read.read_broadcast(unit, row.id)
    assert shown.state == "cancelled"
    assert (shown.progress.failed, shown.progress.skipped, shown.progress.sent) == (1, 1, 0)


async def test_a_cancelled_broadcast_stops_where_it_is(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, *range(5001, 5011))
    row = await _broadcast(units)
    await _reach_all(units)
    for _ in range(3):
        await outbox.notifier.step()
    async with units.open() as unit:
        await drafts.cancel(unit, row.id)
    await outbox.drain()
    async with units.open() as unit:
        shown = await read.read_broadcast(unit, row.id)
    assert len(telegram.calls_of("sendMessage")) == 3
    assert (shown.progress.sent, shown.progress.cancelled, shown.progress.pending) == (3, 7, 0)


async def test_quiet_hours_of_a_reader_hold_a_broadcast_back_for_them_alone(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA, BORIS)
    await choose_quiet(units, ANNA)
    await _broadcast(units)
    await _reach_all(units)
    await outbox.drain()
    assert (len(telegram.messages(ANNA)), len(telegram.messages(BORIS))) == (0, 1)
    assert isinstance(outbox.clock, SkippingClock)
    outbox.clock.ahead += timedelta(hours=4)
    await outbox.drain()
    assert [message.plain for message in telegram.messages(ANNA)] == ["Hello, everybody"]
