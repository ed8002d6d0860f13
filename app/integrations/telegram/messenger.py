"""The messenger that python-telegram-bot does the talking for. Imported only where there is a bot.

Source of the wordings: core.telegram.org/bots/api and the answers of its server.
"""

import os
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Final

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, WebAppInfo
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError
from telegram.request import HTTPXRequest

from app.integrations.telegram.messages import (
    Button,
    Keyboard,
    Message,
    Refused,
    SendError,
    TooFast,
    Unanswered,
    Unreachable,
)
from app.models.users import Reachability

CONNECT: Final = 5.0
READ: Final = 10.0
"""Seconds that Telegram gets to answer."""

MAX_ANSWER: Final = 200
_UNCHANGED: Final = "message is not modified"
_GONE: Final = ("message to edit not found", "message can't be edited")
_CHAT_NOT_FOUND: Final = "chat not found"
_NOT_TELEGRAMS: Final = ("Invalid server response", "Parsing the server response")
"""The library's words for an answer that is no JSON: a proxy's page, say, whose status says nothing of a chat."""


class TelegramMessenger:
    """The real one."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    async def send(self, chat_id: int, message: Message) -> int:
        with _told_apart():
            sent = await self.bot.send_message(
                chat_id,
                message.text,
                parse_mode=ParseMode.HTML,
                disable_notification=message.silent or None,
                link_preview_options=LinkPreviewOptions(is_disabled=True),
                reply_markup=_markup(message.keyboard),
            )
        return sent.message_id

    async def edit(self, chat_id: int, message_id: int, message: Message) -> None:
        try:
            with _told_apart():
                await self.bot.edit_message_text(
                    message.text,
                    chat_id=chat_id,
                    message_id=message_id,
                    parse_mode=ParseMode.HTML,
                    link_preview_options=LinkPreviewOptions(is_disabled=True),
                    reply_markup=_markup(message.keyboard),
                )
        except Refused as error:
            if not any(known in str(error).lower() for known in (_UNCHANGED, *_GONE)):
                raise

    async def answer(self, callback_id: str, text: str) -> None:
        with _told_apart():
            await self.bot.answer_callback_query(callback_id, text[:MAX_ANSWER])


@asynccontextmanager
async def telegram_bot(token: str, api_url: str) -> AsyncIterator[Bot]:
    """A client of the Bot API at ``api_url``, for the time of a block. Connects to nothing by itself."""
    os.environ.setdefault("PTB_TIMEDELTA", "1")  # the library's spans of time as such, and no warning about them
    request = HTTPXRequest(connection_pool_size=16, connect_timeout=CONNECT, read_timeout=READ, write_timeout=READ)
    polling = HTTPXRequest(connection_pool_size=1, connect_timeout=CONNECT)
    async with request, polling:
        yield Bot(token, base_url=f"{api_url}/bot", request=request, get_updates_request=polling)


def _markup(keyboard: Keyboard) -> InlineKeyboardMarkup | None:
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in keyboard]) if keyboard else None


def _button(button: Button) -> InlineKeyboardButton:
    app = None if button.app_url is None else WebAppInfo(button.app_url)
    return InlineKeyboardButton(button.text, callback_data=button.data, url=button.url, web_app=app)


@contextmanager
def _told_apart() -> Iterator[None]:
    """Turn python-telegram-bot's errors into ours."""
    try:
        yield
    except RetryAfter as error:
        wait = error.retry_after
        raise TooFast(wait if isinstance(wait, int) else wait.total_seconds()) from None
    except TelegramError as error:
        raise _meant(error) from None
    except Exception as error:
        # An answer that nobody can read: the message may have arrived, and would arrive again for ever.
        raise Refused(f"unreadable answer: {type(error).__name__}") from error


def _meant(error: TelegramError) -> SendError:
    text = str(error)
    if any(words in text for words in _NOT_TELEGRAMS):
        return Unanswered("the answer is not Telegram's")
    match error:
        case Forbidden():
            return Unreachable(_reachability(text))
        case BadRequest():
            return Unreachable(Reachability.GONE) if _CHAT_NOT_FOUND in text.lower() else Refused(text)
        case NetworkError():
            return Unanswered(text)
        case InvalidToken():
            return Unanswered("Telegram does not know this bot token")
    return Refused(text)


def _reachability(description: str) -> Reachability:
    text = description.lower()
    if "deactivated" in text:
        return Reachability.GONE
    if "initiate" in text:
        return Reachability.NEEDS_START
    return Reachability.BLOCKED
