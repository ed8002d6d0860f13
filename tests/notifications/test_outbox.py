"""From a change of rights to the message in the chat: once, in order, only when wanted."""

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import text

from app.db.unit import Units
from app.errors import NoSuchUser
from app.models.users import Reachability
from app.schemas.requests import RequestCreate
from app.services import requests
from app.services.notifications.plan import plan_reminders
from app.services.subscriptions.change import Actor
from app.services.subscriptions.expire import expire_ended
from app.services.subscriptions.rights import Term
from app.services.users.standing import delete_user
from tests.factories import ADMIN_ID, PAID_MODEL
from tests.notifications.outbox import Outbox, SkippingClock, choose, choose_quiet, give, meet, take
from tests.telegram.bot_api import FakeBotApi

ANNA = 2001
BORIS = 2002


async def test_grant_revoke_grant_are_three_messages_in_order(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    await give(units, ANNA)
    await take(units, ANNA)
    await give(units, ANNA)
    await give(units, ANNA)
    await outbox.drain()
    assert await outbox.states(ANNA) == [
        ("access", "grant", "sent", None),
        ("access", "revoke", "sent", None),
        ("access", "grant", "sent", None),
    ]
    told = [message.plain for message in telegram.messages(ANNA)]
    assert told == [
        "Shadow Stack is open for you for ever.\ntest",
        "Shadow Stack was revoked.\ntest",
        "Shadow Stack is open for you for ever.\ntest",
    ]
    assert [row.message_id for row in await outbox.rows(ANNA)] == [m.message_id for m in telegram.messages(ANNA)]
    await outbox.drain()
    assert len(telegram.messages(ANNA)) == 3


async def test_a_change_that_is_rolled_back_is_not_told(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA)
    with suppress(RuntimeError):
        async with units.open() as unit:
            await requests.ask(unit, ANNA, RequestCreate(model_id=PAID_MODEL))
            raise RuntimeError
    await outbox.drain()
    assert telegram.messages(ANNA) == []
    assert await outbox.rows(ANNA) == []


async def test_a_person_of_russian_gets_russian(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA, language="ru")
    await give(units, ANNA, days=30)
    await outbox.drain()
    (message,) = telegram.messages(ANNA)
    assert message.plain.startswith("Модель Shadow Stack открыта для вас до ")


@pytest.mark.parametrize(
    ("hurt", "state"),
    [("block", "blocked"), ("deactivate", "gone"), ("forget", "gone"), ("never_started", "needs_start")],
)
async def test_who_cannot_be_written_to_is_remembered_and_left_in_peace(
    units: Units, outbox: Outbox, telegram: FakeBotApi, hurt: str, state: str
) -> None:
    await meet(units, ANNA)
    getattr(telegram, hurt)(ANNA)
    await give(units, ANNA)
    await take(units, ANNA)
    await outbox.drain()
    assert [(row.state, row.why) for row in await outbox.rows(ANNA)] == [("skipped", state)] * 2
    assert await outbox.reachability(ANNA) == state
    tries = len(telegram.calls_of("sendMessage"))
    await give(units, ANNA)
    await outbox.drain()
    assert len(telegram.calls_of("sendMessage")) == tries == 1
    telegram.unblock(ANNA)
    await meet(units, ANNA)
    assert await outbox.reachability(ANNA) == "ok"
    await take(units, ANNA)
    await outbox.drain()
    assert [message.plain for message in telegram.messages(ANNA)] == ["Shadow Stack was revoked.\ntest"]


async def test_modes_are_obeyed(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA, BORIS)
    await choose(units, ANNA, notifications={"access": "off"})
    await choose(units, BORIS, notifications={"access": "silent"})
    await give(units, ANNA)
    await give(units, BORIS)
    await outbox.drain()
    assert telegram.messages(ANNA) == []
    assert await outbox.states(ANNA) == [("access", "grant", "skipped", "muted")]
    assert [message.silent for message in telegram.messages(BORIS)] == [True]


async def test_a_blocked_account_gets_nothing(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA)
    await give(units, ANNA)
    await choose(units, ANNA, is_blocked=True)
    await outbox.drain()
    assert await outbox.states(ANNA) == [("access", "grant", "skipped", "account_blocked")]
    assert telegram.calls == []


async def test_quiet_hours_hold_back_and_one_digest_follows(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA)
    await choose_quiet(units, ANNA)
    await give(units, ANNA)
    await take(units, ANNA)
    await outbox.drain()
    assert await outbox.states(ANNA) == [
        ("access", "grant", "pending", "quiet_hours"),
        ("access", "revoke", "pending", "quiet_hours"),
    ]
    assert telegram.calls == []
    assert isinstance(outbox.clock, SkippingClock)
    outbox.clock.ahead += timedelta(hours=4)
    await outbox.drain()
    (message,) = telegram.messages(ANNA)
    assert message.plain == (
        "While it was quiet: 2 changes of access.\n\n"
        "Shadow Stack is open for you for ever.\ntest\nShadow Stack was revoked.\ntest"
    )
    assert [(row.state, row.why, row.message_id) for row in await outbox.rows(ANNA)] == [
        ("sent", "digest", message.message_id)
    ] * 2


async def test_without_the_digest_each_follows_by_itself(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA)
    await choose_quiet(units, ANNA, digest=False)
    await give(units, ANNA)
    await take(units, ANNA)
    await outbox.drain()
    assert isinstance(outbox.clock, SkippingClock)
    outbox.clock.ahead += timedelta(hours=4)
    await outbox.drain()
    assert [message.plain.split()[2:4] for message in telegram.messages(ANNA)] == [["is", "open"], ["was", "revoked."]]


async def _end_in(units: Units, telegram_id: int, left: timedelta, *, changed: timedelta) -> None:
    """Move a right's end and the moment at which it was set."""
    statement = text(
        "UPDATE user_subscriptions SET expiry_date = clock_timestamp() + CAST(:left AS interval), "
        "changed_at = clock_timestamp() - CAST(:ago AS interval) "
        "WHERE user_id = :user AND is_active AND model_id = :model"
    )
    async with units.open() as unit:
        values = {"left": left, "ago": changed, "user": telegram_id, "model": PAID_MODEL}
        await unit.session.execute(statement, values)


async def _remind(units: Units) -> None:
    async with units.open() as unit:
        await plan_reminders(unit, since=None)


async def test_reminders_come_three_days_and_a_day_before_and_once(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA)
    await give(units, ANNA, days=30)
    await outbox.drain()
    for left in (timedelta(days=4), timedelta(days=2, hours=23), timedelta(hours=23)):
        await _end_in(units, ANNA, left, changed=timedelta(days=20))
        await _remind(units)
        await _remind(units)
        await outbox.drain()
    told = [message.plain.splitlines()[0] for message in telegram.messages(ANNA)[1:]]
    assert [line.rpartition(",")[0].rpartition(",")[0] for line in told] == [
        "Shadow Stack ends in 3 days",
        "Shadow Stack ends in 1 day",
    ]


async def test_an_end_that_was_set_when_it_was_near_is_not_reminded_of(units: Units, outbox: Outbox) -> None:
    await meet(units, ANNA)
    await give(units, ANNA, days=2)
    await _remind(units)
    assert [row.kind for row in await outbox.rows(ANNA)] == ["access"]


async def test_who_renews_is_not_reminded(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ANNA)
    await give(units, ANNA, days=30)
    await _end_in(units, ANNA, timedelta(days=2), changed=timedelta(days=20))
    await _remind(units)
    await give(units, ANNA)
    await outbox.drain()
    assert ("expiry", "3d", "skipped", "renewed") in await outbox.states(ANNA)
    assert not [message for message in telegram.messages(ANNA) if "ends in" in message.plain]


async def test_an_end_is_told_unless_the_model_is_held_again(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ANNA, BORIS)
    for person in (ANNA, BORIS):
        await give(units, person, days=30)
        await _end_in(units, person, timedelta(seconds=-1), changed=timedelta(days=30))
    async with units.open() as unit:
        assert await expire_ended(unit) == 2
    await give(units, BORIS)
    await outbox.drain()
    assert telegram.messages(ANNA)[-1].plain.startswith("Shadow Stack ended on its date.")
    assert ("expiry", "expire", "skipped", "renewed") in await outbox.states(BORIS)


async def test_a_request_reaches_every_admin_and_its_answer_rewrites_what_they_were_sent(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    admins = (ADMIN_ID, ADMIN_ID + 1)
    await meet(units, *admins, admins=admins)
    await meet(units, ANNA)
    async with units.open() as unit:
        request = await requests.ask(unit, ANNA, RequestCreate(model_id=PAID_MODEL, message="Please"))
    await outbox.drain()
    for admin in admins:
        (message,) = telegram.messages(admin)
        assert message.plain.startswith(f"Person {ANNA} ({ANNA}) asks for Shadow Stack\nPlease")
        data = [button["callback_data"] for row in message.buttons for button in row]
        assert data == [f"req:{request.id.hex}:{what}" for what in ("30", "0", "no")]
    async with units.open() as unit:
        await requests.approve(unit, actor=Actor(ADMIN_ID), request_id=request.id, term=Term(30), reason="Welcome")
    await outbox.drain()
    for admin in admins:
        (message,) = telegram.messages(admin)
        assert message.plain.splitlines()[-1] == f"Approved by Person {ADMIN_ID}."
        assert message.buttons == []
    (told,) = telegram.messages(ANNA)
    assert told.plain.startswith("Your request is approved: Shadow Stack is open for you until")
    assert told.plain.endswith("Welcome")


async def test_a_request_that_was_answered_first_is_not_asked(
    units: Units, outbox: Outbox, telegram: FakeBotApi
) -> None:
    await meet(units, ADMIN_ID, admins=(ADMIN_ID,))
    await meet(units, ANNA)
    async with units.open() as unit:
        request = await requests.ask(unit, ANNA, RequestCreate(model_id=PAID_MODEL))
        await requests.reject(unit, actor=Actor(ADMIN_ID), request_id=request.id, reason=None)
    await outbox.drain()
    assert telegram.messages(ADMIN_ID) == []
    assert [state[2:] for state in await outbox.states(ADMIN_ID)] == [("skipped", "answered")] * 2
    assert [message.plain for message in telegram.messages(ANNA)] == ["Your request for Shadow Stack was declined."]


async def test_a_deleted_person_is_forgotten(units: Units, outbox: Outbox, telegram: FakeBotApi) -> None:
    await meet(units, ADMIN_ID, admins=(ADMIN_ID,))
    await meet(units, ANNA)
    await give(units, ANNA)
    async with units.open() as unit:
        await delete_user(unit, actor=Actor(ADMIN_ID), telegram_id=ANNA, reason=None)
    await outbox.drain()
    assert await outbox.rows(ANNA) == []
    assert telegram.messages(ANNA) == []
    with pytest.raises(NoSuchUser):
        await outbox.reachability(ANNA)


def test_every_reachability_has_its_place() -> None:
    assert [state.value for state in Reachability] == ["ok", "needs_start", "blocked", "gone"]
