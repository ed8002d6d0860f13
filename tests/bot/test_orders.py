"""/grant and /revoke: said first, done once by a button, by nobody but the admin who asked."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from app.db.unit import Units
from app.models.notifications import BotOrder
from app.models.subscriptions import Action, SubscriptionHistory, SubscriptionModel
from app.models.users import User
from app.services.bot.orders import forget_orders
from app.services.subscriptions.access import read_access
from app.services.subscriptions.change import Actor
from app.services.subscriptions.orders import grant
from app.services.subscriptions.rights import Term
from app.services.users.standing import delete_user
from tests.bot.talks import ANNA, Talks, data_of
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL

SECOND_ADMIN = 500


@pytest.fixture(autouse=True)
async def people(talks: Talks) -> None:
    """Anna, and two admins: one with a greater id than hers would be, one with a smaller one."""
    await talks.say(ANNA, "/start", first_name="Anna", username="Anna_1")
    await talks.say(ADMIN_ID, "/start", first_name="Olga")
    await talks.say(SECOND_ADMIN, "/start", first_name="Peter")
    async with talks.units.open() as unit:
        await unit.session.execute(update(User).where(col(User.telegram_id) == SECOND_ADMIN).values(role="admin"))


async def changes(units: Units, telegram_id: int = ANNA) -> list[SubscriptionHistory]:
    """A person's history after registration, oldest first."""
    async with units.open() as unit:
        query = select(SubscriptionHistory).where(col(SubscriptionHistory.user_id) == telegram_id)
        rows = (await unit.session.execute(query.order_by(col(SubscriptionHistory.version)))).scalars()
        return [row for row in rows if row.action != Action.REGISTER]


async def ends(units: Units, telegram_id: int = ANNA) -> dict[str, datetime | None]:
    async with units.open() as unit:
        access = await read_access(unit, telegram_id)
        return {right.model_id: right.expires_at for right in access.subscriptions}


async def offer(talks: Talks, command: str, *, admin: int = ADMIN_ID) -> tuple[str, str]:
    """The data of the two buttons below an offer."""
    yes, no = data_of(await talks.say(admin, command, first_name="Olga"))
    return yes, no


async def test_a_grant_is_said_first_and_done_by_the_button(talks: Talks) -> None:
    said = await talks.say(ADMIN_ID, f"/grant {ANNA} {PAID_MODEL} 30 Paid <b>&\nin full", first_name="Olga")
    lines = said.text.splitlines()
    assert lines[0] == f"Grant <b>Shadow Stack</b> to Anna ({ANNA}) for 30 days."
    assert lines[1] == "Now: not open."
    assert lines[2].startswith("Then: open until ")
    assert "Reason: <blockquote>Paid &lt;b&gt;&amp;\nin full</blockquote>" in said.text
    assert await changes(talks.units) == []

    note, message = await talks.press(ADMIN_ID, data_of(said)[0])
    assert note == "Done"
    assert message is not None
    assert message.text.startswith(f"Done: <b>Shadow Stack</b> is open for Anna ({ANNA}) until ")
    assert message.text.endswith("Version 2.")
    assert message.keyboard == ()
    (row,) = await changes(talks.units)
    assert (row.action, row.admin_id, row.reason, row.version) == ("grant", ADMIN_ID, "Paid <b>&\nin full", 2)
    end = (await ends(talks.units))[PAID_MODEL]
    assert end is not None
    assert abs(end - datetime.now(UTC) - timedelta(days=30)) < timedelta(minutes=1)


@pytest.mark.parametrize("who", ["@anna_1", "@ANNA_1", str(ANNA)])
async def test_a_person_is_named_by_id_or_username(talks: Talks, who: str) -> None:
    yes, _ = await offer(talks, f"/grant {who} SHADOW-STACK")
    await talks.press(ADMIN_ID, yes)
    assert (await ends(talks.units))[PAID_MODEL] is None
    assert (await changes(talks.units))[0].reason is None


async def test_days_are_added_to_what_runs(talks: Talks) -> None:
    await talks.press(ADMIN_ID, (await offer(talks, f"/grant {ANNA} {PAID_MODEL} 10"))[0])
    said = await talks.say(ADMIN_ID, f"/grant {ANNA} {PAID_MODEL} 5")
    assert "Now: open until " in said.text
    await talks.press(ADMIN_ID, data_of(said)[0])
    end = (await ends(talks.units))[PAID_MODEL]
    assert end is not None
    assert abs(end - datetime.now(UTC) - timedelta(days=15)) < timedelta(minutes=1)


async def test_a_revocation_is_said_first_and_done_by_the_button(talks: Talks) -> None:
    said = await talks.say(ADMIN_ID, f"/revoke @anna_1 {FREE_MODEL}", language_code="ru")
    assert said.text.startswith(f"Отозвать <b>Logistic Spy</b> у Anna ({ANNA}).\nСейчас: открыта бессрочно.")
    note, message = await talks.press(ADMIN_ID, data_of(said)[0], language_code="ru")
    assert note == "Готово"
    assert message is not None
    assert "отозвана" in message.text
    assert await ends(talks.units) == {}


async def test_what_would_change_nothing_is_not_offered(talks: Talks) -> None:
    for command in (f"/grant {ANNA} {FREE_MODEL} 30", f"/grant {ANNA} {FREE_MODEL}", f"/revoke {ANNA} {PAID_MODEL}"):
        said = await talks.say(ADMIN_ID, command)
        assert "There is nothing to" in said.text
        assert said.keyboard == ()


async def test_cancelling_changes_nothing_and_is_final(talks: Talks) -> None:
    yes, no = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30")
    note, message = await talks.press(ADMIN_ID, no)
    assert note == "Cancelled"
    assert message is not None
    assert message.text.startswith("Cancelled: <b>Shadow Stack</b>")
    assert await talks.press(ADMIN_ID, yes) == ("This order has been answered already.", message)
    assert await changes(talks.units) == []


async def test_a_second_press_changes_nothing_and_shows_the_same(talks: Talks) -> None:
    yes, _ = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30 Paid")
    _, first = await talks.press(ADMIN_ID, yes)
    assert await talks.press(ADMIN_ID, yes) == ("This order has been answered already.", first)
    assert len(await changes(talks.units)) == 1


async def test_presses_by_several_phones_at_once_do_it_once(talks: Talks) -> None:
    yes, _ = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30")
    answers = await asyncio.gather(*(talks.press(ADMIN_ID, one) for one in (yes, yes, yes, yes)))
    assert sorted(note for note, _ in answers) == ["Done", *["This order has been answered already."] * 3]
    assert len({message.text for _, message in answers if message is not None}) == 1
    assert len(await changes(talks.units)) == 1


async def test_orders_of_admins_about_each_other_do_not_deadlock(talks: Talks) -> None:
    for _ in range(5):
        first, _ = await offer(talks, f"/grant {SECOND_ADMIN} {PAID_MODEL} 1", admin=ADMIN_ID)
        second, _ = await offer(talks, f"/grant {ADMIN_ID} {PAID_MODEL} 1", admin=SECOND_ADMIN)
        await asyncio.gather(talks.press(ADMIN_ID, first), talks.press(SECOND_ADMIN, second))
    assert len(await changes(talks.units, SECOND_ADMIN)) == len(await changes(talks.units, ADMIN_ID)) == 5


async def test_another_admins_order_is_not_theirs_to_answer(talks: Talks) -> None:
    yes, no = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30")
    for data in (yes, no):
        assert await talks.press(SECOND_ADMIN, data) == ("This is another admin's order.", None)
    note, _ = await talks.press(ADMIN_ID, yes)
    assert note == "Done"


async def test_who_is_no_admin_any_more_cannot_confirm(talks: Talks) -> None:
    yes, _ = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30", admin=SECOND_ADMIN)
    async with talks.units.open() as unit:
        await unit.session.execute(update(User).where(col(User.telegram_id) == SECOND_ADMIN).values(role="user"))
    assert await talks.press(SECOND_ADMIN, yes) == ("Only an admin may do this.", None)
    assert await talks.press(ANNA, yes) == ("Only an admin may do this.", None)
    assert await changes(talks.units) == []


async def test_an_order_ends_after_a_quarter_of_an_hour(talks: Talks) -> None:
    yes, no = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30")
    async with talks.units.open() as unit:
        old = col(BotOrder.created_at) - timedelta(minutes=15)
        await unit.session.execute(update(BotOrder).values(created_at=old))
    for data in (yes, no):
        note, message = await talks.press(ADMIN_ID, data)
        assert note.startswith("This order is older than 15 minutes.")
        assert message is not None
        assert message.keyboard == ()
    assert await changes(talks.units) == []


async def test_an_order_that_is_forgotten_does_nothing(talks: Talks) -> None:
    yes, _ = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30")
    async with talks.units.open() as unit:
        old = col(BotOrder.created_at) - timedelta(days=8)
        await unit.session.execute(update(BotOrder).values(created_at=old))
        assert await forget_orders(unit) == 1
    assert await talks.press(ADMIN_ID, yes) == ("There is no such order any more.", None)


async def test_two_orders_about_the_same_payment_do_not_add_up(talks: Talks) -> None:
    first, _ = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30")
    second, _ = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30", admin=SECOND_ADMIN)
    await talks.press(ADMIN_ID, first)
    note, message = await talks.press(SECOND_ADMIN, second)
    assert note == "Their rights have changed since. Nothing was done."
    assert message is not None
    assert "send the command again" in message.text
    assert len(await changes(talks.units)) == 1


async def test_what_has_become_so_meanwhile_had_not_to_change(talks: Talks) -> None:
    yes, _ = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30")
    async with talks.units.open() as unit:
        await grant(unit, actor=Actor(), telegram_id=ANNA, models=[PAID_MODEL], term=Term(), reason=None)
    note, message = await talks.press(ADMIN_ID, yes)
    assert note == "Nothing had to change"
    assert message is not None
    assert len(await changes(talks.units)) == 1


async def test_an_order_about_a_person_goes_with_them(talks: Talks) -> None:
    """It names them, and is not meant for the account that may follow."""
    yes, _ = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30")
    async with talks.units.open() as unit:
        await delete_user(unit, actor=Actor(), telegram_id=ANNA, reason=None)
    note, message = await talks.press(ADMIN_ID, yes)
    assert (note, message) == ("There is no such order any more.", None)


async def test_a_model_that_is_retired_meanwhile_is_not_granted(talks: Talks) -> None:
    yes, _ = await offer(talks, f"/grant {ANNA} {PAID_MODEL} 30")
    async with talks.units.open() as unit:
        await unit.session.execute(
            update(SubscriptionModel).where(col(SubscriptionModel.id) == PAID_MODEL).values(is_active=False)
        )
    assert (await talks.press(ADMIN_ID, yes))[0].startswith("This model is retired")
    assert (await talks.say(ADMIN_ID, f"/grant {ANNA} {PAID_MODEL}")).text.startswith("This model is retired")
    assert await changes(talks.units) == []


async def test_a_blocked_person_is_said_to_be(talks: Talks) -> None:
    async with talks.units.open() as unit:
        await unit.session.execute(update(User).where(col(User.telegram_id) == ANNA).values(is_blocked=True))
    assert "Their account is blocked" in (await talks.say(ADMIN_ID, f"/grant {ANNA} {PAID_MODEL}")).text


@pytest.mark.parametrize("command", ["grant", "revoke"])
@pytest.mark.parametrize(
    "args", ["", "5", f"{ANNA}", "anna shadow-stack", "shadow-stack 30", "-5 x", "@ x", "1" * 17 + " x"]
)
async def test_what_is_not_complete_is_answered_with_an_example(talks: Talks, command: str, args: str) -> None:
    said = await talks.say(ADMIN_ID, f"/{command} {args}")
    assert f"Example: <code>/{command} @anna shadow-stack" in said.text
    assert said.keyboard == ()


@pytest.mark.parametrize("days", ["0", "-1", "36501", "1.5", "30,5", "+0", "9" * 40, "1e"])
async def test_days_out_of_range_are_refused(talks: Talks, days: str) -> None:
    said = await talks.say(ADMIN_ID, f"/grant {ANNA} {PAID_MODEL} {days}")
    if days == "1e":
        assert "for ever" in said.text
    else:
        assert said.text.startswith("Days are a whole number from 1 to 36,500.")


@pytest.mark.parametrize(
    ("command", "words"),
    [
        (f"/grant 77 {PAID_MODEL}", "Nobody here is called <code>77</code>."),
        (f"/grant @nobody {PAID_MODEL}", "Nobody here is called <code>@nobody</code>."),
        (f"/grant 100 {PAID_MODEL}", f"Did you mean:\n<code>{ANNA}</code> Anna"),
        (f"/grant {ANNA} shadow-stak", "Did you mean <code>shadow-stack</code>?"),
        (f"/revoke {ANNA} &lt;zzz", "There is no model <code>&amp;lt;zzz</code>.\nModels: "),
    ],
)
async def test_who_and_what_is_unknown_is_said_to_be(talks: Talks, command: str, words: str) -> None:
    said = await talks.say(ADMIN_ID, command)
    assert words in said.text
    assert said.keyboard == ()


async def test_a_username_that_several_bear_is_not_guessed(talks: Talks) -> None:
    await talks.say(77, "/start", username="anna_1", first_name="Other")
    said = await talks.say(ADMIN_ID, f"/grant @anna_1 {PAID_MODEL}")
    assert said.text.startswith("Several people are called <code>@anna_1</code>. Take the id:")
    assert f"<code>77</code> Other\n<code>{ANNA}</code> Anna" in said.text
