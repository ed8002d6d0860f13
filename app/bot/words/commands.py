"""What commands are called and how they are written, for the menu and for /help."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.services.messages.contents import Language


@dataclass(frozen=True, slots=True)
class CommandWords:
    """``syntax`` follows the name; ``example`` is a whole command. Neither is in HTML."""

    description: str
    syntax: str = ""
    example: str = ""


PUBLIC: Final[Mapping[str, Mapping[Language, CommandWords]]] = {
    "start": {
        "en": CommandWords("What this is, and the way into the app"),
        "ru": CommandWords("Что это такое и как открыть приложение"),
    },
    "status": {
        "en": CommandWords("What is open for you, and until when"),
        "ru": CommandWords("Что для вас открыто и до какого срока"),
    },
    "models": {
        "en": CommandWords("All models and their measured accuracy"),
        "ru": CommandWords("Все модели и их измеренная точность"),
    },
    "settings": {
        "en": CommandWords("Language, messages, quiet hours"),
        "ru": CommandWords("Язык, сообщения, тихие часы"),
    },
    "help": {"en": CommandWords("What I can do"), "ru": CommandWords("Что я умею")},
}
"""In the order of the menu."""

ADMIN: Final[Mapping[str, Mapping[Language, CommandWords]]] = {
    "user": {
        "en": CommandWords("A person with rights, history and requests", "ID|@name", "/user @anna"),
        "ru": CommandWords("Человек: права, история и запросы", "ID|@имя", "/user @anna"),
    },
    "grant": {
        "en": CommandWords(
            "Open a model; without days for ever", "ID|@name MODEL [DAYS] [reason]", "/grant @anna shadow-stack 30 Paid"
        ),
        "ru": CommandWords(
            "Открыть модель; без дней бессрочно",
            "ID|@имя МОДЕЛЬ [ДНЕЙ] [причина]",
            "/grant @anna shadow-stack 30 Оплачено",
        ),
    },
    "revoke": {
        "en": CommandWords("Close a model at once", "ID|@name MODEL [reason]", "/revoke @anna shadow-stack Refunded"),
        "ru": CommandWords("Закрыть модель сразу", "ID|@имя МОДЕЛЬ [причина]", "/revoke @anna shadow-stack Возврат"),
    },
    "requests": {
        "en": CommandWords("The oldest request that waits", "", "/requests"),
        "ru": CommandWords("Самый старый запрос без ответа", "", "/requests"),
    },
    "stats": {
        "en": CommandWords("People, rights and requests in numbers", "", "/stats"),
        "ru": CommandWords("Люди, права и запросы в числах", "", "/stats"),
    },
}
