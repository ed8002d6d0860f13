"""What Telegram refuses, and in which words.

aiogram's typed methods say which parameters there are and of which types; what types cannot say stands here. Source:
core.telegram.org/bots/api and, for the wordings, tdlib/telegram-bot-api and tdlib/td.
"""

import json
import re
import types
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, Union, get_args, get_origin
from urllib.parse import urlsplit

from pydantic import BaseModel, ValidationError

from tests.factories import Json
from tests.telegram.markup import Parsed, Unparsable, parse_html, utf16

if TYPE_CHECKING:
    from aiogram.methods import TelegramMethod

Params = dict[str, Json]
Rows = list[list[dict[str, Json]]]

MAX_TEXT = 4096
MAX_CALLBACK_DATA = 64
MAX_NOTE = 200
MAX_COMMANDS = 100
MAX_DESCRIPTION = 256
WEBHOOK_PORTS = {80, 88, 443, 8443}
LOOKS = {"text", "icon_custom_emoji_id", "style"}
"""What a button may have beside its one kind."""


class Refusal(Exception):
    """An error that Telegram answers; ``is_violation``: the bot has done what it should never do."""

    def __init__(self, status: int, description: str, *, is_violation: bool = True) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.is_violation = is_violation


def bad(problem: str) -> Refusal:
    return Refusal(400, f"Bad Request: {problem}")


def load() -> None:
    """Import what takes seconds to import."""
    typed("getMe")


def typed(method: str) -> "type[TelegramMethod[Any]]":
    """aiogram's description of a method. Raises Refusal where there is none."""
    from aiogram import methods

    found = getattr(methods, method[:1].upper() + method[1:], None)
    if not (isinstance(found, type) and issubclass(found, methods.TelegramMethod)) or found is methods.TelegramMethod:
        raise Refusal(404, "Not Found")
    if found.__api_method__ != method:
        raise Refusal(404, "Not Found")
    return found


def decode(method: str, fields: Mapping[str, Json]) -> Params:
    """Parameters as values: in a form all are texts, of which those that stand for something else are JSON."""
    try:
        kinds = _kinds(typed(method))
    except Refusal:
        return dict(fields)
    decoded = {name: _decoded(value, kinds.get(name, frozenset({str}))) for name, value in fields.items()}
    return {name: value for name, value in decoded.items() if value is not None}


def check(method: str, params: Params, *, strict_https: bool = True) -> None:
    """Raises Refusal for an unknown method, for parameters of wrong names or types, and for what a rule forbids."""
    validated = _validated(typed(method), params)
    markup = params.get("reply_markup")
    if markup is not None and "inline_keyboard" in markup:
        # Of a union of kinds of markup, one without required fields would take what is wrong with this one.
        from aiogram.types import InlineKeyboardMarkup

        _validated(InlineKeyboardMarkup, markup)
    if unknown := next(_unknown(validated), None):
        raise bad(f"there is no parameter {unknown}")
    if "reply_markup" in params:
        _check_markup(method, params)
    if method == "setWebhook":
        _check_webhook(params, strict_https=strict_https)
    elif rule := RULES.get(method):
        rule(params)


def text_of(params: Params, *, edits: bool = False) -> Parsed:
    """The text of a message as a person sees it. Raises Refusal."""
    mode = params.get("parse_mode")
    if mode is not None and mode.lower() != "html":
        raise bad("unsupported parse_mode")
    try:
        parsed = Parsed(params["text"], params.get("entities", [])) if mode is None else parse_html(params["text"])
    except Unparsable as error:
        raise bad(f"can't parse entities: {error}") from None
    if not parsed.plain.strip():
        raise bad("message text is empty")
    if utf16(parsed.plain) > MAX_TEXT:
        raise bad("MESSAGE_TOO_LONG" if edits else "message is too long")
    return parsed


def rows_of(params: Params) -> Rows:
    """The inline buttons of a message."""
    rows: Rows = (params.get("reply_markup") or {}).get("inline_keyboard", [])
    return [row for row in rows if row]


def wrong_address(url: str, *, https_only: bool = False) -> str | None:
    """What Telegram says about the address of a button; None if it is one."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return f"URL '{url}' is invalid: Wrong HTTP URL"
    allowed = {"https"} if https_only else {"http", "https", "tg"}
    if parts.scheme not in allowed:
        wanted = "Only HTTPS links are allowed" if https_only else "Unsupported URL protocol"
        return f"URL '{url}' is invalid: {wanted}"
    if not parts.hostname or " " in url:
        return f"URL '{url}' is invalid: Wrong HTTP URL"
    return None


@cache
def _kinds(model: "type[TelegramMethod[Any]]") -> dict[str, frozenset[object]]:
    """Which types each parameter may have."""
    fields = model.model_fields
    return {field.alias or name: frozenset(_flat(field.annotation)) for name, field in fields.items()}


def _flat(annotation: object) -> Iterator[object]:
    if get_origin(annotation) is Annotated:
        yield from _flat(get_args(annotation)[0])
    elif get_origin(annotation) in {Union, types.UnionType}:
        for one in get_args(annotation):
            yield from _flat(one)
    else:
        yield annotation


def _decoded(value: Json, kinds: frozenset[object]) -> Json:
    if not isinstance(value, str):
        return value
    if str in kinds and not (int in kinds and re.fullmatch(r"-?[0-9]{1,18}", value)):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _validated(model: type[BaseModel], value: Json) -> BaseModel:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = error.errors()[0]
        raise bad(f"{'.'.join(map(str, found['loc']))}: {found['msg']}") from None


def _unknown(value: object, path: str = "") -> Iterator[str]:
    """The names that aiogram does not know, at any depth."""
    if isinstance(value, BaseModel):
        yield from (f"{path}{name}" for name in value.model_extra or {})
        for name in value.model_fields_set & set(type(value).model_fields):
            yield from _unknown(getattr(value, name), f"{path}{name}.")
    elif isinstance(value, list):
        for index, one in enumerate(value):
            yield from _unknown(one, f"{path}{index}.")


def _check_markup(method: str, params: Params) -> None:
    markup = params["reply_markup"]
    is_private = isinstance(params.get("chat_id"), int) and params["chat_id"] > 0
    if method != "sendMessage" and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    for button in (button for row in markup.get("inline_keyboard", []) for button in row):
        _check_button(button, is_private=is_private)
    for button in (button for row in markup.get("keyboard", []) for button in row):
        if isinstance(button, dict) and "web_app" in button:
            _check_web_app(button["web_app"]["url"], "keyboard button", is_private=is_private)


def _check_button(button: Mapping[str, Json], *, is_private: bool) -> None:
    button = {name: value for name, value in button.items() if value is not None}
    kinds = button.keys() - LOOKS
    if not button["text"]:
        raise bad("inline keyboard button text must be non-empty")
    if not kinds or button.get("callback_data") == "":
        raise bad("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise bad(f"can't parse inline keyboard button: exactly one kind is allowed, found {', '.join(sorted(kinds))}")
    if len(button.get("callback_data", "").encode()) > MAX_CALLBACK_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if "web_app" in kinds:
        _check_web_app(button["web_app"]["url"], "inline keyboard button", is_private=is_private)
    if "url" in kinds and (problem := wrong_address(button["url"])):
        raise bad(f"inline keyboard button {problem}")


def _check_web_app(url: str, where: str, *, is_private: bool) -> None:
    if problem := wrong_address(url, https_only=True):
        raise bad(f"{where} Web App {problem}")
    if not is_private:
        raise bad("BUTTON_TYPE_INVALID")


def _check_webhook(params: Params, *, strict_https: bool) -> None:
    url, secret = params["url"], params.get("secret_token")
    if secret is not None and len(secret) > 256:
        raise bad("secret token is too long")
    if secret is not None and not re.fullmatch(r"[A-Za-z0-9_-]+", secret):
        raise bad("secret token contains unallowed characters")
    if not 1 <= params.get("max_connections", 40) <= 100:
        raise bad("max_connections must be between 1 and 100")
    if not url:
        return
    try:
        parts = urlsplit(url)
        port = parts.port or {"https": 443}.get(parts.scheme, 80)
    except ValueError:
        raise bad("invalid webhook URL specified") from None
    if not parts.hostname:
        raise bad("invalid webhook URL specified")
    if parts.scheme != "https" and (strict_https or parts.scheme != "http"):
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if strict_https and port not in WEBHOOK_PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _check_commands(params: Params) -> None:
    _check_language(params)
    if len(params["commands"]) > MAX_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for one in params["commands"]:
        name, description = one["command"], one["description"].strip()
        if not name:
            raise bad("command must be non-empty")
        if len(name) > 32:
            raise bad("command length must not exceed 32")
        if not re.fullmatch(r"[a-z0-9_]+", name):
            raise bad("BOT_COMMAND_INVALID")
        if not description:
            raise bad("command description must be non-empty")
        if len(description) > MAX_DESCRIPTION:
            raise bad(f"command description length must not exceed {MAX_DESCRIPTION}")


def _check_language(params: Params) -> None:
    if not re.fullmatch(r"([a-z]{2})?", params.get("language_code") or ""):
        raise bad("invalid language code specified")


def _check_menu_button(params: Params) -> None:
    app = (params.get("menu_button") or {}).get("web_app")
    if app and (problem := wrong_address(app["url"], https_only=True)):
        raise bad(f"menu button Web App {problem}")


def _check_note(params: Params) -> None:
    if len(params.get("text", "")) > MAX_NOTE:
        raise bad("MESSAGE_TOO_LONG")


def _check_action(params: Params) -> None:
    from aiogram.enums import ChatAction

    if params["action"] not in set(ChatAction):
        raise bad("wrong parameter action in request")


RULES: dict[str, Callable[[Params], object]] = {
    "sendMessage": text_of,
    "editMessageText": lambda params: text_of(params, edits=True),
    "answerCallbackQuery": _check_note,
    "setMyCommands": _check_commands,
    "deleteMyCommands": _check_language,
    "setMyDescription": _check_language,
    "setMyShortDescription": _check_language,
    "setMyName": _check_language,
    "setChatMenuButton": _check_menu_button,
    "sendChatAction": _check_action,
}
