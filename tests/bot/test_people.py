"""What anybody can ask the bot."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update
from sqlmodel import col

from app.bot.commands.status import next_reminder
from app.db.unit import Units
from app.models.subscriptions import MeasuredAccuracy, Source, SubscriptionModel, SubscriptionRequest
from app.models.users import User
from app.schemas.users import PreferencesPatch
from app.services.messages.contents import Language
from app.services.messages.format import visible_length
from app.services.requests import approve, reject
from app.services.subscriptions.change import Actor
from app.services.subscriptions.orders import grant, revoke
from app.services.subscriptions.rights import Term
from app.services.users.profile import change_preferences
from tests.bot.talks import ANNA, Talks, apps_of, buttons, data_of
from tests.factories import ADMIN_ID, FREE_MODEL, PAID_MODEL

BORIS = 1_000_003
NOW = datetime(2026, 6, 15, 12, tzinfo=UTC)
MEASURED: MeasuredAccuracy = {
    "source": "backtest", "hit_rate": 0.489, "ci_low": 0.472, "ci_high": 0.506, "cs_low": 0.46, "baseline": 0.485,
    "n": 4285, "verdict": "not_distinguishable",
}  # fmt: skip


async def give(units: Units, telegram_id: int, model_id: str, term: Term) -> None:
    async with units.open() as unit:
        await grant(
            unit, actor=Actor(ADMIN_ID), telegram_id=telegram_id, models=[model_id], term=term, reason=None,
            source=Source.ADMIN,
        )  # fmt: skip


async def request_of(units: Units, telegram_id: int) -> UUID:
    async with units.open() as unit:
        query = select(SubscriptionRequest).where(col(SubscriptionRequest.user_id) == telegram_id)
        return (await unit.session.execute(query)).scalars().one().id


async def user_of(units: Units, telegram_id: int) -> User:
    async with units.open() as unit:
        return (await unit.session.execute(select(User).where(col(User.telegram_id) == telegram_id))).scalar_one()


@pytest.mark.parametrize(("language", "words"), [("en", "not advice"), ("ru", "не совет")])
async def test_start_says_what_this_is_and_opens_the_app(talks: Talks, language: str, words: str) -> None:
    answer = await talks.say(ANNA, "/start", language_code=language)
    assert words in answer.text
    assert "Logistic Spy" in answer.text
    assert apps_of(answer) == ["/"]


@pytest.mark.parametrize(
    "payload",
    ["x", "model_", "model_nothing", "model_UPPER", "model_../..", "request_", "request_nothing", f"request_{uuid4()}",
     f"request_{uuid4().hex}", "model_shadow-stack x", "<b>", "model_" + "a" * 500, "request_-"],
)  # fmt: skip
async def test_a_payload_that_leads_nowhere_gets_the_greeting(talks: Talks, payload: str) -> None:
    assert "not advice" in (await talks.say(ANNA, f"/start {payload}")).text


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "hit rate 48.9% (47.2 to 50.6) over 4,285 signals, chance 48.5% "
               "(backtest; not distinguishable from chance)"),
        ("ru", "доля успешных 48,9\u00a0% (от 47,2 до 50,6) на 4\u00a0285 сигналах, наугад 48,5\u00a0% "
               "(бэктест; неотличимо от случайного)"),
    ],
)  # fmt: skip
async def test_a_link_to_a_model_shows_it_with_its_accuracy(talks: Talks, language: str, line: str) -> None:
    async with talks.units.open() as unit:
        await unit.session.execute(
            update(SubscriptionModel).where(col(SubscriptionModel.id) == PAID_MODEL).values(accuracy=MEASURED)
        )
    answer = await talks.say(ANNA, f"/start model_{PAID_MODEL}", language_code=language)
    assert answer.text.splitlines()[-1] == line
    assert [button.data or button.app_url for button in buttons(answer)] == [
        f"https://app.example.com/models/{PAID_MODEL}", f"ask:{PAID_MODEL}",
    ]  # fmt: skip


async def test_a_link_that_asks_has_the_request_in_front(talks: Talks) -> None:
    answer = await talks.say(ANNA, f"/start request_{PAID_MODEL}")
    assert [button.text for button in buttons(answer)] == ["Request access", "Open Shadow Stack"]


async def test_an_unmeasured_model_says_so_and_an_open_one_until_when(talks: Talks) -> None:
    await talks.say(ANNA, "/start")
    await give(talks.units, ANNA, PAID_MODEL, Term(ends_at=datetime(2031, 5, 6, 7, 8, tzinfo=UTC)))
    answer = await talks.say(ANNA, f"/start model_{PAID_MODEL}")
    assert answer.text.startswith("<b>Shadow Stack</b>: open until 6 May 2031, 07:08 UTC\n")
    assert answer.text.endswith("not measured yet")
    assert [button.text for button in buttons(answer)] == ["Open Shadow Stack", "Ask to extend"]
    free = await talks.say(ANNA, f"/start model_{FREE_MODEL}")
    assert "free, open for ever" in free.text
    assert data_of(free) == []


async def test_asking_is_noted_in_the_message_and_told_when_it_was_done_before(talks: Talks) -> None:
    note, message = await talks.press(ANNA, f"ask:{PAID_MODEL}")
    assert note == "Requested. The answer comes here."
    assert message is not None
    assert "locked, asked" in message.text
    assert data_of(message) == []
    note, message = await talks.press(ANNA, f"ask:{PAID_MODEL}")
    assert note == "You have asked for this model already. The answer comes here."
    assert message is not None
    note, _ = await talks.press(ANNA, f"ask:{FREE_MODEL}")
    assert note == "This model is open for you for ever."
    assert (await talks.press(ANNA, "ask:nothing")) == ("There is no such model.", None)


async def test_asking_from_the_list_shows_the_list_again(talks: Talks) -> None:
    listed = await talks.say(ANNA, "/models")
    assert data_of(listed) == [f"ask:{one}:list" for one in
                               ("shadow-stack", "forest-necromancer", "gray-cardinal", "sniper-80x")]  # fmt: skip
    assert apps_of(listed)[-1] == "/models"
    _, message = await talks.press(ANNA, f"ask:{PAID_MODEL}:list")
    assert message is not None
    assert f"ask:{PAID_MODEL}:list" not in data_of(message)
    assert "gray-cardinal" in "".join(data_of(message))


async def test_a_retired_model_cannot_be_asked_for(talks: Talks) -> None:
    async with talks.units.open() as unit:
        await unit.session.execute(
            update(SubscriptionModel).where(col(SubscriptionModel.id) == PAID_MODEL).values(is_active=False)
        )
    assert await talks.press(ANNA, f"ask:{PAID_MODEL}") == (
        "This model is retired: it cannot be given any more.", None,
    )  # fmt: skip
    assert "Shadow Stack" not in (await talks.say(ANNA, "/models")).text


async def test_a_long_catalogue_is_cut_to_what_telegram_takes(talks: Talks) -> None:
    async with talks.units.open() as unit:
        for number in range(80):
            unit.session.add(
                SubscriptionModel(
                    id=f"m{number}", name=f"<Model & {number}> " + "x" * 80, description="&" * 2000, accuracy=MEASURED
                )
            )
    listed = await talks.say(ANNA, "/models")
    assert visible_length(listed.text) < 4096
    assert " more." in listed.text
    await talks.say(ANNA, "/start model_m7")
    async with talks.units.open() as unit:
        models = [f"m{number}" for number in range(80)]
        await grant(unit, actor=Actor(), telegram_id=ANNA, models=models, term=Term(days=5), reason="<" * 1000)
    for command in ("/status", "/start", "/models"):
        await talks.say(ANNA, command)
    for command in (f"/user {ANNA}", "/stats", f"/grant {ANNA} nothing"):
        await talks.say(ADMIN_ID, command)


async def test_ones_own_request_is_shown_as_it_stands(talks: Talks) -> None:
    await talks.press(ANNA, f"ask:{PAID_MODEL}")
    request_id = await request_of(talks.units, ANNA)
    link = f"/start request_{request_id}"
    assert "waits for an answer" in (await talks.say(ANNA, link)).text
    assert "not advice" in (await talks.say(BORIS, link)).text
    async with talks.units.open() as unit:
        await approve(unit, actor=Actor(), request_id=request_id, term=Term(), reason="Welcome & <3")
    answer = await talks.say(ANNA, f"/start request_{request_id.hex}")
    assert "approved: it is open for you for ever.\n<blockquote>Welcome &amp; &lt;3" in answer.text
    async with talks.units.open() as unit:
        await revoke(unit, actor=Actor(), telegram_id=ANNA, model_id=PAID_MODEL, reason=None)
    assert "It is not open any more." in (await talks.say(ANNA, link)).text


async def test_a_rejected_request_says_so(talks: Talks) -> None:
    await talks.press(ANNA, f"ask:{PAID_MODEL}")
    request_id = await request_of(talks.units, ANNA)
    async with talks.units.open() as unit:
        await reject(unit, actor=Actor(), request_id=request_id, reason=None)
    assert "отклонён" in (await talks.say(ANNA, f"/start request_{request_id}", language_code="ru")).text


async def test_status_lists_ends_soonest_first_in_ones_own_zone_and_the_next_reminder(talks: Talks) -> None:
    await talks.say(ANNA, "/start")
    now = datetime.now(UTC)
    far, near = now + timedelta(days=30), now + timedelta(days=2)
    await give(talks.units, ANNA, "gray-cardinal", Term(ends_at=far))
    await give(talks.units, ANNA, PAID_MODEL, Term(ends_at=near))
    await talks.press(ANNA, "ask:sniper-80x")
    async with talks.units.open() as unit:
        await change_preferences(unit, ANNA, PreferencesPatch(timezone="Asia/Tokyo"))
    text = (await talks.say(ANNA, "/status")).text
    places = [text.index(name) for name in ("Shadow Stack", "Gray Cardinal", "Logistic Spy", "Sniper")]
    assert places == sorted(places)
    tokyo = (near + timedelta(hours=9)).strftime("%H:%M")
    assert f"{tokyo}\n" in text
    assert f"{tokyo}, 1 day before the end." in text
    assert "UTC" not in text
    await talks.press(ANNA, "set:kind:expiry:off")
    assert "Reminders are off" in (await talks.say(ANNA, "/status")).text


async def test_status_with_nothing_open_says_how_to_ask(talks: Talks) -> None:
    await talks.say(ANNA, "/start")
    async with talks.units.open() as unit:
        await revoke(unit, actor=Actor(), telegram_id=ANNA, model_id=FREE_MODEL, reason=None)
    text = (await talks.say(ANNA, "/status", language_code="ru")).text
    assert text.startswith("Для вас пока не открыта ни одна модель.")
    assert "/models" in text


@pytest.mark.parametrize(
    ("hours", "due"),
    [([100], (28, 3)), ([71], (47, 1)), ([23], None), ([23, 100], (28, 3)), ([71, 100], (28, 3)), ([], None)],
)
def test_the_next_reminder_is_the_soonest_that_lies_ahead(hours: list[int], due: tuple[int, int] | None) -> None:
    found = next_reminder([NOW + timedelta(hours=one) for one in hours], NOW)
    assert found == (None if due is None else (NOW + timedelta(hours=due[0]), due[1]))


async def test_a_kind_goes_from_on_to_silent_to_off_and_back(talks: Talks) -> None:
    assert "set:kind:signal:silent" in data_of(await talks.say(ANNA, "/settings"))
    seen = []
    for mode in ("silent", "off", "on"):
        note, message = await talks.press(ANNA, f"set:kind:signal:{mode}")
        assert message is not None
        seen.append((note, next(data for data in data_of(message) if data.startswith("set:kind:signal"))))
    assert seen == [
        ("New signals: silent", "set:kind:signal:off"),
        ("New signals: off", "set:kind:signal:on"),
        ("New signals: on", "set:kind:signal:silent"),
    ]
    assert (await user_of(talks.units, ANNA)).notifications == {"signal": "on"}


async def test_a_chosen_language_is_used_at_once_and_kept(talks: Talks) -> None:
    note, message = await talks.press(ANNA, "set:lang:ru")
    assert note == "Сохранено"
    assert message is not None
    assert "<b>Настройки</b>" in message.text
    assert [button.text for button in buttons(message)][:2] == ["English", "✓ Русский"]
    assert "Что я умею" in (await talks.say(ANNA, "/help", language_code="en")).text


async def test_quiet_hours_are_chosen_by_a_press(talks: Talks) -> None:
    _, message = await talks.press(ANNA, "set:quiet:23-08")
    assert message is not None
    assert "Quiet hours: 23:00-08:00" in message.text
    assert "✓ Quiet 23:00-08:00" in [button.text for button in buttons(message)]
    assert (await user_of(talks.units, ANNA)).quiet_hours == {"starts_at": "23:00", "ends_at": "08:00"}
    await talks.press(ANNA, "set:quiet:off")
    assert (await user_of(talks.units, ANNA)).quiet_hours is None
    assert apps_of(message) == ["/me/settings"]


@pytest.mark.parametrize("language", ["en", "ru"])
async def test_help_lists_every_command(talks: Talks, language: Language) -> None:
    text = (await talks.say(ADMIN_ID, "/help", language_code=language)).text
    for command in ("start", "status", "models", "settings", "help", "user", "grant", "revoke", "requests", "stats"):
        assert f"/{command}" in text
    assert "/grant @anna shadow-stack 30" in text
