"""The fake Bot API, driven by python-telegram-bot, which takes it for Telegram."""

import asyncio
import time
from collections.abc import AsyncIterator
from datetime import timedelta

import httpx
import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MenuButtonWebApp,
    WebAppInfo,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from tests.factories import BOT_TOKEN, Json
from tests.telegram.asking import ask, keyboard
from tests.telegram.bot_api import FakeBotApi, fake_bot_api, limits_broken
from tests.telegram.records import Call
from tests.telegram.updates import callback_update, member_update, message_update

ANN = 1001
BOB = 1002
BUTTON = {"text": "Open", "callback_data": "open"}
APP = "https://app.example.com/"


@pytest.fixture
async def bot(telegram: FakeBotApi) -> AsyncIterator[Bot]:
    async with Bot(BOT_TOKEN, base_url=f"{telegram.url}/bot") as client:
        telegram.calls.clear()
        yield client


class TestAsTheBotSeesIt:
    async def test_it_introduces_itself(self, bot: Bot) -> None:
        me = await bot.get_me()
        assert (me.id, me.is_bot, me.username) == (int(BOT_TOKEN.split(":")[0]), True, "forex_signals_test_bot")

    async def test_a_message_arrives(self, telegram: FakeBotApi, bot: Bot) -> None:
        markup = InlineKeyboardMarkup(
            [
                [InlineKeyboardButton("Open", web_app=WebAppInfo(APP))],
                [InlineKeyboardButton("Ask", callback_data="ask:x"), InlineKeyboardButton("Site", url="http://a.b/c")],
            ]
        )
        options = LinkPreviewOptions(is_disabled=True)
        text = '<b>Ann &amp; "Bob"</b> 😀 <a href="https://a.b/?x=1&amp;y=2">link</a>'
        answer = await bot.send_message(
            ANN, text, parse_mode="HTML", reply_markup=markup, disable_notification=True, link_preview_options=options
        )
        assert (answer.message_id, answer.chat.id, answer.chat.type) == (1, ANN, "private")
        assert answer.text == 'Ann & "Bob" 😀 link'
        assert [(one.type, one.offset, one.length) for one in answer.entities] == [
            ("bold", 0, 11),
            ("text_link", 15, 4),
        ]
        assert answer.entities[1].url == "https://a.b/?x=1&y=2"
        assert answer.reply_markup == markup
        (sent,) = telegram.messages(ANN)
        assert (sent.text, sent.plain, sent.silent) == (text, answer.text, True)
        assert sent.buttons == [
            [{"text": "Open", "web_app": {"url": APP}}],
            [{"text": "Ask", "callback_data": "ask:x"}, {"text": "Site", "url": "http://a.b/c"}],
        ]
        (call,) = telegram.calls
        assert (call.method, call.params["chat_id"]) == ("sendMessage", ANN)
        assert call.params["link_preview_options"] == {"is_disabled": True}

    async def test_every_chat_counts_its_own_messages(self, telegram: FakeBotApi, bot: Bot) -> None:
        sent = [(await bot.send_message(chat_id, "Hi")).message_id for chat_id in (ANN, BOB, ANN)]
        assert sent == [1, 1, 2]
        assert [one.message_id for one in telegram.messages(ANN)] == [1, 2]

    async def test_a_message_is_edited(self, telegram: FakeBotApi, bot: Bot) -> None:
        sent = await bot.send_message(ANN, "Sure?", reply_markup=InlineKeyboardMarkup.de_json(keyboard(BUTTON), None))
        edited = await bot.edit_message_text("Done", chat_id=ANN, message_id=sent.message_id)
        assert not isinstance(edited, bool)
        assert (edited.text, edited.reply_markup) == ("Done", None)
        assert edited.edit_date is not None
        other = InlineKeyboardMarkup([[InlineKeyboardButton("Undo", callback_data="undo")]])
        await bot.edit_message_reply_markup(ANN, sent.message_id, reply_markup=other)
        (now,) = telegram.messages(ANN)
        assert [one.text for one in now.versions] == ["Sure?", "Done", "Done"]
        assert (now.is_edited, now.buttons) == (True, [[{"text": "Undo", "callback_data": "undo"}]])
        assert now.versions[0].buttons == [[BUTTON]]
        await bot.delete_message(ANN, sent.message_id)
        assert telegram.messages(ANN) == []

    async def test_what_is_only_acknowledged(self, telegram: FakeBotApi, bot: Bot) -> None:
        assert await bot.answer_callback_query("42", "Noted")
        assert await bot.send_chat_action(ANN, "typing")
        assert await bot.set_my_description("Signals", language_code="en")
        assert telegram.calls_of("answerCallbackQuery")[0].params == {"callback_query_id": "42", "text": "Noted"}

    async def test_the_webhook(self, telegram: FakeBotApi, bot: Bot) -> None:
        assert (await bot.get_webhook_info()).url == ""
        await bot.set_webhook(f"{APP}hook", secret_token="s3cret_-", allowed_updates=("message",), max_connections=7)
        assert telegram.webhook is not None
        assert (telegram.webhook.url, telegram.webhook.secret_token) == (f"{APP}hook", "s3cret_-")
        info = await bot.get_webhook_info()
        assert (info.url, info.max_connections, info.allowed_updates) == (f"{APP}hook", 7, ("message",))
        await bot.delete_webhook()
        assert telegram.webhook is None

    async def test_commands_and_the_menu_button(self, telegram: FakeBotApi, bot: Bot) -> None:
        await bot.set_my_commands([BotCommand("start", "Begin"), BotCommand("help", "Help")])
        await bot.set_my_commands([("start", "Начать")], language_code="ru")
        await bot.set_my_commands([("stats", "Numbers")], scope=BotCommandScopeChat(ANN))
        assert telegram.commands == {
            ("", "default"): [("start", "Begin"), ("help", "Help")],
            ("ru", "default"): [("start", "Начать")],
            ("", f"chat:{ANN}"): [("stats", "Numbers")],
        }
        assert await bot.get_my_commands(language_code="ru") == (BotCommand("start", "Начать"),)
        await bot.set_chat_menu_button(menu_button=MenuButtonWebApp("Signals", WebAppInfo(APP)))
        assert telegram.menu_buttons == {None: {"type": "web_app", "text": "Signals", "web_app": {"url": APP}}}

    async def test_a_wrong_token(self, telegram: FakeBotApi) -> None:
        answer = ask(telegram, "getMe", token="1:wrong")
        assert answer == {"ok": False, "error_code": 401, "description": "Unauthorized"}
        with pytest.raises(InvalidToken):
            async with Bot("1:wrong", base_url=f"{telegram.url}/bot"):
                pass
        assert telegram.calls == []

    def test_json_and_addresses_hold_parameters_too(self, telegram: FakeBotApi) -> None:
        url = f"{telegram.url}/bot{BOT_TOKEN}/sendMessage"
        body = {"chat_id": ANN, "text": "12", "reply_markup": keyboard(BUTTON), "parse_mode": None}
        assert httpx.post(url, json=body).json()["result"]["text"] == "12"
        assert httpx.get(url, params={"chat_id": ANN, "text": "Hi"}).json()["ok"]
        assert [one.plain for one in telegram.messages(ANN)] == ["12", "Hi"]


class TestPolling:
    async def test_updates_come_until_they_are_confirmed(self, telegram: FakeBotApi, bot: Bot) -> None:
        first, second = message_update(ANN, "/start x"), callback_update(ANN, "ask", {**_message(), "text": "Hi"})
        telegram.push(first)
        telegram.push(second)
        for _ in range(2):
            updates = await bot.get_updates(timeout=1)
            assert [one.update_id for one in updates] == [first["update_id"], second["update_id"]]
        (left,) = await bot.get_updates(offset=second["update_id"])
        assert left.callback_query is not None
        assert left.callback_query.data == "ask"
        assert telegram.waiting == [second]
        assert await bot.get_updates(offset=second["update_id"] + 1) == ()
        assert telegram.waiting == []

    async def test_a_long_poll_wakes_and_ends(self, telegram: FakeBotApi, bot: Bot) -> None:
        poll = asyncio.create_task(bot.get_updates(timeout=10))
        await telegram.wait_for(lambda: telegram.calls_of("getUpdates"))
        started = time.monotonic()
        telegram.push(message_update(ANN, "Hi"))
        assert len(await poll) == 1
        assert time.monotonic() - started < 2
        assert await bot.get_updates(offset=2**30, timeout=1) == ()
        assert 0.9 < time.monotonic() - started < 4

    async def test_only_the_kinds_asked_for(self, telegram: FakeBotApi, bot: Bot) -> None:
        await bot.get_updates(allowed_updates=["message"])
        telegram.push(member_update(ANN, "member", "kicked"))
        telegram.push(message_update(ANN, "Hi"))
        assert [one.message is not None for one in await bot.get_updates()] == [True]

    async def test_webhook_and_polling_exclude_each_other(self, telegram: FakeBotApi, bot: Bot) -> None:
        telegram.expect_violation("getUpdates: Conflict")
        poll = asyncio.create_task(bot.get_updates(timeout=10))
        await telegram.wait_for(lambda: telegram.calls_of("getUpdates"))
        await bot.set_webhook(APP)
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await poll
        with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
            await bot.get_updates()
        assert len(telegram.violations) == 2

    async def test_one_poll_ends_another(self, telegram: FakeBotApi, bot: Bot) -> None:
        telegram.expect_violation("make sure that only one bot instance is running")
        poll = asyncio.create_task(bot.get_updates(timeout=10))
        await telegram.wait_for(lambda: telegram.calls_of("getUpdates"))
        with pytest.raises(Conflict):
            await asyncio.gather(poll, asyncio.to_thread(ask, telegram, "getUpdates", timeout=1))

    async def test_a_poll_whose_client_is_gone_is_in_nobodys_way(self, telegram: FakeBotApi, bot: Bot) -> None:
        async with httpx.AsyncClient(timeout=0.2) as http:
            with pytest.raises(httpx.ReadTimeout):
                await http.get(f"{telegram.url}/bot{BOT_TOKEN}/getUpdates?timeout=10")
        await asyncio.sleep(0.1)
        assert await bot.get_updates(timeout=1) == ()


class TestPeople:
    async def test_who_cannot_be_written_to(self, telegram: FakeBotApi, bot: Bot) -> None:
        async def refusal() -> str:
            with pytest.raises((Forbidden, BadRequest)) as caught:
                await bot.send_message(ANN, "Hi")
            return f"{type(caught.value).__name__}: {caught.value}"

        telegram.block(ANN)
        assert await refusal() == "Forbidden: Forbidden: bot was blocked by the user"
        telegram.deactivate(ANN)
        assert await refusal() == "Forbidden: Forbidden: user is deactivated"
        telegram.never_started(ANN)
        assert await refusal() == "Forbidden: Forbidden: bot can't initiate conversation with a user"
        telegram.forget(ANN)
        assert await refusal() == "BadRequest: Chat not found"
        assert await bot.send_message(BOB, "Hi")
        telegram.unblock(ANN)
        assert await bot.send_message(ANN, "Hi")
        assert len(telegram.messages(ANN)) == 1


class TestFaults:
    async def test_an_answer(self, telegram: FakeBotApi, bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it RetryAfter warns of a change to come
        telegram.answer_next(429, retry_after=3, method="sendMessage")
        telegram.answer_next(500)
        assert telegram.planned == 2
        with pytest.raises(NetworkError, match="Internal Server Error"):
            await bot.get_me()
        await bot.get_me()
        with pytest.raises(RetryAfter) as caught:
            await bot.send_message(ANN, "Hi")
        assert caught.value.retry_after == timedelta(seconds=3)
        assert (telegram.planned, telegram.messages(ANN)) == (0, [])
        assert await bot.send_message(ANN, "Hi")

    async def test_a_lost_request_and_a_lost_answer(self, telegram: FakeBotApi, bot: Bot) -> None:
        telegram.drop_next()
        with pytest.raises(NetworkError, match="disconnected"):
            await bot.send_message(ANN, "lost")
        telegram.swallow_next(method="sendMessage")
        with pytest.raises(NetworkError, match="disconnected"):
            await bot.send_message(ANN, "swallowed")
        assert (await bot.send_message(ANN, "arrived")).message_id == 2
        assert [one.text for one in telegram.messages(ANN)] == ["swallowed", "arrived"]

    async def test_slowness(self, telegram: FakeBotApi, bot: Bot) -> None:
        telegram.hang_next(0.3)
        started = time.monotonic()
        await bot.send_message(ANN, "late")
        assert time.monotonic() - started >= 0.3
        telegram.hang_next(5)
        with pytest.raises(NetworkError):
            await bot.send_message(ANN, "never", read_timeout=0.1)
        await bot.send_message(ANN, "after")
        assert [one.text for one in telegram.messages(ANN)] == ["late", "after"]

    async def test_an_outage(self, telegram: FakeBotApi, bot: Bot) -> None:
        url = telegram.url
        await bot.get_me()
        poll = asyncio.create_task(bot.get_updates(timeout=10))
        await telegram.wait_for(lambda: telegram.calls_of("getUpdates"))
        telegram.down()
        telegram.down()
        with pytest.raises(NetworkError):
            await poll
        with pytest.raises(NetworkError, match="ConnectError"):
            await bot.get_me()
        telegram.push(message_update(ANN, "Hi"))
        telegram.up()
        telegram.up()
        assert telegram.url == url
        assert len(await bot.get_updates()) == 1

    async def test_a_flaw_of_the_fake_is_no_silence(self, telegram: FakeBotApi) -> None:
        telegram.expect_violation("the fake does not know what sendDice answers")
        assert ask(telegram, "sendDice", chat_id=ANN)["error_code"] == 501


class TestLimits:
    def test_the_pace_of_a_chat(self) -> None:
        sends = [_send(ANN, 0.0), _send(BOB, 0.5), _send(ANN, 1.0), _send(ANN, 1.99)]
        assert limits_broken(sends) == [f"two messages to {ANN}, at 1.000 and 1.990"]
        assert limits_broken(sends, 0.02) == []

    def test_the_pace_of_all(self) -> None:
        even = [_send(number, number / 30) for number in range(90)]
        assert limits_broken(even, 1e-9) == []
        assert limits_broken(sorted([*even, _send(100, 1.51)], key=lambda one: one.at), 1e-9) != []
        assert len(limits_broken([_send(number, 0.0) for number in range(31)])) == 1
        assert limits_broken([_send(number, float(number >= 30)) for number in range(60)]) == []

    def test_only_messages_count_and_by_the_fakes_clock(self) -> None:
        moments = iter([0.0, 0.1, 0.5, 0.6, 0.7])
        with fake_bot_api(lambda: next(moments)) as fake:
            ask(fake, "sendMessage", chat_id=ANN, text="1")
            ask(fake, "sendChatAction", chat_id=ANN, action="typing")
            assert fake.limits_broken() == []
            ask(fake, "sendMessage", chat_id=ANN, text="2")
            assert [one.at for one in fake.calls] == [0.0, 0.5, 0.6]
            assert [one.at for one in fake.messages(ANN)] == [0.1, 0.7]
            assert fake.limits_broken() == [f"two messages to {ANN}, at 0.000 and 0.600"]


async def test_waiting_in_vain_says_what_there_was(telegram: FakeBotApi) -> None:
    ask(telegram, "getMe")
    with pytest.raises(AssertionError, match=r"\['getMe'\]"):
        await telegram.wait_for(lambda: telegram.messages(ANN), patience=0.1)


def _send(chat_id: int, at: float) -> Call:
    return Call("sendMessage", {"chat_id": chat_id, "text": "x"}, at)


def _message() -> Json:
    return {"message_id": 1, "date": int(time.time()), "chat": {"id": ANN, "type": "private", "first_name": "Ann"}}
