"""What the bot says about a person's settings."""

from dataclasses import dataclass
from typing import Final

from app.schemas.users import NotificationKind, NotificationMode
from app.services.messages.contents import Language


@dataclass(frozen=True, slots=True)
class SettingsWords:
    head: str
    how: str
    language: str
    zone: str
    quiet: str
    no_quiet: str
    quiet_off: str
    quiet_from: str
    kinds: dict[NotificationKind, str]
    modes: dict[NotificationMode, str]
    kind: str
    chosen: str
    saved: str
    finer: str


LANGUAGES: Final[dict[Language, str]] = {"en": "English", "ru": "Русский"}
"""Each in its own words."""

SETTINGS: Final[dict[Language, SettingsWords]] = {
    "en": SettingsWords(
        head="Settings",
        how="A press on a kind of message goes from on to silent to off.",
        language="Language: {language}",
        zone="Time zone: {zone}",
        quiet="Quiet hours: {hours}",
        no_quiet="none",
        quiet_off="No quiet hours",
        quiet_from="Quiet {hours}",
        kinds={
            "signal": "New signals",
            "resolved": "Results",
            "access": "Access changes",
            "request": "Answers to requests",
            "expiry": "Reminders",
            "broadcast": "News",
        },
        modes={"on": "on", "silent": "silent", "off": "off"},
        kind="{kind}: {mode}",
        chosen="✓ {choice}",
        saved="Saved",
        finer="Finer choices in the app",
    ),
    "ru": SettingsWords(
        head="Настройки",
        how="Нажатие на вид сообщений переключает: со звуком, без звука, выкл.",
        language="Язык: {language}",
        zone="Часовой пояс: {zone}",
        quiet="Тихие часы: {hours}",
        no_quiet="нет",
        quiet_off="Без тихих часов",
        quiet_from="Тихо {hours}",
        kinds={
            "signal": "Новые сигналы",
            "resolved": "Итоги",
            "access": "Доступ",
            "request": "Ответы на запросы",
            "expiry": "Напоминания",
            "broadcast": "Новости",
        },
        modes={"on": "со звуком", "silent": "без звука", "off": "выкл."},
        kind="{kind}: {mode}",
        chosen="✓ {choice}",
        saved="Сохранено",
        finer="Точнее в приложении",
    ),
}
