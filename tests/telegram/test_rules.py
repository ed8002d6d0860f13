"""What Telegram refuses, the fake refuses in the same words and records; what it takes is taken."""

import pytest

from tests.factories import Json
from tests.telegram.asking import ask, keyboard
from tests.telegram.bot_api import FakeBotApi

ANN = 1001
BUTTON = {"text": "Open", "callback_data": "open"}
APP = "https://app.example.com/"


def refused(telegram: FakeBotApi, method: str, **params: Json) -> str:
    """The description of a refusal that is a violation."""
    telegram.expect_violation(method)
    answer = ask(telegram, method, **params)
    assert (answer["ok"], answer["error_code"]) == (False, 400), answer
    description: str = answer["description"]
    assert telegram.violations == [f"{method}: {description}"]
    return description


@pytest.mark.parametrize(
    ("html", "problem"),
    [
        ("a < b", 'Unsupported start tag "" at byte offset 2'),
        ("ё <p>x</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("a<br/>b", 'Unsupported start tag "br/" at byte offset 1'),
        ("<b>x", "Can't find end tag corresponding to start tag b"),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("<b><i>x</b></i>", 'Unmatched end tag at byte offset 7, expected "</i>", found "</b>"'),
        ("1 <b", "Unclosed start tag at byte offset 2"),
        ("<b>x</b", "Unclosed end tag at byte offset 4"),
        ('<span class="x">x</span>', 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<a>x</a>", 'Tag "a" must have a usable "href" at byte offset 0'),
        ('<a href="javascript:x()">x</a>', 'Tag "a" must have a usable "href" at byte offset 0'),
        ('<b onclick="x">x</b>', 'Unsupported attribute "onclick" in the tag "b" at byte offset 0'),
        ("<tg-emoji>x</tg-emoji>", "Invalid custom emoji identifier specified"),
        ("Q&A", "Unsupported character reference at byte offset 1"),
        ("a&nbsp;b", "Unsupported character reference at byte offset 1"),
        ("a&#xd800;b", "Text contains invalid Unicode characters"),
    ],
)
def test_markup(telegram: FakeBotApi, html: str, problem: str) -> None:
    found = refused(telegram, "sendMessage", chat_id=ANN, text=html, parse_mode="HTML")
    assert found.startswith(f"Bad Request: can't parse entities: {problem}")


def test_all_of_telegrams_tags(telegram: FakeBotApi) -> None:
    html = (
        "<b>b</b><strong>s</strong><i>i</i><em>e</em><u>u</u><ins>i</ins><s>s</s><strike>s</strike><del>d</del>"
        '<code>c</code><pre><code class="language-x">p</code></pre><a href="tg://user?id=1">a</a>'
        "<blockquote>b</blockquote><blockquote expandable>b</blockquote><tg-spoiler>t</tg-spoiler>"
        '<span class="tg-spoiler">s</span><tg-emoji emoji-id="5368324170671202286">😀</tg-emoji>'
        "&lt;&gt;&amp;&quot;&#8230;&#x2026; > ' \""
    )
    answer = ask(telegram, "sendMessage", chat_id=ANN, text=html, parse_mode="HTML")
    assert answer["result"]["text"] == 'bsieuissdcpabbts😀<>&"…… > \' "'
    assert {one["type"] for one in answer["result"]["entities"]} == {
        *("bold", "italic", "underline", "strikethrough", "code", "pre", "text_link", "blockquote"),
        *("expandable_blockquote", "spoiler", "custom_emoji"),
    }


@pytest.mark.parametrize("text", ["a < b && <p>", "x" * 4096, "😀" * 2048, "<b>" + "x" * 4096 + "</b>"])
def test_texts_that_pass(telegram: FakeBotApi, text: str) -> None:
    mode = {"parse_mode": "HTML"} if text.startswith("<b>") else {}
    assert ask(telegram, "sendMessage", chat_id=ANN, text=text, **mode)["ok"]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "message text is empty"),
        (" \n", "message text is empty"),
        ("<b></b>", "message text is empty"),
        ("x" * 4097, "message is too long"),
        ("😀" * 2048 + "x", "message is too long"),
    ],
)
def test_lengths(telegram: FakeBotApi, text: str, problem: str) -> None:
    assert refused(telegram, "sendMessage", chat_id=ANN, text=text, parse_mode="HTML") == f"Bad Request: {problem}"


@pytest.mark.parametrize(
    ("button", "problem"),
    [
        ({"text": "x", "callback_data": "ё" * 33}, "BUTTON_DATA_INVALID"),
        ({"text": "x", "callback_data": ""}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "x"}, "Text buttons are unallowed in the inline keyboard"),
        ({"text": "", "callback_data": "x"}, "inline keyboard button text must be non-empty"),
        ({"text": "x", "callback_data": "x", "url": "https://a.b"}, "exactly one kind is allowed"),
        ({"text": "x", "url": "javascript:x()"}, "URL 'javascript:x()' is invalid: Unsupported URL protocol"),
        ({"text": "x", "url": "https://"}, "URL 'https://' is invalid: Wrong HTTP URL"),
        ({"text": "x", "web_app": {"url": "http://a.b"}}, "Web App URL 'http://a.b' is invalid: Only HTTPS links"),
        ({"text": "x", "callback_data": "x", "colour": "red"}, "colour"),
        ({"callback_data": "x"}, "text"),
    ],
)
def test_buttons(telegram: FakeBotApi, button: Json, problem: str) -> None:
    assert problem in refused(telegram, "sendMessage", chat_id=ANN, text="x", reply_markup=keyboard(button))


def test_web_app_buttons_are_for_private_chats(telegram: FakeBotApi) -> None:
    markup = keyboard({"text": "x", "web_app": {"url": APP}})
    assert refused(telegram, "sendMessage", chat_id=-5, text="x", reply_markup=markup).endswith("BUTTON_TYPE_INVALID")


@pytest.mark.parametrize("button", [{"callback_data": "x" * 64}, {"url": "tg://resolve?domain=x"}, {"pay": True}])
def test_buttons_that_pass(telegram: FakeBotApi, button: Json) -> None:
    assert ask(telegram, "sendMessage", chat_id=ANN, text="x", reply_markup=keyboard({"text": "x", **button}))["ok"]


@pytest.mark.parametrize(
    ("method", "params", "problem"),
    [
        ("sendMessage", {"chat_id": ANN}, "text: Field required"),
        ("sendMessage", {"chat_id": ANN, "text": "x", "colour": "red"}, "there is no parameter colour"),
        ("sendMessage", {"chat_id": ANN, "text": "x", "reply_markup": "{"}, "reply_markup"),
        ("sendMessage", {"chat_id": ANN, "text": "x", "disable_notification": "maybe"}, "disable_notification"),
        ("sendMessage", {"chat_id": ANN, "text": "*x*", "parse_mode": "MarkdownV2"}, "unsupported parse_mode"),
        ("sendMessage", {"chat_id": "@ann", "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": True, "text": "x"}, "chat not found"),
        ("answerCallbackQuery", {"callback_query_id": "1", "text": "x" * 201}, "MESSAGE_TOO_LONG"),
        ("sendChatAction", {"chat_id": ANN, "action": "dancing"}, "wrong parameter action in request"),
        ("editMessageText", {"chat_id": ANN, "message_id": 7, "text": "x"}, "message to edit not found"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        ("editMessageReplyMarkup", {"chat_id": ANN, "message_id": 7}, "message to edit not found"),
        ("deleteMessage", {"chat_id": ANN, "message_id": 7}, "message to delete not found"),
        ("setMyCommands", {"commands": [{"command": "Start", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "x" * 33, "description": "x"}]}, "must not exceed 32"),
        ("setMyCommands", {"commands": [{"command": "x", "description": ""}]}, "description must be non-empty"),
        ("setMyCommands", {"commands": [{"command": "x", "description": "x" * 257}]}, "must not exceed 256"),
        ("setMyCommands", {"commands": [{"command": "x", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "language_code": "ru-RU"}, "invalid language code specified"),
        ("setWebhook", {"url": "http://a.b"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ("setWebhook", {"url": "https://a.b:8000"}, "only on ports 80, 88, 443 or 8443"),
        ("setWebhook", {"url": APP, "secret_token": "a b"}, "secret token contains unallowed characters"),
        ("setWebhook", {"url": APP, "secret_token": "x" * 257}, "secret token is too long"),
        (
            "setChatMenuButton",
            {"menu_button": {"type": "web_app", "text": "x", "web_app": {"url": "http://a.b"}}},
            "Only",
        ),
    ],
)
def test_everything_else(telegram: FakeBotApi, method: str, params: dict[str, Json], problem: str) -> None:
    assert problem in refused(telegram, method, **params)


def test_an_edit_changes_something(telegram: FakeBotApi) -> None:
    message = {"chat_id": ANN, "text": "<b>x</b>", "parse_mode": "HTML", "reply_markup": keyboard(BUTTON)}
    assert ask(telegram, "sendMessage", **message)["ok"]
    assert "message is not modified: " in refused(telegram, "editMessageText", message_id=1, **message)
    assert ask(telegram, "editMessageText", message_id=1, **message | {"text": "<i>x</i>"})["ok"]


def test_a_method_that_does_not_exist(telegram: FakeBotApi) -> None:
    telegram.expect_violation("sendMesage: Not Found")
    assert ask(telegram, "sendMesage")["error_code"] == 404
    assert ask(telegram, "sendmessage")["error_code"] == 404


def test_a_webhook_of_the_tests_own(telegram: FakeBotApi) -> None:
    telegram.strict_https = False
    assert ask(telegram, "setWebhook", url="http://127.0.0.1:8000/hook")["ok"]


def test_a_test_ends_with_what_it_expected(telegram: FakeBotApi) -> None:
    telegram.check()
    telegram.expect_violation("too long")
    with pytest.raises(AssertionError, match="no violation"):
        telegram.check()
    ask(telegram, "sendMessage", chat_id=ANN, text="x" * 5000)
    telegram.check()
