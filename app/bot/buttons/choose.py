"""``set:...``: a choice among the settings."""

from typing import Final

from app.bot.commands.settings import NEXT, PRESETS, settings
from app.bot.talk import Pressed, Talk
from app.bot.words.settings import LANGUAGES, SETTINGS
from app.schemas.users import NotificationKind, NotificationMode, PreferencesPatch, QuietHoursChoice
from app.services.users.profile import change_preferences

_KINDS: Final[dict[str, NotificationKind]] = {kind: kind for kind in SETTINGS["en"].kinds}
_MODES: Final[dict[str, NotificationMode]] = {mode: mode for mode in NEXT}


async def choose(talk: Talk, parts: list[str]) -> Pressed:
    """Write the choice down and show the settings anew, also where the message was behind them.

    A button says what it sets, so that two presses set it once.
    """
    patch = _patch(parts)
    if patch is None:
        return Pressed(talk.words.out_of_date)
    await change_preferences(talk.unit, talk.telegram_id, patch)
    now = await talk.anew()
    return Pressed(_note(now, parts), await settings(now))


def _patch(parts: list[str]) -> PreferencesPatch | None:
    match parts:
        case ["lang", language] if language in LANGUAGES:
            return PreferencesPatch(language_code=language)
        case ["kind", kind, mode] if kind in _KINDS and mode in _MODES:
            return PreferencesPatch(notifications={_KINDS[kind]: _MODES[mode]})
        case ["quiet", key] if key in PRESETS:
            hours = PRESETS[key]
            choice = None if hours is None else QuietHoursChoice(starts_at=hours[0], ends_at=hours[1])
            return PreferencesPatch(quiet_hours=choice)
    return None


def _note(talk: Talk, parts: list[str]) -> str:
    words = SETTINGS[talk.language]
    if parts[0] == "kind":
        return words.kind.format(kind=words.kinds[_KINDS[parts[1]]], mode=words.modes[_MODES[parts[2]]])
    return words.saved
