"""Telling Telegram where we are: webhook or none, commands, the button beside the message field."""

from typing import Final

from telegram import Bot, BotCommand, MenuButtonWebApp, WebAppInfo

from app.bot.commands import public_commands
from app.settings import Settings

UPDATES: Final = ("message", "callback_query", "my_chat_member")
"""Named explicitly: what is left out stays as it was set before, and the default leaves things out."""

PATH: Final = "/telegram/webhook"
"""Where app.routers.telegram_webhook takes updates."""

CONNECTIONS: Final = 40


async def register(bot: Bot, settings: Settings) -> None:
    """Set everything; repeating it changes nothing. Raises TelegramError."""
    await set_delivery(bot, settings)
    await bot.set_my_commands([BotCommand(*one) for one in public_commands("en")])
    await bot.set_my_commands([BotCommand(*one) for one in public_commands("ru")], language_code="ru")
    if settings.public_url is not None and settings.public_url.startswith("https://"):
        button = MenuButtonWebApp(text="Forex Signals", web_app=WebAppInfo(settings.public_url))
        await bot.set_chat_menu_button(menu_button=button)


async def set_delivery(bot: Bot, settings: Settings) -> None:
    """Have updates sent to the webhook, or kept for polling. What waits is kept. Raises TelegramError."""
    if settings.bot_mode == "webhook":
        await bot.set_webhook(
            webhook_url(settings),
            secret_token=settings.webhook_key,
            allowed_updates=UPDATES,
            max_connections=CONNECTIONS,
        )
    else:
        await bot.delete_webhook()


async def is_delivered(bot: Bot, settings: Settings) -> bool:
    """Whether Telegram still sends updates to our webhook. Raises TelegramError."""
    return settings.bot_mode != "webhook" or (await bot.get_webhook_info()).url == webhook_url(settings)


def webhook_url(settings: Settings) -> str:
    return f"{settings.public_url}{PATH}"
