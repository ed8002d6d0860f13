"""What admins look up, and how they answer requests."""

import asyncio
import re
from uuid import UUID

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from app.db.unit import Units
from app.models.subscriptions import SubscriptionHistory, SubscriptionRequest
from app.models.users import User
from app.services.bot.request_buttons import request_keyboard
from app.services.subscriptions.access import read_access
from tests.bot.talks import ANNA, Talks, apps_of, data_of
from tests.factories import ADMIN_ID, PAID_MODEL

SECOND_ADMIN = 500
BORIS = 1_000_003
NAMES = {ANNA: "Anna", ADMIN_ID: "Olga", SECOND_ADMIN: "Peter"}


@pytest.fixture(autouse=True)
async def people(talks: Talks) -> None:
    await talks.say(ANNA, "/start", first_name="Anna", username="Anna_1", language_code="en")
    await talks.say(ADMIN_ID, "/start", first_name="Olga")
    await talks.say(SECOND_ADMIN, "/start", first_name="Peter")
    async with talks.units.open() as unit:
        await unit.session.execute(update(User).where(col(User.telegram_id) == SECOND_ADMIN).values(role="admin"))


async def request_of(units: Units, telegram_id: int) -> SubscriptionRequest:
    async with units.open() as unit:
        query = select(SubscriptionRequest).where(col(SubscriptionRequest.user_id) == telegram_id)
        return (await unit.session.execute(query)).scalars().one()


async def asked(talks: Talks, telegram_id: int = ANNA, model_id: str = PAID_MODEL) -> UUID:
    await talks.press(telegram_id, f"ask:{model_id}", first_name=NAMES.get(telegram_id))
    return (await request_of(talks.units, telegram_id)).id


@pytest.mark.parametrize("who", [str(ANNA), "@anna_1", "anna_1"])
async def test_a_person_on_one_screen(talks: Talks, who: str) -> None:
    yes = data_of(await talks.say(ADMIN_ID, f"/grant {ANNA} {PAID_MODEL} 30 Paid & done"))[0]
    await talks.press(ADMIN_ID, yes, first_name="Olga")
    await talks.press(ANNA, "ask:sniper-80x", first_name="Anna", username="Anna_1")
    said = await talks.say(ADMIN_ID, f"/user {who}", first_name="Olga")
    for words in (
        f"<b>Anna</b>\n@Anna_1, ID <code>{ANNA}</code>, user\nthe bot can write to them, language en\nVersion 2",
        "Open now:\n<b>Shadow Stack</b>: until ",
        "<b>Logistic Spy</b>: for ever",
        "Last changes:",
        "Asked for, no answer yet:\n<b>Sniper 80x</b>, asked ",
    ):
        assert words in said.text
    assert re.search(r": granted Shadow Stack until [^\n]+, by Olga: Paid &amp; done\n", said.text)
    assert re.search(r": registered Logistic Spy for ever, by the system\n", said.text)
    assert apps_of(said) == [f"/admin/people/{ANNA}"]


async def test_a_blocked_person_and_one_who_blocked_the_bot(talks: Talks) -> None:
    async with talks.units.open() as unit:
        await unit.session.execute(
            update(User).where(col(User.telegram_id) == ANNA).values(is_blocked=True, reachability="blocked")
        )
    said = await talks.say(ADMIN_ID, f"/user {ANNA}", language_code="ru")
    assert "<b>заблокирован нами</b>, заблокировал(а) бота" in said.text


async def test_who_is_not_found_is_looked_for(talks: Talks) -> None:
    await talks.say(BORIS, "/start", first_name="Boris", username="anna_2")
    said = await talks.say(ADMIN_ID, "/user ann")
    assert f"Did you mean:\n<code>{ANNA}</code> Anna\n<code>{BORIS}</code> Boris" in said.text
    assert "Nobody here is called" in (await talks.say(ADMIN_ID, "/user @")).text
    assert "Nobody here is called" in (await talks.say(ADMIN_ID, f"/user {'9' * 4000}")).text
    assert "/user ID|@name" in (await talks.say(ADMIN_ID, "/user")).text


async def test_figures_in_words(talks: Talks) -> None:
    await asked(talks)
    said = await talks.say(ADMIN_ID, "/stats")
    assert said.text.startswith("People: 3, admins 2, blocked 0\n")
    assert "Requests without an answer: 1, the oldest from " in said.text
    assert "<b>Logistic Spy</b>: 3, end within 7 days 0, new in 7 days 3" in said.text
    assert "Людей: 3" in (await talks.say(ADMIN_ID, "/stats", language_code="ru")).text


async def test_the_queue_shows_the_oldest_request_with_its_place_and_buttons(talks: Talks) -> None:
    assert (await talks.say(ADMIN_ID, "/requests")).text == "No request waits for an answer."
    first = await asked(talks)
    await talks.press(BORIS, f"ask:{PAID_MODEL}")
    said = await talks.say(ADMIN_ID, "/requests")
    assert said.text.startswith("Request 1 of 2\n<b>Anna</b>")
    assert said.keyboard == request_keyboard(first, "en")
    said = await talks.say(ADMIN_ID, f"/start request_{first}")
    assert said.keyboard == request_keyboard(first, "en")


@pytest.mark.parametrize(
    ("answer", "note"), [("30", "Approved"), ("0", "Approved"), ("7", "Approved"), ("no", "Declined")]
)
async def test_a_request_is_answered_by_a_button(talks: Talks, answer: str, note: str) -> None:
    request_id = await asked(talks)
    told, message = await talks.press(ADMIN_ID, f"req:{request_id.hex}:{answer}", first_name="Olga")
    assert told == note
    assert message is not None
    assert f"{note} by Olga." in message.text
    assert message.keyboard == ()
    request = await request_of(talks.units, ANNA)
    assert (request.decided_by, request.decision_reason) == (ADMIN_ID, None)
    async with talks.units.open() as unit:
        access = await read_access(unit, ANNA)
        ends = {right.model_id: right.expires_at for right in access.subscriptions}
        history = (await unit.session.execute(select(SubscriptionHistory).where(
            col(SubscriptionHistory.user_id) == ANNA, col(SubscriptionHistory.version) == 2
        ))).scalars().all()  # fmt: skip
    assert (PAID_MODEL in ends) == (answer != "no")
    assert [row.admin_id for row in history] == ([] if answer == "no" else [ADMIN_ID])
    if answer != "no":
        assert (ends[PAID_MODEL] is None) == (answer == "0")
        assert "Open for ever." in message.text or "Open until " in message.text


async def test_who_answers_second_sees_by_whom_it_was_answered_and_how(talks: Talks) -> None:
    request_id = await asked(talks)
    await talks.press(ADMIN_ID, f"req:{request_id.hex}:no", first_name="Olga")
    note, message = await talks.press(SECOND_ADMIN, f"req:{request_id.hex}:30", language_code="ru")
    assert note == "На этот запрос уже ответили."
    assert message is not None
    assert "Отклонено." in message.text.splitlines()[-1]
    assert "Olga" in message.text.splitlines()[-1]
    assert message.keyboard == ()
    assert (await request_of(talks.units, ANNA)).status == "rejected"


async def test_two_admins_at_once_answer_once(talks: Talks) -> None:
    request_id = await asked(talks)
    answers = await asyncio.gather(
        talks.press(ADMIN_ID, f"req:{request_id.hex}:30"), talks.press(SECOND_ADMIN, f"req:{request_id.hex}:0")
    )
    assert sorted(note for note, _ in answers) == ["Approved", "This request has been answered already."]
    async with talks.units.open() as unit:
        assert (await read_access(unit, ANNA)).subscription_version == 2


async def test_admins_answer_each_others_requests_at_once(talks: Talks) -> None:
    first, second = await asked(talks, ADMIN_ID), await asked(talks, SECOND_ADMIN)
    answers = await asyncio.gather(
        talks.press(ADMIN_ID, f"req:{second.hex}:30"), talks.press(SECOND_ADMIN, f"req:{first.hex}:30")
    )
    assert [note for note, _ in answers] == ["Approved", "Approved"]


async def test_a_request_is_answered_by_admins_only(talks: Talks) -> None:
    request_id = await asked(talks)
    async with talks.units.open() as unit:
        await unit.session.execute(update(User).where(col(User.telegram_id) == SECOND_ADMIN).values(role="user"))
    for person_id in (SECOND_ADMIN, ANNA):
        assert await talks.press(person_id, f"req:{request_id.hex}:0") == ("Only an admin may do this.", None)
    assert (await request_of(talks.units, ANNA)).status == "pending"


async def test_a_request_that_is_gone(talks: Talks) -> None:
    answer = await talks.press(ADMIN_ID, f"req:{'0' * 32}:30")
    assert answer == ("There is no such request any more.", None)


async def test_what_waits_still_is_said_after_an_answer(talks: Talks) -> None:
    request_id = await asked(talks)
    await talks.press(BORIS, f"ask:{PAID_MODEL}")
    _, message = await talks.press(ADMIN_ID, f"req:{request_id.hex}:0")
    assert message is not None
    assert message.text.endswith("Waiting for an answer: 1. /requests")
