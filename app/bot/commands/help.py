"""/help, and what is answered to what is no command."""

from collections.abc import Mapping

from app.bot.talk import Talk
from app.bot.words.commands import ADMIN, PUBLIC, CommandWords
from app.integrations.telegram.messages import Message
from app.services.messages.contents import Language
from app.services.messages.format import escape


async def help_(talk: Talk, args: str = "") -> Message:  # noqa: ARG001 - a command's
    """Every command that this person has; the admins' with syntax and example."""
    lines = [talk.words.help_head, *_listed(PUBLIC, talk.language)]
    if talk.person.is_admin:
        lines += ["", talk.words.help_admin]
        for command, words in ADMIN.items():
            own = words[talk.language]
            lines.append(f"/{command} {escape(own.syntax)}".rstrip() + f": {escape(own.description)}")
            if own.syntax:
                lines.append(talk.words.example.format(command=f"<code>{escape(own.example)}</code>"))
    return talk.links.message("\n".join(lines), path="/me/help", label=talk.words.open_app)


def usage(command: str, talk: Talk) -> Message:
    """How an admin's command is written, with an example."""
    own = ADMIN[command][talk.language]
    syntax = f"/{command} {own.syntax}".rstrip()
    return Message(talk.admin_words.usage.format(syntax=escape(syntax), example=escape(own.example)))


def unknown_command(talk: Talk) -> Message:
    return Message(talk.words.unknown_command)


def not_a_command(talk: Talk) -> Message:
    return talk.links.message(talk.words.not_a_command, path="/", label=talk.words.open_app)


def _listed(commands: Mapping[str, Mapping[Language, CommandWords]], language: Language) -> list[str]:
    return [f"/{name}: {escape(words[language].description)}" for name, words in commands.items()]
