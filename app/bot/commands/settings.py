"""/settings: language, kinds of messages, quiet hours, each by a press."""

from typing import Final

from app.bot.fit import label
from app.bot.talk import Talk
from app.bot.words.settings import LANGUAGES, SETTINGS
from app.integrations.telegram.messages import Button, Message
from app.models.notifications import Kind
from app.schemas.users import NotificationMode
from app.services.messages.format import escape

NEXT: Final[dict[NotificationMode, NotificationMode]] = {"on": "silent", "silent": "off", "off": "on"}
"""Where a press on a kind leads."""

PRESETS: Final[dict[str, tuple[str, str] | None]] = {
    "off": None,
    "22-07": ("22:00", "07:00"),
    "23-08": ("23:00", "08:00"),
    "00-09": ("00:00", "09:00"),
}
"""Quiet hours that a button offers, by what its data calls them."""


async def settings(talk: Talk, args: str = "") -> Message:  # noqa: ARG001 - a command's
    """What is chosen, with buttons that change it."""
    words = SETTINGS[talk.language]
    hours = talk.person.hours
    lines = [
        f"<b>{words.head}</b>",
        words.language.format(language=LANGUAGES[talk.language]),
        words.zone.format(zone=escape(str(talk.reader.zone))),
        words.quiet.format(hours=_hours(talk, None if hours is None else (hours["starts_at"], hours["ends_at"]))),
        words.how,
    ]
    rows = (_languages(talk), *_kinds(talk), *_quiet(talk))
    return talk.links.message("\n".join(lines), path="/me/settings", label=words.finer, above=rows)


def _languages(talk: Talk) -> tuple[Button, ...]:
    return tuple(
        Button(_marked(talk, text, is_chosen=language == talk.language), data=f"set:lang:{language}")
        for language, text in LANGUAGES.items()
    )


def _kinds(talk: Talk) -> list[tuple[Button, ...]]:
    words = SETTINGS[talk.language]
    rows: list[tuple[Button, ...]] = []
    for kind, text in words.kinds.items():
        mode = talk.person.mode(Kind(kind))
        shown = words.kind.format(kind=text, mode=words.modes[mode])
        rows.append((Button(shown, data=f"set:kind:{kind}:{NEXT[mode]}"),))
    return rows


def _quiet(talk: Talk) -> list[tuple[Button, ...]]:
    hours = talk.person.hours
    chosen = None if hours is None else (hours["starts_at"], hours["ends_at"])
    buttons = [
        Button(_marked(talk, _offered(talk, preset), is_chosen=preset == chosen), data=f"set:quiet:{key}")
        for key, preset in PRESETS.items()
    ]
    return [tuple(buttons[:2]), tuple(buttons[2:])]


def _hours(talk: Talk, hours: tuple[str, str] | None) -> str:
    return SETTINGS[talk.language].no_quiet if hours is None else f"{hours[0]}-{hours[1]}"


def _offered(talk: Talk, hours: tuple[str, str] | None) -> str:
    words = SETTINGS[talk.language]
    return words.quiet_off if hours is None else words.quiet_from.format(hours=_hours(talk, hours))


def _marked(talk: Talk, text: str, *, is_chosen: bool) -> str:
    return label(SETTINGS[talk.language].chosen.format(choice=text) if is_chosen else text)
