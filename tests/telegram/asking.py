"""Requests to the Bot API by hand, with what a library for it would never send."""

import json

import httpx

from tests.factories import BOT_TOKEN, Json
from tests.telegram.bot_api import FakeBotApi


def ask(telegram: FakeBotApi, method: str, token: str = BOT_TOKEN, **params: Json) -> Json:
    """A form, as python-telegram-bot sends it; returns the answer's JSON."""
    form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in params.items()}
    return httpx.post(f"{telegram.url}/bot{token}/{method}", data=form).json()


def keyboard(*buttons: Json) -> Json:
    """An inline keyboard of one row."""
    return {"inline_keyboard": [list(buttons)]}
