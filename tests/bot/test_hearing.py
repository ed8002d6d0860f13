"""Which updates are heard, by whom they may be, and that each takes effect once."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
import telegram
from sqlalchemy import select, update
from sqlmodel import col

from app.bot.answers import Note, Say
from app.db.database import DatabaseUrls
from app.db.unit import Units
from app.integrations.telegram.init_data import TelegramUser
from app.models.notifications import TelegramUpdate
from app.models.subscriptions import SubscriptionHistory, SubscriptionRequest
from app.models.users import User
from app.services.bot.updates import forget_updates
from app.services.users.register import welcome
from tests.bot.talks import ANNA, Talks, apps_of, bot_message, buttons, data_of
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL, Json
from tests.telegram.records import BOT, chat
from tests.telegram.updates import callback_update, member_update, message_update, write_access_update


async def users(units: Units) -> list[User]:
    async with units.open() as unit:
        return list((await unit.session.execute(select(User).order_by(col(User.telegram_id)))).scalars())


async def requests(units: Units) -> list[SubscriptionRequest]:
    async with units.open() as unit:
        return list((await unit.session.execute(select(SubscriptionRequest))).scalars())


async def test_who_writes_is_registered_with_the_free_models_and_can_be_written_to(talks: Talks) -> None:
    await talks.say(ANNA, "/start", first_name="Anna", username="anna", language_code="ru")
    (anna,) = await users(talks.units)
    assert (anna.telegram_id, anna.first_name, anna.username) == (ANNA, "Anna", "anna")
    assert (anna.language_code, anna.reachability, anna.subscription_version) == ("ru", "ok", 1)
    async with talks.units.open() as unit:
        (row,) = (await unit.session.execute(select(SubscriptionHistory))).scalars()
    assert [right["model_id"] for right in row.new_subscriptions] == [FREE_MODEL]


async def test_who_comes_by_the_bot_and_by_the_app_is_one_person_and_keeps_the_photo(talks: Talks) -> None:
    await talks.say(ANNA, "/start")
    async with talks.units.open() as unit:
        login = TelegramUser(id=ANNA, first_name="Anna", photo_url="https://t.me/p.jpg")
        assert not (await welcome(unit, login, admins=())).is_new
    await talks.say(ANNA, "/status", first_name="Anya")
    (anna,) = await users(talks.units)
    assert (anna.first_name, anna.photo_url, anna.subscription_version) == ("Anya", "https://t.me/p.jpg", 1)


async def test_who_is_named_in_the_settings_is_an_admin(talks: Talks) -> None:
    help_ = await talks.say(ADMIN_ID, "/help")
    assert "/grant" in help_.text
    (admin,) = await users(talks.units)
    assert admin.role == "admin"


async def test_an_update_that_comes_twice_is_heard_once(talks: Talks) -> None:
    await talks.say(ANNA, "/start")
    press = callback_update(ANNA, f"ask:{PAID_MODEL}", bot_message(ANNA), update_id=5)
    assert len(await talks.hear(press)) == 2
    assert await talks.hear(press) == []
    assert len(await requests(talks.units)) == 1


async def test_an_update_that_comes_twice_at_once_is_heard_once(talks: Talks) -> None:
    await talks.say(ANNA, "/start")
    press = callback_update(ANNA, f"ask:{PAID_MODEL}", bot_message(ANNA), update_id=5)
    answers = await asyncio.gather(*(talks.hear(press) for _ in range(5)))
    assert sorted(len(one) for one in answers) == [0, 0, 0, 0, 2]
    assert len(await requests(talks.units)) == 1


async def test_an_update_whose_unit_fails_is_heard_the_next_time(talks: Talks) -> None:
    update_ = message_update(ANNA, "/start", update_id=5)

    async def fail() -> None:
        async with talks.units.open() as unit:
            await talks.conversation.hear(unit, telegram.Update.de_json(update_, None))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await fail()
    assert await users(talks.units) == []
    assert len(await talks.hear(update_)) == 1


async def test_old_updates_are_forgotten(talks: Talks) -> None:
    await talks.say(ANNA, "/start", update_id=5)
    await talks.say(ANNA, "/start", update_id=6)
    async with talks.units.open() as unit:
        old = update(TelegramUpdate).where(col(TelegramUpdate.update_id) == 5)
        await unit.session.execute(old.values(received_at=await unit.now() - timedelta(days=4)))
        assert await forget_updates(unit) == 1
    assert await talks.hear(message_update(ANNA, "/start", update_id=6)) == []


@pytest.mark.parametrize(
    "update_",
    [
        message_update(ANNA, "/start", chat_type="group"),
        message_update(ANNA, "/start", chat_type="supergroup"),
        message_update(ANNA, "/start", kind="edited_message"),
        message_update(ANNA, "/start", kind="channel_post", chat_type="channel"),
        message_update(ANNA, "/start", is_bot=True),
        message_update(ANNA, "/start@another_bot"),
        message_update(ANNA, None, pinned_message=bot_message(ANNA)),
        message_update(2**60, "/start"),
        {"update_id": 1, "poll_answer": {"poll_id": "1", "user": {"id": ANNA, "is_bot": False, "first_name": "A"},
                                         "option_ids": [0], "option_persistent_ids": []}},
    ],
)  # fmt: skip
async def test_what_is_not_for_us_is_ignored(talks: Talks, update_: dict[str, Json]) -> None:
    assert await talks.hear(update_) == []
    assert await users(talks.units) == []


@pytest.mark.parametrize(
    "text", ["/HELP", "/help@forex_signals_test_bot", "/help@Forex_Signals_Test_BOT", "/help  x\ny"]
)
async def test_commands_are_known_in_any_case_and_with_the_bots_name(talks: Talks, text: str) -> None:
    assert "/status" in (await talks.say(ANNA, text)).text


@pytest.mark.parametrize("text", ["/nonsense", "/", "/привет", "/help-me", "/" + "x" * 4000, "/grant 5 shadow-stack"])
async def test_an_unknown_command_names_help(talks: Talks, text: str) -> None:
    answer = await talks.say(ANNA, text)
    assert answer.text == "I do not know this command. /help lists those that I know."


@pytest.mark.parametrize("command", ["user", "grant", "revoke", "stats", "requests"])
async def test_admins_commands_do_not_exist_for_others(talks: Talks, command: str) -> None:
    assert "do not know" in (await talks.say(ANNA, f"/{command} 5 {PAID_MODEL} 30")).text
    assert f"/{command}" not in (await talks.say(ANNA, "/help")).text
    assert f"/{command}" in (await talks.say(ADMIN_ID, "/help")).text


@pytest.mark.parametrize(
    "more",
    [
        {"text": "hello"},
        {"text": "\ud800 half a letter"},
        {"text": "<b>& \u202e"},
        {"text": None, "sticker": {"file_id": "1", "file_unique_id": "1", "type": "regular", "width": 1, "height": 1,
                                   "is_animated": False, "is_video": False}},
        {"text": None, "photo": [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]},
        {"text": None, "location": {"latitude": 1.0, "longitude": 1.0}},
    ],
)  # fmt: skip
async def test_what_is_no_command_is_answered_with_what_the_bot_can_do(talks: Talks, more: dict[str, Json]) -> None:
    answer = await talks.say(ANNA, **more)
    assert "/help" in answer.text
    assert apps_of(answer) == ["/"]


async def test_a_blocked_account_hears_one_sentence(talks: Talks) -> None:
    await talks.say(ANNA, "/start", language_code="ru")
    async with talks.units.open() as unit:
        await unit.session.execute(update(User).values(is_blocked=True))
    answer = await talks.say(ANNA, "/status", language_code="ru")
    assert (answer.text, answer.keyboard) == ("Ваш аккаунт заблокирован.", ())
    assert await talks.press(ANNA, f"ask:{PAID_MODEL}") == ("Ваш аккаунт заблокирован.", None)
    assert await requests(talks.units) == []


async def test_blocking_the_bot_and_letting_it_write_again_is_noted(talks: Talks) -> None:
    await talks.say(ANNA, "/start")
    seen = []
    for update_ in (
        member_update(ANNA, "member", "kicked"),
        member_update(ANNA, "kicked", "member"),
        member_update(ANNA, "member", "kicked", chat_type="group"),
        member_update(ANNA, "member", "kicked"),
        write_access_update(ANNA),
    ):
        assert await talks.hear(update_) == []
        seen.append((await users(talks.units))[0].reachability)
    assert seen == ["blocked", "ok", "ok", "blocked", "ok"]


async def test_the_standing_of_somebody_unknown_is_ignored(talks: Talks) -> None:
    assert await talks.hear(member_update(ANNA, "member", "kicked")) == []
    assert await talks.hear(write_access_update(ANNA)) == []
    assert await users(talks.units) == []


@pytest.mark.parametrize(
    "data",
    ["", "x", "ask", "ask:", "ask:UPPER", "ask:a:b", "ask:a:list:c", "set", "set:lang:de", "set:kind:signal",
     "set:kind:nothing:on", "set:kind:signal:loud", "set:quiet:03-04", "order:1:yes", f"order:{'0' * 32}", "order:",
     f"order:{'0' * 32}:maybe", "req:1:no", f"req:{'0' * 32}", f"req:{'0' * 32}:-1", f"req:{'0' * 32}:99999", ":",
     "a:b:c"],
)  # fmt: skip
@pytest.mark.parametrize("person_id", [ANNA, ADMIN_ID])
async def test_a_button_that_nobody_knows_is_out_of_date(talks: Talks, data: str, person_id: int) -> None:
    assert await talks.press(person_id, data) == ("This button is out of date.", None)


async def test_a_button_in_a_group_is_answered_without_an_effect(talks: Talks) -> None:
    group = {"message_id": 7, "from": BOT, "chat": chat(-100_123, type="supergroup"), "date": 1, "text": "..."}
    (note,) = await talks.hear(callback_update(ANNA, f"ask:{PAID_MODEL}", group, language_code="ru"))
    assert isinstance(note, Note)
    assert note.text == "Эта кнопка устарела."
    assert await users(talks.units) == []


async def test_a_message_that_cannot_be_edited_any_more_is_said_anew(talks: Talks) -> None:
    old = {"message_id": 7, "chat": chat(ANNA), "date": 0}
    note, said = await talks.hear(callback_update(ANNA, f"ask:{PAID_MODEL}", old))
    assert isinstance(note, Note)
    assert isinstance(said, Say)
    assert len(await requests(talks.units)) == 1


@pytest.mark.parametrize("public_url", ["http://localhost:8000", None])
async def test_without_https_there_is_no_button_but_an_address(
    units: Units, database: DatabaseUrls, tmp_path: Path, public_url: str | None
) -> None:
    talks = Talks(units, database, tmp_path, public_url=public_url)
    for command in ("/start", "/models", "/settings", "/help", "/status", "/start model_shadow-stack"):
        answer = await talks.say(ANNA, command)
        assert all(button.app_url is None and button.url is None for button in buttons(answer))
        assert (public_url is not None and public_url in answer.text) == (public_url is not None)
    assert f"ask:{PAID_MODEL}:list" in data_of(await talks.say(ANNA, "/models"))


NAMES = ["<b>Anna</b> & Co", "{anna}", "👩🏽‍🚀" * 40, "شركة\u202eتجربة", "A" * 300, "", "\u200b", "%s {0} {model}"]


@pytest.mark.parametrize("first_name", NAMES)
async def test_any_name_can_be_shown(talks: Talks, first_name: str) -> None:
    await talks.say(ANNA, "/start", first_name=first_name, username="anna")
    await talks.press(ANNA, f"ask:{PAID_MODEL}", first_name=first_name, username="anna")
    for command in (f"/user {ANNA}", f"/grant {ANNA} {PAID_MODEL} 30 {first_name}", "/requests", "/user ann"):
        await talks.say(ADMIN_ID, command, first_name=first_name)
