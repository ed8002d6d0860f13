"""The commands that the bot knows: name and description in the words, handler here."""

from collections.abc import Mapping
from typing import Final

from app.bot.commands.help import help_
from app.bot.commands.models import models
from app.bot.commands.orders import grant, revoke
from app.bot.commands.queue import requests
from app.bot.commands.settings import settings
from app.bot.commands.start import start
from app.bot.commands.stats import stats
from app.bot.commands.status import status
from app.bot.commands.user import user
from app.bot.talk import Command
from app.bot.words.commands import PUBLIC
from app.services.messages.contents import Language

FOR_EVERYBODY: Final[Mapping[str, Command]] = {
    "start": start,
    "status": status,
    "models": models,
    "settings": settings,
    "help": help_,
}
FOR_ADMINS: Final[Mapping[str, Command]] = {
    "user": user,
    "grant": grant,
    "revoke": revoke,
    "requests": requests,
    "stats": stats,
}


def find_command(name: str, *, is_admin: bool) -> Command | None:
    """The handler of a command, whatever its case; an admin's command does not exist for others."""
    found = FOR_EVERYBODY.get(name.lower())
    return FOR_ADMINS.get(name.lower()) if found is None and is_admin else found


def public_commands(language: Language) -> list[tuple[str, str]]:
    """Name and description of every command that anybody may use, in the order of the menu."""
    return [(name, words[language].description) for name, words in PUBLIC.items()]
